"""What goes wrong on the way to an answer, as `application/problem+json` (RFC 9457) with words in both
languages.

`title` and `detail` are texts in the language the client asks for; `sentence` holds both, for a page whose
reader may switch; `code` is for programs, and `errors` names every member that was wrong.
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from web.words import Words, say, words

MEDIA = "application/problem+json"


class Problem(Exception):
    """Raised anywhere in the web floor; the door turns it into the answer."""

    def __init__(
        self,
        status: int,
        code: str,
        sentence: object = None,
        errors: Sequence[Mapping[str, Any]] = (),
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        """`sentence`: what `web.words.words` takes; left out, the message `problem.<code>`."""
        super().__init__(code)
        self.status, self.code = status, code
        self.sentence: Words = say(f"problem.{code}") if sentence is None else words(sentence)
        self.errors, self.headers, self.more = errors, dict(headers or {}), more

    def body(self, lang: str = "en") -> dict[str, Any]:
        """The JSON of it."""
        found: dict[str, Any] = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.sentence[lang],
            "code": self.code,
            "sentence": self.sentence,
        }
        return found | ({"errors": list(self.errors)} if self.errors else {}) | self.more


def spoken(accept_language: str) -> str:
    """`zh` or `en`: the first of the two that an Accept-Language header names."""
    for part in accept_language.lower().split(","):
        tag = part.strip().partition(";")[0][:2]
        if tag in ("zh", "en"):
            return tag
    return "en"
