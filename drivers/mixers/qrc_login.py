"""How a conversation with a Q-SYS Core begins: it says how it runs, and, where it asks for one, has a logon.

Source: QSC QRC commands, "Logon" and "EngineStatus".
"""

import json

from drivers.errors import NotAuthorised
from drivers.points import Value
from drivers.wire.greeting import Aside, Credentials, Greeting, Memory, Secret
from drivers.wire.talk import Look

LOGON = {"code": 10, "message": "Logon required"}


def engine_status(look: Look) -> dict[str, Value]:
    """How the Core says that it runs."""
    keys = {
        "State": "engine", "DesignName": "design", "DesignCode": "design_code",
        "IsRedundant": "redundant", "IsEmulator": "emulator",
    }  # fmt: skip
    return {name: look(key, ()) for name, key in keys.items()}


def greet(login: Credentials) -> Greeting:
    """Our half: log on, where the hall's file has a password, and wait for the answer to that alone."""
    if not login.get("password"):
        return None
    params = {"User": login.get("user", ""), "Password": login["password"]}
    said = {"jsonrpc": "2.0", "method": "Logon", "params": params, "id": 0}
    heard = yield Secret(
        json.dumps(said), '{"method": "Logon", "params": {"User": "••••", "Password": "••••"}}'
    )
    while (answer := _message(heard)).keys().isdisjoint(("result", "error")):
        heard = yield None
    if "error" in answer:
        raise NotAuthorised("password", "the Core did not accept user and password")
    return None


def welcome(login: Credentials, memory: Memory, look: Look) -> Greeting:
    """The device's half: its state at once; with a password, nothing but a logon is answered before it."""
    yield Aside(json.dumps({"method": "EngineStatus", "params": engine_status(look)}))
    if not login.get("password"):
        return None
    said: str | None = None
    while True:
        asked = _message((yield said))
        params = asked.get("params")
        right = asked.get("method") == "Logon" and isinstance(params, dict) and (
            params.get("Password") == login["password"]
        )  # fmt: skip
        reply = {"result": True} if right or asked.get("method") == "NoOp" else {"error": LOGON}
        said = json.dumps({"id": asked.get("id"), **reply})
        if right:
            yield Aside(said)
            return None


def _message(text: str | None) -> dict[str, Value]:
    try:
        found = json.loads(text or "")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
