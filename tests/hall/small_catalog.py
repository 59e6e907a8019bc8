"""A catalogue of four small drivers: enough points to check a hall's file against."""

from drivers.vocabulary import FADER, INPUT, LAMP_HOURS, MUTE, OUTLET, POWER, VIDEO_TIE
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.framings import Ends
from drivers.wire.talk import Action

FRAMING = Framing(says=Ends(), hears=Ends())


SPOKEN = {"pjlink": ("tcp",), "extron_sis": ("tcp", "serial"), "x32": ("udp",), "apc_rpdu": ("snmp",)}
PORTS = {"pjlink": 4352, "x32": 10023, "apc_rpdu": 161}


def _driver(name, points, axes, *talk):
    return Driver(
        name=name,
        title=name,
        framing=FRAMING,
        talk=talk,
        points=points,
        axes=axes,
        transports=SPOKEN[name],
        port=PORTS.get(name),
    )


DRIVERS = {
    driver.name: driver
    for driver in (
        _driver("pjlink", (POWER, INPUT, LAMP_HOURS.over("lamp")), {"lamp": ()}),
        _driver(
            "extron_sis",
            (VIDEO_TIE.over("output"),),
            {"input": tuple(range(1, 9)), "output": tuple(range(1, 9)), "preset": tuple(range(1, 33))},
            Action("recall", "{preset}*{room}."),
        ),
        _driver("x32", (FADER.over("channel"), MUTE.over("channel")), {"channel": tuple(range(1, 33))}),
        _driver(
            "apc_rpdu", (OUTLET.over("socket"),), {"socket": tuple(range(1, 9))}, Action("cycle", "{socket}!")
        ),
    )
}


def get(name):
    """The driver called `name`."""
    return DRIVERS[name]


def names():
    """Every name there is."""
    return tuple(DRIVERS)
