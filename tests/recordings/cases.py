"""Which driver reads which recording, and what must come of it: each point with the object it stands in.

The figures are not here. A case names the object and the step of its unit (0.01 A, 0.1 V); the test takes the
number out of the recording's own text.
"""

from dataclasses import dataclass, field

from drivers.points import Place

RARITAN, SENTRY3, SENTRY4 = "1.3.6.1.4.1.13742.6", "1.3.6.1.4.1.1718.3", "1.3.6.1.4.1.1718.4.1"
RPDU, RPDU2, SPDU = "1.3.6.1.4.1.318.1.1.12", "1.3.6.1.4.1.318.1.1.26", "1.3.6.1.4.1.318.1.1.4"
UPS, EASY, ATS = "1.3.6.1.4.1.318.1.1.1", "1.3.6.1.4.1.318.1.1.30", "1.3.6.1.4.1.318.1.1.8"
OLD, NEW = "1.3.6.1.4.1.3808.1.1.3", "1.3.6.1.4.1.3808.1.1.6"
STANDARD = "1.3.6.1.2.1.33.1"
CORDS = (("1.1", 1), ("2.1", "BA"))


@dataclass(frozen=True)
class Sees:
    """A point, the object it stands in, and what one step of its number is worth, or what its words mean."""

    key: str
    oid: str
    step: float | None = None
    index: tuple[int | str, ...] = ()
    means: dict[str, object] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        """The point's place."""
        return Place(self.key, self.index)


@dataclass(frozen=True)
class Case:
    """One recording read by one driver; `every` are columns of which each row must be seen."""

    recording: str
    driver: str
    sees: tuple[Sees, ...]
    every: tuple[Sees, ...] = ()


def at(key: str, oid: str, step: float | None, *index: int | str, **means: object) -> Sees:
    """A single point; `means` are words by the number on the wire, n1="on"."""
    return Sees(key, oid, step, index, {name[1:]: value for name, value in means.items()})


def column(key: str, oid: str, step: float | None = None, **means: object) -> Sees:
    """A column: every row of it is a place of this point."""
    return Sees(key, oid, step, (), {name[1:]: value for name, value in means.items()})


def powernet(recording: str, *more: Sees) -> Case:
    """A Smart-UPS."""
    return Case(
        recording,
        "apc_ups",
        (
            at("supply", f"{UPS}.4.1.1.0", None, n2="mains"),
            at("on_battery", f"{UPS}.4.1.1.0", None, n2=False),
            at("minutes_left", f"{UPS}.2.2.3.0", 1 / 6000),
            at("battery_replace", f"{UPS}.2.2.4.0", None, n1=False, n2=True),
            at("battery", f"{UPS}.2.3.1.0", 0.1),
            at("battery_temperature", f"{UPS}.2.3.2.0", 0.1),
            at("battery_voltage", f"{UPS}.2.3.4.0", 0.1),
            at("input_voltage", f"{UPS}.3.3.1.0", 0.1),
            at("frequency", f"{UPS}.3.3.4.0", 0.1),
            at("output_voltage", f"{UPS}.4.3.1.0", 0.1),
            at("load_percent", f"{UPS}.4.3.3.0", 0.1),
            at("output_current", f"{UPS}.4.3.4.0", 0.1),
            *more,
        ),
    )


SOURCES = {"n3": "mains", "n4": "bypass", "n5": "battery"}


def standard(recording: str, *more: Sees) -> Case:
    """A UPS by the standard MIB."""
    return Case(
        recording,
        "ups_rfc1628",
        (
            at("supply", f"{STANDARD}.4.1.0", None, **SOURCES),
            at("on_battery", f"{STANDARD}.4.1.0", None, n3=False, n4=False, n5=True),
            at("minutes_left", f"{STANDARD}.2.3.0", 1),
            at("battery", f"{STANDARD}.2.4.0", 1),
            at("battery_voltage", f"{STANDARD}.2.5.0", 0.1),
            at("health", f"{STANDARD}.2.1.0", None, "battery", n2="good", n3="warning"),
            at("frequency", f"{STANDARD}.3.3.1.2.1", 0.1, 1),
            at("input_voltage", f"{STANDARD}.3.3.1.3.1", 1, 1),
            at("output_voltage", f"{STANDARD}.4.4.1.2.1", 1, 1),
            at("output_current", f"{STANDARD}.4.4.1.3.1", 0.1, 1),
            at("load_percent", f"{STANDARD}.4.4.1.5.1", 1, 1),
            *more,
        ),
    )


