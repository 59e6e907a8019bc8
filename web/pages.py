"""The page's own files. Names under assets/ hold a hash of their content and never change; index.html always
may.
"""

import asyncio
import gzip
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from aiohttp import hdrs, web

from web.problems import Problem
from web.routing import Call, Route

STATIC = Path(__file__).with_name("static")
TYPES = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".png": "image/png",
    ".woff2": "font/woff2",
}
PACKED = (".js", ".css", ".html", ".svg", ".json")
HASHED = "assets/"
ALWAYS = "no-cache"
FOR_EVER = "public, max-age=31536000, immutable"
MISSING = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Auditorium</title></head><body>
<h1>页面尚未构建</h1>
<p>控制服务在运行，接口可用，但网页文件不在。本机需要 Node.js 20 或更新版本：</p>
<pre>cd web/ui
npm ci
npm run build</pre>
<p>或者让 uv 重新构建：<code>uv sync --reinstall-package auditorium</code>，然后刷新本页。</p>
<h1 lang="en">The page has not been built</h1>
<p lang="en">The service runs and its API answers, but the files of the page are not here. With Node.js 20 or
newer, type the three lines above, or let uv build it: <code>uv sync --reinstall-package auditorium</code>;
then reload.</p>
</body></html>
"""


async def page(call: Call[None, None]) -> web.StreamResponse:
    """One file; whatever has no dot in its name is the page itself."""
    path = call.path("path") or "index.html"
    name = path if "." in path.rpartition("/")[2] else "index.html"
    found = await asyncio.to_thread(_read, name)
    if found is None and name == "index.html":  # nobody found a node when this was installed
        return web.Response(
            text=MISSING, content_type="text/html", status=503, headers={"Cache-Control": "no-store"}
        )
    if found is None:
        raise Problem(404, "not_found")
    return _file(name, found, "gzip" in call.request.headers.get(hdrs.ACCEPT_ENCODING, ""))


def _file(name: str, file: "File", packed: bool) -> web.Response:
    lasting = FOR_EVER if name.startswith(HASHED) else ALWAYS
    headers = {"Cache-Control": lasting, "Vary": "Accept-Encoding"}
    if packed and file.packed:
        headers["Content-Encoding"] = "gzip"
    response = web.Response(body=file.packed if packed and file.packed else file.plain, headers=headers)
    response.content_type = TYPES.get(Path(name).suffix, "application/octet-stream")
    if response.content_type.startswith("text/"):
        response.charset = "utf-8"
    return response


@dataclass(frozen=True, slots=True)
class File:
    """A file as it is, and packed, where that is worth it."""

    plain: bytes
    packed: bytes = b""


def _read(name: str) -> File | None:
    """The file; those of hashed names are kept."""
    return _kept(name) if name.startswith(HASHED) else _fresh(name)


@lru_cache(64)
def _kept(name: str) -> File | None:
    return _fresh(name)


def _fresh(name: str) -> File | None:
    if "\0" in name or len(name) > 200:
        return None
    file = (STATIC / name).resolve()
    if not file.is_relative_to(STATIC.resolve()) or not file.is_file():
        return None
    plain = file.read_bytes()
    return File(plain, gzip.compress(plain, 6) if len(plain) > 1024 and file.suffix in PACKED else b"")


PATH = "/{path:(?!api/|healthz|readyz|metrics).*}"
ROUTES = (Route("GET", PATH, "public", page, "The page.", raw=True, quick=True, shown=False),)
