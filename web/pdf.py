"""A page for paper as a PDF, with the fonts in it, made in a process of its own: that takes seconds, and the
hall is controlled meanwhile. Needs the extra `pdf`, and the system's Pango.
"""

import asyncio
import sys
from importlib.util import find_spec

from web.pages import STATIC
from web.pdf_process import UNABLE
from web.problems import Problem

PATIENCE = 120.0
"""Seconds for a long report."""
PROCESS = "web.pdf_process"
_ONE_AT_A_TIME = asyncio.Semaphore(1)  # a long report takes much memory


def possible() -> bool:
    """Whether the library is installed; whether it can do its work shows when it is asked."""
    return find_spec("weasyprint") is not None


async def pdf(page: str) -> bytes:
    """The same page as a PDF. Raises 501 where it cannot be made here, and 503 where it went wrong."""
    if not possible():
        raise Problem(501, "no_pdf")
    async with _ONE_AT_A_TIME:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", PROCESS, str(STATIC / "print.css")),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            made, _ = await asyncio.wait_for(process.communicate(page.encode()), PATIENCE)
        except TimeoutError:
            raise Problem(503, "pdf_failed") from None
        finally:
            if process.returncode is None:
                process.kill()
    if process.returncode == UNABLE:
        raise Problem(501, "no_pdf")
    if process.returncode != 0:
        raise Problem(503, "pdf_failed")
    return made
