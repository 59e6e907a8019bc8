"""Accounts and tokens of a running service, as its administrator sees and changes them.

What changes is on record with the name of who did it, and holds at once: sessions and sockets that were
opened with an old password, role or token end here and now.
"""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from controller.clock import Clock
from controller.record import failpoints, passwords
from controller.record.journal import Journal
from controller.record.passwords import WeakPassword
from web.jsons import stamp
from web.problems import Problem
from web.roles import Identity

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from controller.record.accounts import Token, User
    from web.sessions import Gate

T = TypeVar("T")
ASKED = "account.asked"


class Staff:
    """Speaks for the accounts of one service; every refusal is a Problem."""

    def __init__(self, journal: Journal, clock: Clock, gate: "Gate") -> None:
        self._journal, self._clock, self._gate = journal, clock, gate

    async def users(self) -> list[dict[str, Any]]:
        """All accounts."""
        from controller.record import accounts

        return [_user(one) for one in await self._journal.read(accounts.users)]

    async def tokens(self) -> list[dict[str, Any]]:
        """All tokens, without their secrets."""
        from controller.record import accounts

        return [_token(one) for one in await self._journal.read(accounts.tokens)]

    async def add_user(self, name: str, password: str, role: str, who: Identity) -> dict[str, Any]:
        """A new account."""
        from controller.record import accounts

        kept, now = await _hashed(password), self._clock.now()
        change = partial(accounts.add_user, name=name, role=role, kept=kept, at=now)
        made = await self._write(change, "user.added", name, {"role": role}, who)
        return _user(made)

    async def change_user(
        self, name: str, password: str | None, role: str | None, disabled: bool, who: Identity
    ) -> dict[str, Any]:
        """Another password or role, or the end of it; the last administrator stays one."""
        from controller.record import accounts

        kept = None if password is None else await _hashed(password)
        now = self._clock.now()

        def change(connection: "Connection") -> "User":
            if disabled or role not in (None, "admin"):
                _keeps_an_admin(accounts.users(connection), name)
            if kept is not None:
                accounts.set_password(connection, name, kept)
            if role is not None:
                accounts.set_role(connection, name, role)
            if disabled:
                accounts.disable_user(connection, name, now)
            return accounts.find_user(connection, name)

        said = {"password": kept is not None, "role": role, "disabled": disabled}
        made = await self._write(change, "user.changed", name, said, who)
        self._gate.forget(name)
        return _user(made)

    async def add_token(self, name: str, role: str, who: Identity) -> str:
        """A new token's secret."""
        from controller.record import accounts

        now = self._clock.now()
        change = partial(accounts.add_token, name=name, role=role, at=now)
        return await self._write(change, "token.added", name, {"role": role}, who)

    async def revoke_token(self, name: str, who: Identity) -> None:
        """From now on it opens nothing."""
        from controller.record import accounts

        now = self._clock.now()
        change = partial(accounts.revoke_token, name=name, at=now)
        await self._write(change, "token.revoked", name, {}, who)
        self._gate.forget(name)

    async def _write(
        self, change: "Callable[[Connection], T]", kind: str, name: str, said: dict[str, Any], who: Identity
    ) -> T:
        """What is wanted is on record before it is done, and that it was done after: whatever dies between
        the two, nobody has a right that the record does not know of.
        """
        await self._note(ASKED, name, {**said, "what": kind}, who)
        failpoints.hit("account.changing")
        made = await self._changed(change)
        failpoints.hit("account.changed")
        await self._note(kind, name, said, who)
        return made

    async def _changed(self, change: "Callable[[Connection], T]") -> T:
        from controller.record import accounts

        try:
            return await self._journal.write(change)
        except accounts.Taken:
            raise Problem(409, "account_taken") from None
        except accounts.Unknown:
            raise Problem(404, "no_account") from None
        except ValueError:
            raise Problem(422, "account_name") from None

    async def _note(self, kind: str, name: str, data: dict[str, Any], who: Identity) -> None:
        await self._journal.append(kind, name, data, who.name).committed


async def _hashed(password: str) -> str:
    try:
        return await asyncio.to_thread(passwords.hash_password, password)
    except WeakPassword as error:
        raise Problem(422, "weak_password", error.sentence) from None


def _keeps_an_admin(users: "list[User]", name: str) -> None:
    others = [one for one in users if one.role == "admin" and one.disabled is None and one.name != name]
    mine = [one for one in users if one.name == name and one.role == "admin"]
    if mine and not others:
        raise Problem(409, "last_admin")


def _user(one: "User") -> dict[str, Any]:
    shown = {"name": one.name, "role": one.role, "created": stamp(one.created)}
    return shown | {"disabled": stamp(one.disabled)}


def _token(one: "Token") -> dict[str, Any]:
    shown = {"name": one.name, "role": one.role, "created": stamp(one.created)}
    return shown | {"revoked": stamp(one.revoked)}
