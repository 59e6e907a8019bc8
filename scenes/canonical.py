"""One order of keys for whatever a scene says: the record keeps none, and versions differ by their words."""

from collections.abc import Mapping
from typing import Any

from controller.record.failpoints import planted

ORDER = (
    *("name", "zh", "en", "about", "icon", "holds", "reasserts", "params"),
    *("values", "range", "unit", "default", "steps"),
    *("set", "wait", "invoke", "show", "scene", "together", "in_turn"),
    *("action", "to", "on", "carries", "args", "param", "within", "retries", "vital", "on_fail"),
)
"""As people write them; whatever else there is follows by its name."""
_PLACES = {key: place for place, key in enumerate(ORDER)}


def canonical(said: Any) -> Any:
    """The same, with its keys in that order, and as the record would give it back."""
    if planted("versions_keep_the_order_of_their_file"):
        return said
    if isinstance(said, Mapping):
        return {str(key): canonical(said[key]) for key in sorted(said, key=_place)}
    return [canonical(one) for one in said] if isinstance(said, list | tuple) else said


def _place(key: object) -> tuple[int, str]:
    return _PLACES.get(str(key), len(ORDER)), str(key)
