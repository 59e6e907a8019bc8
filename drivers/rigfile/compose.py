"""From YAML text to a `Document`: positions kept, doubled keys refused, bombs and loops defused."""

from collections.abc import Callable, Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from drivers.rigfile.document import Document
from drivers.rigfile.problems import Path, Problem, RigFileError, Spot
from drivers.rigfile.scalars import scalar

DEEPEST = 40
ROOM = 20_000
"""How many values a file may always grow to by references; a longer one may grow to four times its length."""
TAG = "tag:yaml.org,2002:"
TEXT, MERGE = TAG + "str", TAG + "merge"
TAGS = {
    TAG + name
    for name in ("null", "bool", "int", "float", "str", "timestamp", "seq", "map", "merge", "value")
}


def compose(text: str, file: str, fill: Callable[[str], str] = str) -> Document:
    """Read one YAML 1.2 document; `fill` replaces the `${NAME}` in a text and may raise KeyError(NAME).

    Raises RigFileError with every problem found; nothing else, whatever the text.
    """
    reader = _Reader(file, fill, ROOM + 4 * len(text))
    node = _parsed(text, file)
    value = {} if node is None else reader.read(node, ())
    if reader.problems:
        raise RigFileError(reader.problems)
    return Document(file, value, reader.keys, reader.values)


def _parsed(text: str, file: str) -> Node | None:
    try:
        return YAML(typ="safe", pure=True).compose(text)  # type: ignore[no-any-return]
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        spot = Spot(file, mark.line + 1, mark.column + 1) if mark else Spot(file, 1, 1)
        raise RigFileError([Problem(spot, (), "yaml", {"problem": error.problem or error.context})]) from None
    except ReaderError as error:
        before = text[: error.position]
        spot = Spot(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
        raise RigFileError([Problem(spot, (), "yaml_character")]) from None
    except RecursionError:
        raise RigFileError([Problem(Spot(file, 1, 1), (), "yaml_deep")]) from None
    except (YAMLError, ValueError, ArithmeticError, LookupError, AttributeError, TypeError, AssertionError):
        # what the parser itself trips over in malformed directives, tags and block headers
        raise RigFileError([Problem(Spot(file, 1, 1), (), "yaml", {"problem": "unreadable"})]) from None


def _speakable(text: str) -> bool:
    """Whether a text can be written out again; half a surrogate pair, from an escape, cannot."""
    return text.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in text)


def quoted(node: Node) -> bool:
    """Whether a scalar is text whatever it looks like: in quotes, a block, or plainly a word."""
    return getattr(node, "style", None) is not None or str(node.tag) == TEXT


class _Reader:
    """One walk over the parsed nodes; collects problems rather than stopping at the first."""

    def __init__(self, file: str, fill: Callable[[str], str], largest: int) -> None:
        self.file, self.fill, self.largest = file, fill, largest
        self.keys: dict[Path, Spot] = {}
        self.values: dict[Path, Spot] = {}
        self.problems: list[Problem] = []
        self.open: set[int] = set()
        self.count = 0

    def read(self, node: Node, path: Path) -> Any:
        """The value of a node; what cannot be read becomes None beside its problem."""
        self.values[path] = self.spot(node)
        self.keys.setdefault(path, self.values[path])
        self.count += 1
        if trouble := self.trouble(node):
            self.complain(node, path, trouble)
            return None
        self.open.add(id(node))
        value = self.value(node, path)
        self.open.discard(id(node))
        return value

    def trouble(self, node: Node) -> str | None:
        if id(node) in self.open:
            return "yaml_loop"
        if len(self.open) >= DEEPEST:
            return "yaml_deep"
        if self.count > self.largest:
            return "yaml_large"
        if isinstance(node, ScalarNode) and not _speakable(node.value):
            return "yaml_character"
        return None if str(node.tag) in TAGS else "yaml_tag"

    def value(self, node: Node, path: Path) -> Any:
        match node:
            case MappingNode():
                return self.mapping(node, path)
            case SequenceNode():
                return [self.read(item, (*path, number)) for number, item in enumerate(node.value)]
            case _:
                return self.scalar(node, path)

    def mapping(self, node: MappingNode, path: Path) -> dict[str | int, Any]:
        found: dict[str | int, Any] = {}
        for key, item in self.merged(node):
            found[self.key(key, path)] = item
        own: set[str | int] = set()
        for key, item in self.pairs(node):
            name = self.key(key, path)
            if name in own:
                self.complain(key, (*path, name), "duplicate", name=name)
            own.add(name)
            found[name] = item
            self.keys[(*path, name)] = self.spot(key)
        return {name: self.read(item, (*path, name)) for name, item in found.items()}

    def pairs(self, node: MappingNode) -> Iterator[tuple[Node, Node]]:
        return ((key, item) for key, item in node.value if str(key.tag) != MERGE)

    def merged(self, node: MappingNode) -> Iterator[tuple[Node, Node]]:
        """The pairs that `<<: *other` brings in; what is written out in full wins over them."""
        for key, item in node.value:
            if str(key.tag) == MERGE:
                sources = item.value if isinstance(item, SequenceNode) else [item]
                for source in reversed(sources):
                    yield from self.pairs(source) if isinstance(source, MappingNode) else ()

    def key(self, node: Node, path: Path) -> str | int:
        if not isinstance(node, ScalarNode) or not _speakable(node.value):
            self.complain(node, path, "yaml_key")
            return f"?{node.start_mark.line}:{node.start_mark.column}"
        name = node.value if quoted(node) else scalar(node.value)
        return name if type(name) is int else str(node.value)

    def scalar(self, node: Node, path: Path) -> Any:
        text = node.value
        if "$" not in text:
            return text if quoted(node) else scalar(text)
        try:
            return self.fill(text)
        except KeyError as missing:
            self.complain(node, path, "unset", name=missing.args[0])
            return ""

    def spot(self, node: Node) -> Spot:
        return Spot(self.file, node.start_mark.line + 1, node.start_mark.column + 1)

    def complain(self, node: Node, path: Path, code: str, **params: object) -> None:
        self.problems.append(Problem(self.spot(node), path, code, params))
