"""A journal on paper: everything is on disk at once, and a restart reads it back."""

from types import SimpleNamespace

from controller.record.lines import Appended, Line


class Done:
    """A commit that has happened, or (`later`) one that happens when told."""

    def __init__(self, later=False):
        self.line, self._done, self._callbacks = None, not later, []

    def add_done_callback(self, callback):
        if self._done:
            callback(self)
        else:
            self._callbacks.append(callback)

    def settle(self):
        self._done = True
        for callback in self._callbacks:
            callback(self)

    def done(self):
        return self._done

    def cancelled(self):
        return False

    def exception(self):
        return None

    def result(self):
        return self.line


class Paper:
    """`lines` outlive it; `slow` holds commits back until `catch_up`."""

    def __init__(self, clock, lines=None, attached=None):
        self.clock, self.slow, self.trouble = clock, False, None
        self.lines = lines if lines is not None else []
        self.attached = attached if attached is not None else {}
        self._followers, self._waiting, self._telling, self._held = [], [], False, []
        self._troubled = []

    def append(self, kind, subject, data, actor="system", attachment=None):
        done = Done(later=self.slow)
        line = Appended(len(self.lines) + 1, self.clock.now(), kind, subject, actor, dict(data), done)
        done.line = line
        self.lines.append(line)
        if attachment is not None:
            self.attached[line.seq] = attachment.content
        if self.slow:
            self._held.append(done)
        self._waiting.append(line)
        if not self._telling:
            self._tell()
        return line

    def _tell(self):
        self._telling = True
        while self._waiting:
            line = self._waiting.pop(0)
            for follower in list(self._followers):
                follower(line)
        self._telling = False

    def follow(self, callback):
        self._followers.append(callback)
        return lambda: callback in self._followers and self._followers.remove(callback)

    def on_trouble(self, callback):
        self._troubled.append(callback)

    def fall_ill(self, sentence):
        self.trouble = sentence
        for callback in self._troubled:
            callback(sentence)

    def catch_up(self):
        self.slow, held, self._held = False, self._held, []
        for done in held:
            done.settle()

    async def recall(self, kinds=(), subject=None, after=0):
        return self.read(kinds)

    def read(self, kinds=()):
        kept = (line for line in self.lines if not kinds or line.kind in kinds)
        return [Line(one.seq, one.at, one.kind, one.subject, one.actor, one.data) for one in kept]

    async def attachment(self, seq):
        import json

        content = self.attached.get(seq)
        return None if content is None else json.dumps(content).encode()

    def kinds(self, family):
        return [line for line in self.lines if line.kind.startswith(family)]


def now_of(coroutine):
    """The answer of a coroutine that waits for nothing."""
    try:
        coroutine.send(None)
    except StopIteration as end:
        return end.value
    raise AssertionError("it waited")


__all__ = ["Done", "Paper", "SimpleNamespace", "now_of"]
