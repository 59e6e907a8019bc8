"""Users, tokens and sessions in the database: plain functions over a connection, for `Journal.read` and
`Journal.write`, and for commands that work on a stopped service's data.

Importing this loads SQLAlchemy; what runs in the loop uses `people` instead. Secrets are kept hashed only.
Nobody is deleted: a user is disabled, a token revoked, so that old lines of the journal still name
somebody.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from controller.record import schema
from controller.record.lines import moment, written
from controller.record.passwords import TOKEN_MARK, digest, new_secret

ROLES = ("viewer", "operator", "lead", "helpdesk", "clerk", "engineer", "admin")
SESSION = timedelta(hours=12)

_users, _tokens, _sessions = schema.users.c, schema.tokens.c, schema.sessions.c


class Taken(ValueError):
    """There is already a user or token of this name."""


class Unknown(LookupError):
    """There is no such user or token."""


@dataclass(frozen=True, slots=True)
class User:
    """A person's account."""

    name: str
    role: str
    created: datetime
    disabled: datetime | None


@dataclass(frozen=True, slots=True)
class Token:
    """A program's account; its secret was shown once, when it was made."""

    name: str
    role: str
    created: datetime
    revoked: datetime | None


def add_user(connection: Connection, name: str, role: str, kept: str, at: datetime) -> User:
    """Add a user with a password already hashed; raises `Taken`, or ValueError for a role there is not."""
    row = {"name": _name(name), "role": _role(role), "password": kept, "created": written(at)}
    try:
        with connection.begin_nested():
            connection.execute(insert(schema.users), row)
    except IntegrityError:
        raise Taken(f"there is already a user {name!r}") from None
    return User(name, role, at, None)


def users(connection: Connection) -> list[User]:
    """All users, also the disabled: the complete list, there are no hidden ones."""
    return [_user(row) for row in connection.execute(select(schema.users).order_by(_users.name))]


def find_user(connection: Connection, name: str) -> User:
    """A user of this name, also a disabled one; raises `Unknown`."""
    row = connection.execute(select(schema.users).where(_users.name == name)).first()
    if row is None:
        raise Unknown(f"there is no {name!r}")
    return _user(row)


def password_of(connection: Connection, name: str) -> str | None:
    """The kept hash of a user who may log in, else None."""
    wanted = select(_users.password).where(_users.name == name, _users.disabled.is_(None))
    found = connection.execute(wanted).scalar()
    return None if found is None else str(found)


def set_password(connection: Connection, name: str, kept: str) -> None:
    """Give a user another password, already hashed, and end all sessions opened with the old one."""
    _changed(connection, update(schema.users).where(_users.name == name).values(password=kept), name)
    end_sessions(connection, name)


def set_role(connection: Connection, name: str, role: str) -> None:
    """Give a user another role; sessions opened with the old one end."""
    _changed(connection, update(schema.users).where(_users.name == name).values(role=_role(role)), name)
    end_sessions(connection, name)


def disable_user(connection: Connection, name: str, at: datetime) -> None:
    """End a user's sessions and let the user open no more."""
    _changed(connection, update(schema.users).where(_users.name == name).values(disabled=written(at)), name)
    end_sessions(connection, name)


def add_token(connection: Connection, name: str, role: str, at: datetime) -> str:
    """Add a token and return its secret, which is not kept and cannot be shown again; raises as `add_user`
    does.
    """
    secret = new_secret(TOKEN_MARK)
    row = {"name": _name(name), "role": _role(role), "secret": digest(secret), "created": written(at)}
    try:
        with connection.begin_nested():
            connection.execute(insert(schema.tokens), row)
    except IntegrityError:
        raise Taken(f"there is already a token {name!r}") from None
    return secret


def tokens(connection: Connection) -> list[Token]:
    """All tokens, also the revoked."""
    return [_token(row) for row in connection.execute(select(schema.tokens).order_by(_tokens.name))]


def find_token(connection: Connection, secret: str) -> Token | None:
    """The token of this secret, unless it is revoked."""
    wanted = select(schema.tokens).where(_tokens.secret == digest(secret), _tokens.revoked.is_(None))
    row = connection.execute(wanted).first()
    return _token(row) if row else None


def revoke_token(connection: Connection, name: str, at: datetime) -> None:
    """From now on the secret opens nothing."""
    _changed(connection, update(schema.tokens).where(_tokens.name == name).values(revoked=written(at)), name)


def open_session(connection: Connection, name: str, at: datetime, lasts: timedelta = SESSION) -> str:
    """Open a session for a user and return its cookie; sessions that have ended are swept out."""
    secret = new_secret()
    connection.execute(delete(schema.sessions).where(_sessions.ends <= written(at)))
    row = {"secret": digest(secret), "user": name, "opened": written(at), "ends": written(at + lasts)}
    connection.execute(insert(schema.sessions), row)
    return secret


def find_session(connection: Connection, secret: str, at: datetime) -> User | None:
    """Whose session this is, unless it has ended or its user is disabled."""
    wanted = (
        select(schema.users)
        .join(schema.sessions, _sessions.user == _users.name)
        .where(_sessions.secret == digest(secret), _sessions.ends > written(at), _users.disabled.is_(None))
    )
    row = connection.execute(wanted).first()
    return _user(row) if row else None


def end_session(connection: Connection, secret: str) -> None:
    """Log out."""
    connection.execute(delete(schema.sessions).where(_sessions.secret == digest(secret)))


def end_sessions(connection: Connection, name: str) -> None:
    """Log a user out everywhere."""
    connection.execute(delete(schema.sessions).where(_sessions.user == name))


def _changed(connection: Connection, change: object, name: str) -> None:
    if connection.execute(change).rowcount == 0:  # type: ignore[call-overload]
        raise Unknown(f"there is no {name!r}")


def _role(role: str) -> str:
    if role not in ROLES:
        raise ValueError(f"no role {role!r}: it is one of {', '.join(ROLES)}")
    return role


def _name(name: str) -> str:
    if not name or len(name) > 64 or not name.isprintable() or name != name.strip():
        raise ValueError(f"not a name: {name!r} (1 to 64 printable characters, no space at the ends)")
    return name


def _user(row: "Row[tuple[object, ...]]") -> User:
    return User(row.name, row.role, moment(row.created), moment(row.disabled) if row.disabled else None)


def _token(row: "Row[tuple[object, ...]]") -> Token:
    return Token(row.name, row.role, moment(row.created), moment(row.revoked) if row.revoked else None)
