"""The process that makes a PDF: a page comes in on standard input, the PDF goes out. Our own style sheet is
named on the command line; nothing else is fetched, whatever stands in the page.
"""

import sys
from pathlib import Path

UNABLE = 3
"""What it ends with where the library is missing, or the system's Pango that it loads."""


def main(css: str) -> int:
    """Make one."""
    try:
        from weasyprint import CSS, HTML
        from weasyprint.urls import URLFetcher
    except (ImportError, OSError):
        return UNABLE
    nowhere, style = URLFetcher(allowed_protocols=()), Path(css)
    sheets = [CSS(string=style.read_text(encoding="utf-8"), url_fetcher=nowhere)] if style.exists() else []
    page = HTML(string=sys.stdin.buffer.read().decode(), base_url="paper:///", url_fetcher=nowhere)
    sys.stdout.buffer.write(page.write_pdf(stylesheets=sheets))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
