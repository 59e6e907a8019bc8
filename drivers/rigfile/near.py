"""Did you mean: the known word nearest to a mistyped one."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: object, known: Iterable[object]) -> str:
    """The one of `known` that `word` was probably meant to be, or "" when none is close."""
    spelled = {str(one).casefold(): str(one) for one in known}
    close = get_close_matches(str(word).casefold(), sorted(spelled), n=1, cutoff=0.6)
    return spelled[close[0]] if close else ""
