"""HTML made text: what a person would read, line by line; scripts, styles and pictures are nothing."""

from html.parser import HTMLParser

_LISTS = frozenset(("table", "tr", "ul", "ol", "li"))
_BLOCKS = _LISTS | {
    "p",
    "div",
    "br",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "section",
    "hr",
    "pre",
}
_UNSEEN = frozenset(("script", "style", "head", "title", "template", "noscript"))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins a line, an item has its dash."""
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag in _BLOCKS:
            self.said.append("\n- " if tag == "li" else "\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """<br/> is a line's end; an element that is closed at once hides nothing."""
        if tag in _BLOCKS:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """A block ends its line."""
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in _BLOCKS and tag != "br":
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        """Words."""
        if not self._unseen:
            self.said.append(" ".join(data.replace("\xa0", " ").split(" ")).replace("\n", " "))


def plain(html: str) -> str:
    """The text of a page, without empty lines in a row."""
    reader = _Reader()
    reader.feed(html[:500_000])
    reader.close()
    lines = [" ".join(line.split()) for line in "".join(reader.said).splitlines()]
    return "\n".join(line for line in lines if line)
