"""How a RackLink connection begins: user and password in one message over TCP; on a serial line nothing.

Source: Middle Atlantic RackLink control protocol, "Login".
"""

from drivers.errors import NotAuthorised
from drivers.wire.greeting import Aside, Credentials, Greeting, Memory, Secret
from drivers.wire.talk import Look

ACCEPTED, REFUSED = "00 02 10 01", "00 02 10 00"
LOGIN, PONG, LOGIN_FIRST = "00 02 01", "00 01 10", "00 10 10 08"


def _login(credentials: Credentials) -> str:
    said = f"{credentials.get('user') or 'user'}|{credentials.get('password', '')}"
    return f"{LOGIN} {said.encode('latin-1', 'replace').hex(' ').upper()}"


def greet(credentials: Credentials) -> Greeting:
    """Our half: say who we are, where the hall's file does, and wait for the answer to that alone."""
    if not credentials.get("password"):
        return None
    answer = yield Secret(_login(credentials), f"{LOGIN} ••••")
    while answer is None or not answer.startswith("00 02 10"):
        if answer == LOGIN_FIRST:
            break
        answer = yield None
    if answer != ACCEPTED:
        raise NotAuthorised("password", "the sequencer did not accept user and password")
    return None


def welcome(credentials: Credentials, memory: Memory, look: Look) -> Greeting:
    """The device's half: nothing is done before the login, and a wrong one may be followed by a right one."""
    if not credentials.get("password"):
        return None
    heard = yield None
    while heard != _login(credentials):
        if heard == PONG:
            heard = yield None
        else:
            heard = yield REFUSED if str(heard).startswith(LOGIN) else LOGIN_FIRST
    yield Aside(ACCEPTED)
    return None
