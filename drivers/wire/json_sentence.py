"""Sentences that are JSON objects, for devices that speak JSON-RPC."""

from typing import Any


class Json:
    """An object whose "{field}" texts are fields: Json(method="Control.Set", params={"Name": "{channel}"}).

    A whole text "{gain}" is a native JSON value unless the driver spells it; inside a longer text it is
    spelled. A list [one, ...] repeats its one shape. Keys that the shape does not name are ignored in
    hearing.
    """

    def __init__(self, shape: Any = None, /, **keys: Any) -> None:
        self.shape = keys if shape is None else shape

    def bind(self, grammar: Any) -> Any:
        raise NotImplementedError
