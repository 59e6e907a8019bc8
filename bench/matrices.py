"""Fake matrix switchers, as many as wanted, each on a port of its own, in one process that costs little.

They speak enough SIS to be greeted, read, tied and read back, refuse the rest as not supported, and note when
what arrived. They can answer late, fall silent (for good: die), hang up, and say things unasked, and tell
when they did.
"""

import re
import socket
from array import array
from collections.abc import Sequence
from functools import partial

from bench.worker import LATER, Worker, now

BANNER = (
    b"(c) Copyright 2023, Extron Electronics, DTPCP108 4K, V1.08, 60-1381-01\r\nMon, 01 Jan 2024 12:00:00\r\n"
)
COMMAND = re.compile(rb"(?:\x1b|W)[^\r|]*[\r|]|[0-9*]*(?:LS|[A-Z!%&$,.])")
TIE, ASK, NAME = (
    re.compile(rb"(\d+)\*(\d+)[%&!]"),
    re.compile(rb"(\d+)%"),
    re.compile(rb"\x1b(\d+)N([IOG])\r"),
)
TIES = b"\x1b0*1*1VC\r"
"""The question whose moments are kept for each device: it is asked once a round."""
ALWAYS = {b"\x1b3CV\r": b"Vrb3\r\n", b"Q": b"Ver01*1.08\r\n", b"N": b"Pno60-1381-01\r\n"}
OFTEN = {
    b"\x1b0*1*2VC\r": b"01 01 01 01 01 01 01 01 Aud\r\n",
    b"\x1bVM\r": b"Mut00000000\r\n",
    b"0LS": b"Frq00 11111111\r\n",
    b"X": b"0\r\n",
}
NO = b"E10\r\n"
Act = tuple[float, str, int, int, int]
"""Seconds from now; "tie", "hang_up", "fall_silent" or "die"; the device; of a tie its input and output."""


class Matrix:
    """One switcher of 8 by 8. `plain`: it knows nothing but video ties, and is asked one question a round."""

    def __init__(self, plain: bool) -> None:
        self.plain, self.silent, self.dead = plain, False, False
        self.ties = [1] * 9
        self.known = ALWAYS if plain else ALWAYS | OFTEN
        self.all = b""
        self.socket: socket.socket | None = None
        self.asked = array("d")
        self.tie(1, 1)

    def tie(self, source: int, output: int) -> bytes:
        """Make a tie; what the device says of it."""
        self.ties[output] = source
        self.all = b" ".join(b"%02d" % one for one in self.ties[1:]) + b" Vid\r\n"
        return b"Out%02d In%02d Vid\r\n" % (output, source)

    def answer(self, command: bytes) -> bytes:
        """What it says to one command."""
        if found := TIE.fullmatch(command):
            return self.tie(int(found[1]), int(found[2]))
        if found := ASK.fullmatch(command):
            return b"Out%02d In%02d Vid\r\n" % (int(found[1]), self.ties[int(found[1])])
        if (found := NAME.fullmatch(command)) and not self.plain:
            tag = found[2].lower()
            return b"Nm%s%02d,%s %d\r\n" % (tag, int(found[1]), found[2], int(found[1]))
        return self.known.get(command, NO)


class Matrices(Worker):
    """All of them."""

    def do_listen(self, count: int, plain: bool) -> list[int]:
        """Make so many; their ports."""
        self.all = [Matrix(plain) for _ in range(count)]
        self.delay = 0.0
        self.orders: list[tuple[float, int, bytes]] = []
        self.watching = False
        return [self._door(number) for number in range(count)]

    def do_delay(self, seconds: float) -> None:
        """Answer so late from now on."""
        self.delay = seconds

    def do_orders(self) -> list[tuple[float, int, bytes]]:
        """The ties ordered since the last look: when, of whom, what."""
        taken, self.orders = self.orders, []
        return taken

    def do_watch(self, watching: bool) -> "list[array[float]]":
        """Begin or end to write down when the ties were asked for; what was written, by device."""
        self.watching = watching
        kept = [one.asked for one in self.all]
        for one in self.all:
            one.asked = array("d")
        return kept

    def do_connected(self) -> int:
        """How many hold a connection."""
        return sum(one.socket is not None for one in self.all)

    def do_play(self, plan: Sequence[Act]) -> object:
        """Do all this, in order of time; answers when each was done."""
        begun, did = now() + 0.01, list[float]()
        for act in plan:
            self.at(begun + act[0], partial(self._play, act, did, len(plan)))
        return LATER if plan else []

    def _play(self, act: Act, did: list[float], all: int) -> None:
        _, what, device, source, output = act
        one = self.all[device]
        did.append(now())
        if what == "tie" and one.socket is not None:
            one.socket.send(one.tie(source, output))
        elif what == "hang_up":
            self._hang_up(one)
        elif what == "fall_silent":
            one.silent = True
        elif what == "die":
            one.silent = one.dead = True
        if len(did) == all:
            self.reply(did)

    # ------------------------------------------------------------ connections

    def _door(self, number: int) -> int:
        door = socket.create_server(("127.0.0.1", 0), backlog=8)
        door.setblocking(False)
        self.watch(door.fileno(), partial(self._accept, door, number))
        return int(door.getsockname()[1])

    def _accept(self, door: socket.socket, number: int) -> None:
        one = self.all[number]
        self._hang_up(one)
        one.socket, _ = door.accept()
        one.socket.setblocking(False)
        one.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        one.silent = one.dead
        self.watch(one.socket.fileno(), partial(self._read, one, number))
        one.socket.send(BANNER)

    def _hang_up(self, one: Matrix) -> None:
        if one.socket is not None:
            self.forget(one.socket.fileno())
            one.socket.close()
            one.socket = None

    def _read(self, one: Matrix, number: int) -> None:
        assert one.socket is not None
        try:
            data = one.socket.recv(65536)
        except OSError:
            data = b""
        moment = now()
        if not data:
            self._hang_up(one)
        elif data == TIES:
            if self.watching:
                one.asked.append(moment)
            self._say(one, one.all)
        else:
            self._hear(one, number, data, moment)

    def _hear(self, one: Matrix, number: int, data: bytes, moment: float) -> None:
        for command in COMMAND.findall(data):
            if b"*" in command and command[-1:] == b"%":
                self.orders.append((moment, number, command))
            self._say(one, one.all if command == TIES else one.answer(command))

    def _say(self, one: Matrix, line: bytes) -> None:
        if one.silent:
            return
        if self.delay:
            self.at(now() + self.delay, partial(self._late, one, line))
        else:
            self._late(one, line)

    def _late(self, one: Matrix, line: bytes) -> None:
        if one.socket is not None:
            one.socket.send(line)
