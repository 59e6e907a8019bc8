"""How often is too often: log-ins that fail, and requests that change something."""

from collections import OrderedDict, deque

from controller.clock import Clock

QUARTER, HOUR = 900.0, 3600.0
FAILS_OF_ONE, FAILS_OF_ADDRESS = 5, 30
MANY = 4096
"""So many keys are remembered, the ones last seen: a flood of names cannot fill the memory."""


class Fails:
    """Log-ins that failed: five in a quarter of an hour for one account from one address, thirty an hour from
    one.

    Nobody is ever locked out for good, and nobody is locked out from another address.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._at: OrderedDict[tuple[str, ...], deque[float]] = OrderedDict()

    def wait(self, name: str, address: str) -> float:
        """Seconds until this account may be tried again from this address; 0: now."""
        one = self._left((name[:64], address), FAILS_OF_ONE, QUARTER)
        return max(one, self._left((address,), FAILS_OF_ADDRESS, HOUR))

    def failed(self, name: str, address: str) -> None:
        """Remember a failure."""
        for key, most in (((name[:64], address), FAILS_OF_ONE), ((address,), FAILS_OF_ADDRESS)):
            self._at.setdefault(key, deque(maxlen=most)).append(self._clock.monotonic())
            self._at.move_to_end(key)
        while len(self._at) > MANY:
            self._at.popitem(last=False)

    def passed(self, name: str, address: str) -> None:
        """The right password was given: what this account failed before is forgiven."""
        self._at.pop((name[:64], address), None)

    def _left(self, key: tuple[str, ...], most: int, window: float) -> float:
        at = self._at.get(key)
        if at is None or len(at) < most:
            return 0.0
        return max(0.0, at[0] + window - self._clock.monotonic())


class Bucket:
    """`burst` at once, and `rate` a second in the long run."""

    __slots__ = ("_at", "_burst", "_clock", "_left", "_rate")

    def __init__(self, clock: Clock, rate: float, burst: float) -> None:
        self._clock, self._rate, self._burst = clock, rate, burst
        self._left, self._at = burst, clock.monotonic()

    def take(self) -> bool:
        """Whether one more is all right now."""
        now = self._clock.monotonic()
        self._left = min(self._burst, self._left + (now - self._at) * self._rate)
        self._at = now
        if self._left < 1.0:
            return False
        self._left -= 1.0
        return True


class Buckets:
    """A bucket for each account."""

    def __init__(self, clock: Clock, rate: float, burst: float) -> None:
        self._clock, self._rate, self._burst = clock, rate, burst
        self._of: OrderedDict[str, Bucket] = OrderedDict()

    def take(self, name: str) -> bool:
        """Whether one more request of `name` is all right now."""
        bucket = self._of.get(name)
        if bucket is None:
            bucket = self._of[name] = Bucket(self._clock, self._rate, self._burst)
            while len(self._of) > MANY:
                self._of.popitem(last=False)
        self._of.move_to_end(name)
        return bucket.take()
