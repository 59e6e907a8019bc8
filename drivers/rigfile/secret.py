"""Secrets of the file: written as `${NAME}`, or kept in a file of their own; never printed."""

from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, SecretStr, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

LONGEST = 4096


def _from_file(name: Any, info: ValidationInfo) -> Any:
    """What stands in the file `name`, beside the hall's own file unless the path is absolute."""
    if not isinstance(name, str):
        return name
    folder = Path((info.context or {}).get("folder", "."))
    try:
        text = (folder / name).read_text(encoding="utf-8")[:LONGEST]
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "UTF-8"
        raise PydanticCustomError("secret_file", "{reason}", {"reason": reason}) from None
    return SecretStr(text.rstrip("\r\n"))


SecretFile = Annotated[
    SecretStr,
    BeforeValidator(_from_file),
    WithJsonSchema({"type": "string", "description": "a file that holds the secret; first line counts"}),
]
