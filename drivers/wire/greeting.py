"""What the two halves of a greeting may yield; they stand side by side in the driver.

A greeting is a generator. It yields what to say and is resumed with the next frame heard:

    "text"              say it, wait for a frame
    Secret(text, shown) say it, show `shown` in the trace
    Aside(text)         say it and go on at once (resumed with None)
    Pause(seconds)      wait for a frame, or for so many seconds of silence (resumed with None)
    None                wait for a frame

Ours takes the credentials; it may return a text that goes before every later request (a digest), and raises
NotAuthorised where the password was not accepted, and whatever frame it hears is also read as news. Where
a device hangs up after each answer, the credentials of every later greeting hold `again`. The
device's takes credentials, session (its memory of this connection, a dict) and look; it returns a frame to be
treated as the first request, or None. `session["prefix"]` is stripped from later frames.
"""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from typing import Any

from drivers.wire.talk import Look


@dataclass(frozen=True)
class Secret:
    """A frame that the trace must not show."""

    text: str
    shown: str = "••••"


@dataclass(frozen=True)
class Aside:
    """A frame said without waiting for an answer."""

    text: str


@dataclass(frozen=True)
class Pause:
    """Go on with the next frame, or with None after so many seconds of silence."""

    seconds: float


Yielded = str | Secret | Aside | Pause | None
Credentials = Mapping[str, str]
Memory = dict[str, Any]
Greeting = Generator[Yielded, str | None, str | None]
Greet = Callable[[Credentials], Generator[Yielded, str | None, Any]]
Welcome = Callable[[Credentials, Memory, Look], Greeting]
