"""Every sentence the transports have for a wrong address has its Chinese one."""

import ast
import re
from pathlib import Path

import pytest

from controller.hall.address_words import in_chinese
from drivers.transport.address import parse
from drivers.transport.options import OPTIONS

TRANSPORT = Path(__file__).parents[2] / "drivers" / "transport"


def sentences():
    """The text of every ValueError in the modules that read addresses, `1` where a value goes."""
    for name in ("address.py", "options.py"):
        for node in ast.walk(ast.parse((TRANSPORT / name).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ValueError":
                yield from written(node.args[0])


def written(node):
    match node:
        case ast.Constant():
            yield node.value
        case ast.JoinedStr():
            parts = [one.value if isinstance(one, ast.Constant) else "1" for one in node.values]
            yield "".join(parts)
        case ast.BinOp(left=ast.Constant(value=text)):
            yield f"{text}1"


@pytest.mark.parametrize("sentence", sorted(set(sentences())))
def test_every_sentence_has_its_chinese_one(sentence):
    if sentence != "111":  # NAME is WANTED, put together from the others
        assert re.search(r"[\u4e00-\u9fff]", in_chinese(sentence)), sentence


@pytest.mark.parametrize(
    ("address", "chinese"),
    [
        ("http://h", f"地址应以 {', '.join(f'{name}://' for name in OPTIONS)} 之一开头"),
        ("tcp://h", "tcp 地址需要 1 到 65535 的端口：tcp://h:PORT"),
        ("serial:///dev/ttyS0?baud=fast", "baud 应为50 到 4000000 的整数，而不是 'fast'"),
        ("snmp://h?version=4", "version 应为1, 2c, 3 之一，而不是 '4'"),
    ],
)
def test_some_as_they_come(address, chinese):
    with pytest.raises(ValueError, match=r".") as caught:
        parse(address)
    assert in_chinese(str(caught.value)) == chinese