CASES = (
    Case(
        "apc_ap7900b",
        "apc_rpdu2",
        (at("current", f"{RPDU2}.6.3.1.5.1", 0.1, 1),
         at("phase_state", f"{RPDU2}.6.3.1.4.1", None, 1, n2="normal")),
    ),
    Case(
        "apc_ap7900b",
        "apc_rpdu",
        (at("feed_load", f"{RPDU}.2.3.1.1.2.1", 0.1, 1), at("power_w", f"{RPDU}.1.16.0", 1),
         at("model", f"{RPDU}.1.5.0", None)),
    ),
    Case(
        "apc_ap8959eu3",
        "apc_rpdu2",
        (at("power_w", f"{RPDU2}.4.3.1.5.1", 10), at("energy", f"{RPDU2}.4.3.1.9.1", 0.1),
         at("current", f"{RPDU2}.6.3.1.5.1", 0.1, 1), at("voltage", f"{RPDU2}.6.3.1.6.1", 1, 1)),
    ),
    Case(
        "apc_masterswitch2",
        "apc_masterswitch",
        (),
        (column("outlet", f"{SPDU}.4.2.1.3", None, n1=True, n2=False),
         column("pending", f"{SPDU}.4.2.1.2", None, n1=True, n2=False), column("label", f"{SPDU}.4.2.1.4")),
    ),
    Case(
        "apc-epdu_epdu1116s",
        "apc_easy_pdu",
        (at("model", f"{EASY}.2.1.1.4.1", None), at("serial", f"{EASY}.2.1.1.5.1", None)),
        (column("phase_power", f"{EASY}.4.2.1.6", 1), column("phase_energy", f"{EASY}.4.2.1.10", 0.001)),
    ),
    Case(
        "apc_ats",
        "apc_ats",
        (at("source", f"{ATS}.5.1.2.0", None, n1="a", n2="b"),
         at("redundant", f"{ATS}.5.1.3.0", None, n1=False, n2=True),
         at("in_sync", f"{ATS}.5.1.14.0", None, n1=True, n2=False),
         at("health", f"{ATS}.5.1.10.0", None, "switch", n1="failed", n2="good"),
         at("health", f"{ATS}.5.1.12.0", None, "feed a", n1="failed", n2="good"),
         at("model", f"{ATS}.1.5.0", None)),
    ),
    powernet("apc_smart1500", at("power_w", f"{UPS}.4.2.8.0", 1)),
    powernet("apc_smtl1000-nmc3", at("model", f"{UPS}.1.1.1.0", None), at("serial", f"{UPS}.1.2.3.0", None)),
    powernet("apc_sua1500rmi2u", at("model", f"{UPS}.1.1.1.0", None)),
    powernet("apc_smx750", at("power_w", f"{UPS}.4.2.8.0", 1), at("model", f"{UPS}.1.1.1.0", None)),
    Case(
        "raritan-pdu_px2",
        "raritan_pdu2",
        (at("inlet_load", f"{RARITAN}.5.2.3.1.4.1.1.1", 0.001, 1),
         at("inlet_voltage", f"{RARITAN}.5.2.3.1.4.1.1.4", 1, 1),
         at("power_w", f"{RARITAN}.5.2.3.1.4.1.1.5", 1, 1),
         at("frequency", f"{RARITAN}.5.2.3.1.4.1.1.23", 0.1, 1),
         *(at("load", f"{RARITAN}.5.4.3.1.4.1.{n}.1", 0.001, n) for n in range(1, 13)),
         *(at("outlet_power", f"{RARITAN}.5.4.3.1.4.1.{n}.5", 1, n) for n in range(1, 13))),
        (column("label", f"{RARITAN}.3.5.3.1.3.1"),),
    ),
    Case(
        "raritan-pdu_px2-temp",
        "raritan_pdu2",
        (at("inlet_load", f"{RARITAN}.5.2.3.1.4.1.1.1", 0.001, 1),
         at("power_w", f"{RARITAN}.5.2.3.1.4.1.1.5", 1, 1),
         *(at("temperature", f"{RARITAN}.5.5.3.1.4.1.{n}", 0.1, n) for n in (1, 3, 4)),
         at("humidity", f"{RARITAN}.5.5.3.1.4.1.2", 1, 2),
         at("sensor_state", f"{RARITAN}.5.5.3.1.3.1.2", None, 2, n3="warning", n4="good")),
    ),
    Case(
        "sentry3_switched",
        "sentry3",
        (*(at("infeed_load", f"{SENTRY3}.2.2.1.7.1.{n}", 0.01, n) for n in (1, 2, 3)),
         *(at("voltage", f"{SENTRY3}.2.2.1.11.1.{n}", 0.1, n) for n in (1, 2, 3)),
         *(at("load", f"{SENTRY3}.2.3.1.7.1.1.{n}", 0.01, n) for n in range(1, 11)),
         *(at("load", f"{SENTRY3}.2.3.1.7.1.2.{n}", 0.01, f"AB{n}") for n in range(1, 11)),
         *(at("load", f"{SENTRY3}.2.3.1.7.1.3.{n}", 0.01, f"AC{n}") for n in range(1, 11)),
         at("label", f"{SENTRY3}.2.3.1.3.1.3.7", None, "AC7"), at("model", f"{SENTRY3}.2.1.1.7.1", None)),
    ),
    Case(
        "sentry3_3phase",
        "sentry3",
        (*(at("infeed_load", f"{SENTRY3}.2.2.1.7.1.{n}", 0.01, n) for n in (1, 2, 3, 4)),
         *(at("voltage", f"{SENTRY3}.2.2.1.11.1.{n}", 0.1, n) for n in (1, 2, 3)),
         *(at("infeed_power", f"{SENTRY3}.2.2.1.12.1.{n}", 1, n) for n in (1, 2, 3)),
         at("power_w", f"{SENTRY3}.1.6.0", 1), at("tower_state", f"{SENTRY3}.2.1.1.4.1", None, 1, n0="good"),
         at("infeed_state", f"{SENTRY3}.2.2.1.6.1.1", None, 1, n0="normal")),
    ),
    Case(
        "sentry4_switched8i",
        "sentry4",
        (*(at("cord_power", f"{SENTRY4}.3.3.1.3.{oid}", 1, place) for oid, place in CORDS),
         *(at("energy", f"{SENTRY4}.3.3.1.10.{oid}", 0.1, place) for oid, place in CORDS),
         at("frequency", f"{SENTRY4}.3.3.1.11.1.1", 0.1, 1),
         at("line_load", f"{SENTRY4}.4.3.1.3.1.1.1", 0.01, 1),
         at("voltage", f"{SENTRY4}.5.3.1.3.1.1.1", 0.1, 1),
         at("current", f"{SENTRY4}.5.3.1.6.2.1.1", 0.01, "BA1"),
         at("temperature", f"{SENTRY4}.9.3.1.1.5.1", 0.1, "E1"),
         at("humidity", f"{SENTRY4}.10.3.1.1.5.2", 1, "E2")),
    ),
    Case(
        "cyberpower_pdu81005",
        "cyberpower_epdu2",
        (),
        (column("outlet", f"{NEW}.6.1.4.1.5", None, n1=True, n2=False),
         column("load", f"{NEW}.6.2.4.1.6", 0.1),
         column("outlet_power", f"{NEW}.6.2.4.1.7", 1), column("outlet_energy", f"{NEW}.6.2.4.1.11", 0.1)),
    ),
    Case(
        "cyberpower_pdu81005",
        "cyberpower_epdu",
        (at("model", f"{OLD}.1.5.0", None),),
        (column("feed_load", f"{OLD}.2.3.1.1.2", 0.1), column("feed_voltage", f"{OLD}.2.3.1.1.6", 0.1),
         column("feed_power", f"{OLD}.2.3.1.1.7", 1)),
    ),
    standard("netmanplus_204", at("power_w", f"{STANDARD}.4.4.1.4.1", 1, 1)),
    standard("eatonupsm2_9px", at("power_w", f"{STANDARD}.4.4.1.4.1", 1, 1)),
    standard("generex-ups_cs141", at("maker", f"{STANDARD}.1.1.0", None)),
    standard("deltaups", at("power_w", f"{STANDARD}.4.4.1.4.1", 1, 1)),
    standard("powerwalker-vfi_500r1u"),
    standard("eaton-mgeups_5px", at("power_w", f"{STANDARD}.4.4.1.4.1", 1, 1)),
    standard(
        "ssd_eaton-93e-80",
        *(at("output_current", f"{STANDARD}.4.4.1.3.{n}", 0.1, n) for n in (2, 3)),
        *(at("load_percent", f"{STANDARD}.4.4.1.5.{n}", 1, n) for n in (2, 3)),
        at("test_result", f"{STANDARD}.7.3.0", None, n1="passed"),
        at("battery_replace", f"{STANDARD}.6.1.0", None, n0=False),
    ),
    standard("ssd_phoenixtec-power", at("test_lock", f"{STANDARD}.7.2.0", 1)),
    Case(
        "ssd_apc-7902b",
        "apc_rpdu2",
        (at("current", f"{RPDU2}.6.3.1.5.1", 0.1, 1), at("rated_power", f"{RPDU2}.4.2.1.13.1", 100)),
        (column("label", f"{RPDU2}.9.2.3.1.3"), column("bank_load", f"{RPDU2}.8.3.1.5", 0.1)),
    ),
    Case(
        "ssd_apc-7902b",
        "apc_rpdu",
        (at("power_w", f"{RPDU}.1.16.0", 1),),
        (column("outlet", f"{RPDU}.3.5.1.1.4", None, n1=True, n2=False), column("label", f"{RPDU}.3.5.1.1.2"),
         column("feed_load", f"{RPDU}.2.3.1.1.2", 0.1), column("feed_bank", f"{RPDU}.2.3.1.1.5", 1)),
    ),
    Case(
        "ssd_apc-8932",
        "apc_rpdu2",
        (at("power_w", f"{RPDU2}.4.3.1.5.1", 10), at("energy", f"{RPDU2}.4.3.1.9.1", 0.1),
         at("voltage", f"{RPDU2}.6.3.1.6.1", 1, 1)),
        (column("label", f"{RPDU2}.9.2.3.1.3"), column("bank_load", f"{RPDU2}.8.3.1.5", 0.1)),
    ),
    Case(
        "ssd_apc-8932",
        "apc_rpdu",
        (at("power_w", f"{RPDU}.1.16.0", 1),),
        (column("outlet", f"{RPDU}.3.5.1.1.4", None, n1=True, n2=False), column("label", f"{RPDU}.3.5.1.1.2"),
         column("feed_load", f"{RPDU}.2.3.1.1.2", 0.1)),
    ),
)  # fmt: skip

NOT_COVERED = {
    "cyberpower": "CyberPower's own UPS objects (CPS-MIB 1.1.1)",
    "dell-rpdu": "Dell's own tree (674.10903.200)",
    "dell-ups_rack3750w": "Dell's own tree (674.10902); of RFC 1628 it has one object",
    "eatonpdu_dbq": "an older tree of Eaton's (534.6.6.6)",
    "eatonups": "XUPS-MIB (534.1)",
    "gude-epc_1202": "Gude's own tree (28507)",
    "hpe-mapdu_pdu2": "HPE's own tree (232.165.7)",
    "iboot_pdu8-2n15": "Dataprobe's own tree (1418)",
    "ict-pdu": "ICT's own tree (39145)",
    "poweralert_pdu": "Tripp Lite's own tree (850)",
    "schleifenbauer": "Schleifenbauer's own tree (31034)",
    "vertiv-pdu_mg02e4w1": "Vertiv's own tree (21239)",
}
"""Recordings of devices for which there is no driver, and why."""
