"""Lines that a device understands from others, and that our side never says."""

from typing import Any

from drivers.wire.forms import NOTHING, Bound, Reading
from drivers.wire.grammar import Grammar
from drivers.wire.sentences import Spoken
from drivers.wire.sizes import Sizes


class Heard:
    """As the `say` of a Session: a line that other controllers say, and we never do."""

    def __init__(self, text: str) -> None:
        self.texts = (text,)

    def bind(self, grammar: Grammar) -> Spoken:
        """As any line, but mute."""
        said = _Mute(grammar.line(self.texts[0]).said)
        return Spoken(said, (said,))


class _Mute:
    """A form that is heard; everything but its mouth is the form's own."""

    def __init__(self, form: Any) -> None:
        self._form = form

    def __getattr__(self, name: str) -> Any:
        return getattr(self._form, name)

    def read(self, frame: str, sizes: Sizes, bound: Bound = NOTHING) -> Reading | None:
        """As the form reads it."""
        reading = self._form.read(frame, sizes, bound)
        return None if reading is None else Reading(self, reading.fields, reading.events, reading.skipped)

    def say(self, look: object, bound: Bound, sizes: Sizes) -> None:
        """Never."""

    def order(self, wishes: object, bound: Bound, sizes: Sizes) -> None:
        """Never."""
