"""Read the devices of a hall's file; what else stands in it is other people's business."""

from collections.abc import Mapping
from dataclasses import replace
from os import environ as ENVIRON
from pathlib import Path as File

from drivers.rigfile.device import Rig
from drivers.rigfile.document import Document
from drivers.rigfile.files import gather
from drivers.rigfile.problems import RigFileError
from drivers.rigfile.validate import validate


def load_rig(path: str | File, environ: Mapping[str, str] = ENVIRON) -> Rig:
    """The devices, nodes and cables of the file at `path` (with `conf.d` beside it).

    Raises RigFileError with every problem in these sections; scenes, limits and accounts are not looked at.
    """
    rig, problems = validate(Rig, things(gather(File(path), environ)))
    if rig is None:
        raise RigFileError(problems)
    return rig


def things(document: Document) -> Document:
    """The document without the sections that are not about devices."""
    kept = {key: value for key, value in document.value.items() if key in Rig.model_fields}
    return replace(document, value=kept)
