"""Every driver by name: ours, and those of installed packages (entry points of group "auditorium.drivers").

A name is a place, "module:attribute"; a driver is imported when it is asked for, and not before.
"""

from functools import cache
from importlib import import_module
from importlib.metadata import entry_points

from drivers.wire.driver import Driver

OURS = {
    "allen_heath_qu": "drivers.allen_heath_qu:ALLEN_HEATH_QU",
    "allen_heath_sq": "drivers.allen_heath_sq:ALLEN_HEATH_SQ",
    "apc_ats": "drivers.apc_more:APC_ATS",
    "apc_easy_pdu": "drivers.apc_more:APC_EASY_PDU",
    "apc_masterswitch": "drivers.apc_more:APC_MASTERSWITCH",
    "apc_rpdu": "drivers.apc:APC_RPDU",
    "apc_rpdu2": "drivers.apc:APC_RPDU2",
    "apc_ups": "drivers.apc_ups:APC_UPS",
    "artnet": "drivers.dmx:ARTNET",
    "barco_pulse": "drivers.barco_pulse:BARCO_PULSE",
    "blackbird": "drivers.blackbird:BLACKBIRD",
    "blackbird_no_ir": "drivers.blackbird:BLACKBIRD_NO_IR",
    "christie": "drivers.christie:CHRISTIE",
    "christie_cinema": "drivers.christie:CHRISTIE_CINEMA",
    "cyberpower_epdu": "drivers.cyberpower:CYBERPOWER_EPDU",
    "cyberpower_epdu2": "drivers.cyberpower:CYBERPOWER_EPDU2",
    "eaton_epdu": "drivers.eaton_epdu:EATON_EPDU",
    "epson": "drivers.epson:EPSON",
    "epson_serial": "drivers.epson:EPSON_SERIAL",
    "eos": "drivers.eos:EOS",
    "eos_udp": "drivers.eos:EOS_UDP",
    "extron_sis": "drivers.extron_sis:EXTRON_SIS",
    "generic": "drivers.generic.driver:GENERIC",
    "kramer": "drivers.kramer:KRAMER",
    "kramer_vid": "drivers.kramer:KRAMER_VID",
    "kramer_x": "drivers.kramer:KRAMER_X",
    "lightware_lw2": "drivers.lightware_lw2:LW2",
    "lightware_lw3": "drivers.lightware_lw3:LW3",
    "lightware_mx2": "drivers.lightware_lw3:LW3_MX2",
    "lightware_mxfr": "drivers.lightware_lw2:LW2_FR",
    "modbus_relays": "drivers.modbus:TCP",
    "modbus_relays_rtu": "drivers.modbus:RTU",
    "nec": "drivers.nec:NEC",
    "nec_old": "drivers.nec:NEC_OLD",
    "nti_xl2": "drivers.nti_xl2:NTI_XL2",
    "panasonic": "drivers.panasonic:PANASONIC",
    "panasonic_prolonged": "drivers.panasonic:PANASONIC_PROLONGED",
    "panasonic_serial": "drivers.panasonic:PANASONIC_SERIAL",
    "nut": "drivers.nut:NUT",
    "pjlink": "drivers.pjlink:PJLINK",
    "pjlink_class1": "drivers.pjlink:PJLINK_1",
    "qrc": "drivers.qrc:QRC",
    "racklink": "drivers.racklink:RACKLINK",
    "raritan_pdu2": "drivers.raritan:RARITAN_PDU2",
    "scpi": "drivers.scpi:SCPI",
    "scpi_mains": "drivers.scpi_mains:SCPI_MAINS",
    "scpi_spectrum": "drivers.scpi_spectrum:SCPI_SPECTRUM",
    "sacn": "drivers.dmx:SACN",
    "sennheiser_ew": "drivers.sennheiser_mcp:EW_MCP",
    "sennheiser_ewdx": "drivers.sennheiser:EWDX",
    "sentry3": "drivers.sentry3:SENTRY3",
    "sentry4": "drivers.sentry4:SENTRY4",
    "shure_axient": "drivers.shure_axient:AXIENT",
    "shure_mxa": "drivers.shure_mxa:MXA",
    "shure_qlxd": "drivers.shure:QLXD",
    "shure_slxd": "drivers.shure:SLXD",
    "shure_ulxd": "drivers.shure:ULXD",
    "sony_adcp": "drivers.sony_adcp:SONY_ADCP",
    "sony_adcp_serial": "drivers.sony_adcp:SONY_ADCP_SERIAL",
    "soundcraft_ui12": "drivers.soundcraft_ui:SOUNDCRAFT_UI12",
    "soundcraft_ui16": "drivers.soundcraft_ui:SOUNDCRAFT_UI16",
    "soundcraft_ui24": "drivers.soundcraft_ui:SOUNDCRAFT_UI24",
    "tesira": "drivers.tesira:TESIRA",
    "tesira_serial": "drivers.tesira:TESIRA_SERIAL",
    "ups_rfc1628": "drivers.ups_rfc1628:UPS_RFC1628",
    "videohub": "drivers.videohub:VIDEOHUB",
    "waveshare_relays": "drivers.modbus:WAVESHARE_RTU",
    "x32": "drivers.x32:X32",
    "xair": "drivers.x32:XAIR",
    "yamaha_cl": "drivers.yamaha:YAMAHA_CL",
    "yamaha_dm3": "drivers.yamaha:YAMAHA_DM3",
    "yamaha_dm7": "drivers.yamaha:YAMAHA_DM7",
    "yamaha_rio": "drivers.yamaha:YAMAHA_RIO",
    "yamaha_rivage": "drivers.yamaha:YAMAHA_RIVAGE",
    "yamaha_tf": "drivers.yamaha:YAMAHA_TF",
}
GROUP = "auditorium.drivers"


def names() -> tuple[str, ...]:
    """The name of every driver, sorted; ours come before an installed one of the same name."""
    return tuple(sorted(_places()))


@cache
def get(name: str) -> Driver:
    """The driver called `name`, imported now. KeyError where there is none; TypeError for anything else."""
    module, _, attribute = _places()[name].partition(":")
    driver = getattr(import_module(module), attribute)
    if not isinstance(driver, Driver):
        raise TypeError(f"the driver {name} ({_places()[name]}) is no Driver")
    return driver


@cache
def _places() -> dict[str, str]:
    installed = {point.name: point.value for point in entry_points(group=GROUP)}
    return {**installed, **OURS}
