"""A short text as a QR code (ISO/IEC 18004): bytes, error correction level M, versions 1 to 6. Pure.

Theory of operation. The text becomes data codewords, cut into blocks; each block gets the remainder of its
division by a generator polynomial over GF(256), so that a reader mends about a seventh of damage. The bits
then fill the square in a zigzag, two columns at a time from the right, around the patterns that every code
has; one of eight masks turns them over, the one that leaves the least that a reader could mistake.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise, zip_longest

BLOCKS = {
    1: (10, (16,)),
    2: (16, (28,)),
    3: (26, (44,)),
    4: (18, (32, 32)),
    5: (24, (43, 43)),
    6: (16, (27,) * 4),
}
"""By version: codewords of error correction a block, and data codewords of each block (level M)."""
MASKS: tuple[Callable[[int, int], int], ...] = (
    lambda r, c: (r + c) % 2,
    lambda r, c: r % 2,
    lambda r, c: c % 3,
    lambda r, c: (r + c) % 3,
    lambda r, c: (r // 2 + c // 3) % 2,
    lambda r, c: r * c % 2 + r * c % 3,
    lambda r, c: (r * c % 2 + r * c % 3) % 2,
    lambda r, c: ((r + c) % 2 + r * c % 3) % 2,
)
"""Where a mask is 0, the bit is turned over."""
FINDER = ("1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111")
LIKE_A_FINDER = ((1, 0, 1, 1, 1, 0, 1, 0, 0, 0, 0), (0, 0, 0, 0, 1, 0, 1, 1, 1, 0, 1))
Square = list[list[int]]
QUIET = 4
"""Light modules around the code."""


def square(text: str) -> Square:
    """The modules, row by row, 1 is dark. Raises ValueError for more than 106 bytes."""
    raw = text.encode()
    version = next((n for n, (_, data) in BLOCKS.items() if len(raw) + 2 <= sum(data)), None)
    if version is None:
        raise ValueError(f"{len(raw)} bytes are too many for a small code")
    frame, taken = _frame(version)
    _fill(frame, taken, _codewords(raw, version))
    return min((_masked(frame, taken, mask) for mask in range(8)), key=_penalty)


def svg(text: str) -> str:
    """The code as a drawing that scales; nothing of the text itself stands in it."""
    rows = square(text)
    size = len(rows) + 2 * QUIET
    path = "".join(
        f"M{column + QUIET} {row + QUIET}h{length}v1h-{length}z"
        for row, line in enumerate(rows)
        for column, length in _runs(line)
    )
    return (
        f'<svg class="qr" aria-hidden="true" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path fill="#000" d="{path}"/></svg>'
    )


def _runs(line: Sequence[int]) -> Iterator[tuple[int, int]]:
    column = 0
    for dark, same in groupby(line):
        length = len(list(same))
        if dark:
            yield column, length
        column += length


# ------------------------------------------------------------ what is written


def _codewords(raw: bytes, version: int) -> Iterator[int]:
    """Data and error correction, one codeword of each block in turn."""
    ec, sizes = BLOCKS[version]
    bits = f"0100{len(raw):08b}" + "".join(f"{one:08b}" for one in raw)
    room = 8 * sum(sizes)
    bits += "0" * min(4, room - len(bits))
    bits += "0" * (-len(bits) % 8)
    data = [int(bits[at : at + 8], 2) for at in range(0, len(bits), 8)]
    data += [(0xEC, 0x11)[n % 2] for n in range(sum(sizes) - len(data))]
    blocks, begin = [], 0
    for size in sizes:
        blocks.append(data[begin : begin + size])
        begin += size
    for part in (blocks, [_remainder(block, ec) for block in blocks]):
        yield from (one for column in zip_longest(*part) for one in column if one is not None)


def _powers() -> list[int]:
    found, value = [], 1
    for _ in range(255):
        found.append(value)
        value = value << 1 ^ (0x11D if value & 128 else 0)
    return found


EXP = _powers()
LOG = {value: power for power, value in enumerate(EXP)}


def _times(a: int, b: int) -> int:
    return EXP[(LOG[a] + LOG[b]) % 255] if a and b else 0


def _remainder(data: Sequence[int], ec: int) -> list[int]:
    generator = [1]
    for power in range(ec):
        shifted = [*generator, 0]
        for at, one in enumerate(generator):
            shifted[at + 1] ^= _times(one, EXP[power])
        generator = shifted
    rest = [*data, *[0] * ec]
    for at in range(len(data)):
        factor = rest[at]
        for n, one in enumerate(generator):
            rest[at + n] ^= _times(one, factor)
    return rest[len(data) :]


# ------------------------------------------------------------ where it is written


def _frame(version: int) -> tuple[Square, Square]:
    """The patterns that every code of this size has, and where nothing else may stand."""
    size = 17 + 4 * version
    frame, taken = [[0] * size for _ in range(size)], [[0] * size for _ in range(size)]
    for row, column in ((0, 0), (0, size - 7), (size - 7, 0)):
        for r in range(max(0, row - 1), min(size, row + 8)):
            for c in range(max(0, column - 1), min(size, column + 8)):
                inside = 0 <= r - row < 7 and 0 <= c - column < 7
                frame[r][c], taken[r][c] = int(inside and FINDER[r - row][c - column] == "1"), 1
    for n in range(8):  # the format stands here
        for r, c in ((8, n), (n, 8), (8, size - 1 - n), (size - 1 - n, 8), (8, 8)):
            taken[r][c] = 1
    for n in range(8, size - 8):
        for r, c in ((6, n), (n, 6)):
            frame[r][c], taken[r][c] = (n + 1) % 2, 1
    if version > 1:
        at = size - 7
        for r in range(at - 2, at + 3):
            for c in range(at - 2, at + 3):
                frame[r][c], taken[r][c] = int(max(abs(r - at), abs(c - at)) != 1), 1
    frame[size - 8][8] = 1
    return frame, taken


def places(taken: Square) -> Iterator[tuple[int, int]]:
    """Where the bits go, in their order."""
    size = len(taken)
    columns = [c for c in range(size - 1, 0, -1) if c > 6 and (size - 1 - c) % 2 == 0] + [5, 3, 1]
    for turn, right in enumerate(columns):
        rows = range(size - 1, -1, -1) if turn % 2 == 0 else range(size)
        for r in rows:
            yield from ((r, c) for c in (right, right - 1) if not taken[r][c])


def _fill(frame: Square, taken: Square, codewords: Iterator[int]) -> None:
    bits = (int(bit) for one in codewords for bit in f"{one:08b}")
    for r, c in places(taken):
        frame[r][c] = next(bits, 0)


def _masked(frame: Square, taken: Square, mask: int) -> Square:
    turned = [
        [bit ^ int(not taken[r][c] and MASKS[mask](r, c) == 0) for c, bit in enumerate(row)]
        for r, row in enumerate(frame)
    ]
    size = len(frame)
    for n, bit in enumerate(_format(mask)):
        first = ((8, n), (8, n + 1), (14 - n, 8))[(n > 5) + (n > 7)] if n != 8 else (7, 8)
        second = (size - 1 - n, 8) if n < 7 else (8, size - 15 + n)
        for r, c in (first, second):
            turned[r][c] = bit
    return turned


def _format(mask: int) -> list[int]:
    """Level M (00) and the mask, with their own check bits."""
    rest = mask << 10
    for shift in range(4, -1, -1):
        if rest >> (shift + 10) & 1:
            rest ^= 0x537 << shift
    return [int(bit) for bit in f"{(mask << 10 | rest) ^ 0x5412:015b}"]


def _penalty(rows: Square) -> int:
    """How much of it a reader could mistake."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    found = 0
    for lines in (rows, columns):
        for line in lines:
            lengths = [len(list(same)) for _, same in groupby(line)]
            found += sum(length - 2 for length in lengths if length >= 5)
            found += sum(40 for at in range(len(line) - 10) if tuple(line[at : at + 11]) in LIKE_A_FINDER)
    for above, below in pairwise(rows):
        for c in range(len(above) - 1):
            found += 3 * (above[c] == above[c + 1] == below[c] == below[c + 1])
    dark = 100 * sum(map(sum, rows)) / len(rows) ** 2
    return found + 10 * int(abs(dark - 50) // 5)
