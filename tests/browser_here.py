"""Where this machine's Chromium is."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    """The browser's path: `AUDITORIUM_CHROMIUM` if it is set, else the first known name on the PATH."""
    named = os.environ.get("AUDITORIUM_CHROMIUM")
    if named is not None:
        return shutil.which(named)
    return next(filter(None, map(shutil.which, NAMES)), None)
