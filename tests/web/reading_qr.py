"""A second opinion on QR codes: reads one as a camera's software would, once it has found the square.

It shares nothing with the writer but the standard's tables, which it has in its own words.
"""

WAYS = {1: (16, 1, 10), 2: (28, 1, 16), 3: (44, 1, 26), 4: (64, 2, 18), 5: (86, 2, 24), 6: (108, 4, 16)}
"""By version: data codewords, blocks, check codewords a block (level M)."""


def text_of(rows: list[list[int]]) -> str:
    """What it says. Raises AssertionError where it is no sound code of level M."""
    size = len(rows)
    version = (size - 17) // 4
    for top, left in ((0, 0), (0, size - 7), (size - 7, 0)):
        ring = [[max(abs(r - 3), abs(c - 3)) != 2 for c in range(7)] for r in range(7)]
        assert [[bool(rows[top + r][left + c]) for c in range(7)] for r in range(7)] == ring
    assert all(rows[6][n] == rows[n][6] == (n + 1) % 2 for n in range(8, size - 8))
    level, mask = divmod(_format(rows) >> 10, 8)
    assert level == 0, "level M"
    bits = [rows[r][c] ^ _turns(mask, r, c) for r, c in _zigzag(size) if not _reserved(size, r, c)]
    words = [int("".join(map(str, bits[at : at + 8])), 2) for at in range(0, len(bits) - len(bits) % 8, 8)]
    return _said(_data(words, version))


def _format(rows: list[list[int]]) -> int:
    size = len(rows)
    near = [rows[8][c] for c in (0, 1, 2, 3, 4, 5, 7, 8)] + [rows[r][8] for r in (7, 5, 4, 3, 2, 1, 0)]
    far = [rows[size - 1 - n][8] for n in range(7)] + [rows[8][size - 8 + n] for n in range(8)]
    assert near == far
    value = int("".join(map(str, near)), 2) ^ 0b101010000010010
    rest = value
    for shift in range(4, -1, -1):
        rest ^= (0b10100110111 << shift) * (rest >> (10 + shift) & 1)
    assert rest == 0, "the format's own check"
    return value


def _turns(mask: int, i: int, j: int) -> int:
    found = (
        (i + j) % 2, i % 2, j % 3, (i + j) % 3, (i // 2 + j // 3) % 2,
        (i * j) % 2 + (i * j) % 3, ((i * j) % 2 + (i * j) % 3) % 2, ((i + j) % 2 + (i * j) % 3) % 2,
    )  # fmt: skip
    return int(found[mask] == 0)


def _zigzag(size: int):  # type: ignore[no-untyped-def]
    column, up = size - 1, True
    while column > 0:
        column -= column == 6
        for row in reversed(range(size)) if up else range(size):
            yield row, column
            yield row, column - 1
        column, up = column - 2, not up


def _reserved(size: int, r: int, c: int) -> bool:
    corner = (r < 9 and c < 9) or (r < 9 and c >= size - 8) or (r >= size - 8 and c < 9)
    small = size > 21 and abs(r - (size - 7)) < 3 and abs(c - (size - 7)) < 3
    return corner or small or 6 in (r, c)


def _data(words: list[int], version: int) -> list[int]:
    room, blocks, checks = WAYS[version]
    each = room // blocks
    found: list[int] = []
    for block in range(blocks):
        mine = words[block:room:blocks] + words[room + block : room + blocks * checks : blocks]
        assert len(mine) == each + checks
        for power in range(checks):  # every syndrome of an undamaged block is nought
            value = 0
            for one in mine:
                value = _times(value, _power(power)) ^ one
            assert value == 0, "error correction"
        found += mine[:each]
    return found


def _said(data: list[int]) -> str:
    bits = "".join(f"{one:08b}" for one in data)
    assert bits[:4] == "0100", "bytes"
    length = int(bits[4:12], 2)
    raw = bytes(int(bits[12 + 8 * n : 20 + 8 * n], 2) for n in range(length))
    return raw.decode()


def _times(a: int, b: int) -> int:
    found = 0
    while b:
        found ^= a * (b & 1)
        a, b = (a << 1) ^ (0b100011101 * (a >> 7)), b >> 1
    return found


def _power(n: int) -> int:
    value = 1
    for _ in range(n):
        value = _times(value, 2)
    return value
