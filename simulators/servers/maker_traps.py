"""Which trap each maker's agent sends when something changed; what it is about goes with it."""

from collections.abc import Callable, Mapping

from drivers.points import Value
from drivers.vocabulary import FAILED, WARNING, LoadState

APC, CPS = "1.3.6.1.4.1.318.0", "1.3.6.1.4.1.3808.0"
RARITAN, EATON = "1.3.6.1.4.1.13742.6.0", "1.3.6.1.4.1.534.6.6.7.0"
SENTRY3, SENTRY4 = "1.3.6.1.4.1.1718.3.100.0", "1.3.6.1.4.1.1718.4.100.0"
UPS = "1.3.6.1.2.1.33.2"
Name = Callable[[Value], str]
"""The OID of the trap that says this value, "" for none."""


def always(oid: str) -> Name:
    """One trap for every change."""
    return lambda value: oid


def either(on: str, off: str) -> Name:
    """One trap for a yes, another for a no."""
    return lambda value: on if value is True else off


def loads(tree: str, low: int) -> Name:
    """Six traps of an APC-like agent: low load and its end, nearly too much, too much, and theirs."""
    raised = {LoadState.LOW: low, LoadState.NEAR: low + 2, LoadState.OVER: low + 4, LoadState.NORMAL: low + 5}
    return lambda value: f"{tree}.{raised[LoadState(str(value))]}" if value is not None else ""


def alarm(value: Value) -> str:
    """RFC 1628: a row was added to the alarm table, or taken out."""
    return f"{UPS}.3" if value in (True, FAILED) else f"{UPS}.4"


TRAPS: Mapping[str, Mapping[str, Name]] = {
    "apc_ats": {
        "source": always(f"{APC}.126"),
        "redundant": either(f"{APC}.128", f"{APC}.127"),
        "overloaded": either(f"{APC}.132", f"{APC}.133"),
    },
    "apc_masterswitch": {"outlet": either(f"{APC}.41", f"{APC}.42")},
    "apc_ups": {
        "on_battery": either(f"{APC}.5", f"{APC}.9"),
        "battery_replace": either(f"{APC}.17", f"{APC}.36"),
        "health": lambda value: f"{APC}.7" if value == WARNING else "",
        "outlet": either(f"{APC}.298", f"{APC}.299"),
    },
    "cyberpower_epdu": {"outlet": either(f"{CPS}.102", f"{CPS}.103"), "load_state": loads(CPS, 124)},
    "cyberpower_epdu2": {"outlet": always(f"{CPS}.409"), "load_state": always(f"{CPS}.407")},
    "eaton_epdu": {
        "outlet": always(f"{EATON}.33"),
        "outlet_state": always(f"{EATON}.32"),
        "bank_state": always(f"{EATON}.22"),
        "breaker": always(f"{EATON}.23"),
        "phase_state": always(f"{EATON}.12"),
    },
    "raritan_pdu2": {
        "outlet": always(f"{RARITAN}.23"),
        "inlet_state": always(f"{RARITAN}.61"),
        "phase_state": always(f"{RARITAN}.62"),
        "outlet_state": always(f"{RARITAN}.63"),
        "breaker": always(f"{RARITAN}.65"),
        "sensor_state": always(f"{RARITAN}.66"),
    },
    "sentry3": {
        "outlet": always(f"{SENTRY3}.6"),
        "infeed_state": always(f"{SENTRY3}.3"),
        "outlet_state": always(f"{SENTRY3}.5"),
    },
    "sentry4": {
        "outlet": always(f"{SENTRY4}.16"),
        "line_state": always(f"{SENTRY4}.8"),
        "outlet_state": always(f"{SENTRY4}.17"),
    },
    "ups_rfc1628": {
        "on_battery": lambda value: f"{UPS}.1" if value is True else "",
        "battery_replace": alarm,
        "health": alarm,
    },
}
