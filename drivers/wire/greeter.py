"""Our half of a greeting, and what a side must not show."""

from collections.abc import Mapping

from drivers.errors import NotAuthorised
from drivers.wire.driver import Driver
from drivers.wire.events import Barred, Out, Pausing, Ready
from drivers.wire.greeting import Aside, Pause, Secret, Yielded
from drivers.wire.template import MASK

NOT_UNDERSTOOD = "the device greeted us in a way we do not understand"


class Greeter:
    """Begins a connection; remembers which texts are secret."""

    def __init__(self, driver: Driver, credentials: Mapping[str, str] | None = None) -> None:
        self.driver = driver
        self.credentials = credentials or {}
        self._framing = driver.framing
        self._greeting = driver.greet(self.credentials) if driver.greet else None
        self._secrets = [text for name, text in self.credentials.items() if text and name != "user"]
        self._echo = ""
        self._prefix = ""

    def open(self) -> Out:
        """Begin; without a greeting, Ready is among the events at once."""
        out = Out()
        if self._greeting is None:
            out.events.append(Ready())
        else:
            self._greet(None, out, first=True)
        return out

    def wake(self) -> Out:
        """The silence that Pausing asked for is over."""
        out = Out()
        if self._greeting is not None:
            self._greet(None, out)
        return out

    def _greet(self, frame: str | None, out: Out, first: bool = False) -> None:
        """Let the greeting go on with `frame`; whatever goes wrong in it bars us, and never raises."""
        assert self._greeting is not None  # noqa: S101
        try:
            said = next(self._greeting) if first else self._greeting.send(frame)
            while isinstance(said, Aside):
                self._say(said.text, said.text, out)
                said = next(self._greeting)
            self._yielded(said, out)
        except StopIteration as over:
            self._greeting = None
            self._prefix = over.value if isinstance(over.value, str) else ""
            out.events.append(Ready())
        except NotAuthorised as no:
            self._greeting = None
            out.events.append(Barred(str(no)))
        except (ValueError, LookupError):
            self._greeting = None
            out.events.append(Barred(NOT_UNDERSTOOD))

    def _yielded(self, said: Yielded, out: Out) -> None:
        match said:
            case Pause(seconds=seconds):
                out.events.append(Pausing(seconds))
            case Secret(text=text, shown=shown):
                self._secrets.append(text)
                self._say(text, shown, out)
            case str():
                self._say(said, said, out)

    def _say(self, text: str, shown: str, out: Out) -> None:
        cut = self._framing.login if self._framing.login and self._greeting else self._framing.says
        out.data += cut.wrap(text)
        self._echo = text if self._framing.echo else ""
        out.shown.append((">", self._masked(shown)))

    def _masked(self, text: str) -> str:
        for secret in self._secrets:
            if secret in text:
                text = text.replace(secret, MASK)
        return text
