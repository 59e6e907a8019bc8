"""Sheets of before what the API gives was what is signed: kept with sentences, signed as they were kept."""

from collections.abc import Mapping
from typing import Any

from scenes.reasons import told
from scenes.sheet import counts
from web.shown import plain
from web.signing import Signer, digest, holds, signed


def renewed(data: Mapping[str, Any], signer: Signer | None) -> dict[str, Any]:
    """Such a sheet as it is shown now. Where the hall's old signature holds, its new one says the same;
    where it does not, there is none.
    """
    mark, signature, key = (str(data.get(name)) for name in ("digest", "signature", "key"))
    genuine = digest(data) == mark and holds(mark, signature, key) and signer is not None
    genuine = genuine and signer is not None and key == signer.public
    items = [{**item, "why": told(item["why"])} for item in data["items"]]
    said = {name: data[name] for name in ("id", "by", "at", "ended")}
    said |= {"state": "done", "why": None, "ticket": data.get("ticket"), "quiet": None, "insisted": False}
    said |= {"items": items, "counts": counts(item["light"] for item in items), "left": []}
    said |= {"put_back": None, "standing": list(data.get("standing", ()))}
    shown: dict[str, Any] = plain(said)
    return signed(shown, signer) if genuine else {**shown, "digest": None, "signature": None, "key": None}
