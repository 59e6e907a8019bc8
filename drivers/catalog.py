"""Every driver by name: ours, and those of installed packages (entry points of group "auditorium.drivers").

A name is a place, "module:attribute"; a driver is imported when it is asked for, and not before.
"""

from functools import cache
from importlib import import_module
from importlib.metadata import entry_points

from drivers.wire.driver import Driver

OURS = {
    "allen_heath_qu": "drivers.mixers.allen_heath_qu:ALLEN_HEATH_QU",
    "allen_heath_sq": "drivers.mixers.allen_heath_sq:ALLEN_HEATH_SQ",
    "apc_ats": "drivers.power.apc_more:APC_ATS",
    "apc_easy_pdu": "drivers.power.apc_more:APC_EASY_PDU",
    "apc_masterswitch": "drivers.power.apc_more:APC_MASTERSWITCH",
    "apc_rpdu": "drivers.power.apc:APC_RPDU",
    "apc_rpdu2": "drivers.power.apc:APC_RPDU2",
    "apc_ups": "drivers.power.apc_ups:APC_UPS",
    "artnet": "drivers.lighting.dmx:ARTNET",
    "barco_pulse": "drivers.projectors.barco_pulse:BARCO_PULSE",
    "blackbird": "drivers.switchers.blackbird:BLACKBIRD",
    "blackbird_no_ir": "drivers.switchers.blackbird:BLACKBIRD_NO_IR",
    "christie": "drivers.projectors.christie:CHRISTIE",
    "christie_cinema": "drivers.projectors.christie:CHRISTIE_CINEMA",
    "cyberpower_epdu": "drivers.power.cyberpower:CYBERPOWER_EPDU",
    "cyberpower_epdu2": "drivers.power.cyberpower:CYBERPOWER_EPDU2",
    "eaton_epdu": "drivers.power.eaton_epdu:EATON_EPDU",
    "epson": "drivers.projectors.epson:EPSON",
    "epson_serial": "drivers.projectors.epson:EPSON_SERIAL",
    "eos": "drivers.lighting.eos:EOS",
    "eos_udp": "drivers.lighting.eos:EOS_UDP",
    "extron_sis": "drivers.switchers.extron_sis:EXTRON_SIS",
    "generic": "drivers.generic.driver:GENERIC",
    "kramer": "drivers.switchers.kramer:KRAMER",
    "kramer_vid": "drivers.switchers.kramer:KRAMER_VID",
    "kramer_x": "drivers.switchers.kramer:KRAMER_X",
    "lightware_lw2": "drivers.switchers.lightware_lw2:LW2",
    "lightware_lw3": "drivers.switchers.lightware_lw3:LW3",
    "lightware_mx2": "drivers.switchers.lightware_lw3:LW3_MX2",
    "lightware_mxfr": "drivers.switchers.lightware_lw2:LW2_FR",
    "modbus_relays": "drivers.power.modbus:TCP",
    "modbus_relays_rtu": "drivers.power.modbus:RTU",
    "nec": "drivers.projectors.nec:NEC",
    "nec_old": "drivers.projectors.nec:NEC_OLD",
    "nti_xl2": "drivers.instruments.nti_xl2:NTI_XL2",
    "panasonic": "drivers.projectors.panasonic:PANASONIC",
    "panasonic_prolonged": "drivers.projectors.panasonic:PANASONIC_PROLONGED",
    "panasonic_serial": "drivers.projectors.panasonic:PANASONIC_SERIAL",
    "nut": "drivers.power.nut:NUT",
    "pjlink": "drivers.projectors.pjlink:PJLINK",
    "pjlink_class1": "drivers.projectors.pjlink:PJLINK_1",
    "qrc": "drivers.mixers.qrc:QRC",
    "racklink": "drivers.power.racklink:RACKLINK",
    "raritan_pdu2": "drivers.power.raritan:RARITAN_PDU2",
    "scpi": "drivers.instruments.scpi:SCPI",
    "scpi_mains": "drivers.instruments.scpi_mains:SCPI_MAINS",
    "scpi_spectrum": "drivers.instruments.scpi_spectrum:SCPI_SPECTRUM",
    "sacn": "drivers.lighting.dmx:SACN",
    "sennheiser_ew": "drivers.wireless.sennheiser_mcp:EW_MCP",
    "sennheiser_ewdx": "drivers.wireless.sennheiser:EWDX",
    "sentry3": "drivers.power.sentry3:SENTRY3",
    "sentry4": "drivers.power.sentry4:SENTRY4",
    "shure_axient": "drivers.wireless.shure_axient:AXIENT",
    "shure_mxa": "drivers.wireless.shure_mxa:MXA",
    "shure_qlxd": "drivers.wireless.shure:QLXD",
    "shure_slxd": "drivers.wireless.shure:SLXD",
    "shure_ulxd": "drivers.wireless.shure:ULXD",
    "sony_adcp": "drivers.projectors.sony_adcp:SONY_ADCP",
    "sony_adcp_serial": "drivers.projectors.sony_adcp:SONY_ADCP_SERIAL",
    "soundcraft_ui12": "drivers.mixers.soundcraft_ui:SOUNDCRAFT_UI12",
    "soundcraft_ui16": "drivers.mixers.soundcraft_ui:SOUNDCRAFT_UI16",
    "soundcraft_ui24": "drivers.mixers.soundcraft_ui:SOUNDCRAFT_UI24",
    "tesira": "drivers.mixers.tesira:TESIRA",
    "tesira_serial": "drivers.mixers.tesira:TESIRA_SERIAL",
    "ups_rfc1628": "drivers.power.ups_rfc1628:UPS_RFC1628",
    "videohub": "drivers.switchers.videohub:VIDEOHUB",
    "waveshare_relays": "drivers.power.modbus:WAVESHARE_RTU",
    "x32": "drivers.mixers.x32:X32",
    "xair": "drivers.mixers.x32:XAIR",
    "yamaha_cl": "drivers.mixers.yamaha:YAMAHA_CL",
    "yamaha_dm3": "drivers.mixers.yamaha:YAMAHA_DM3",
    "yamaha_dm7": "drivers.mixers.yamaha:YAMAHA_DM7",
    "yamaha_rio": "drivers.mixers.yamaha:YAMAHA_RIO",
    "yamaha_rivage": "drivers.mixers.yamaha:YAMAHA_RIVAGE",
    "yamaha_tf": "drivers.mixers.yamaha:YAMAHA_TF",
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
