"""The devices of a stage, and the shorthand for what hangs on what."""

from controller.hall.topology import End, Feed, Kind

SIGNS = {">": Kind.POWER, "~": Kind.NETWORK, ":": Kind.CONTROL}


class Thing:
    """A device: what it needs, how it is, what it says."""

    def __init__(self, name, boot=20, warm=0, cool=0, poll=2):
        self.believed = boot  # what the file thinks of its boot
        self.name, self.boot, self.warm, self.cool, self.poll = name, boot, warm, cool, poll
        self.ill = self.deaf = self.refuses = False  # ill: silent although it has all it needs
        self.mute = False  # silent, and carries all that is reached through it
        self.says = {}  # (key, index) -> value
        self.since = 10_000.0  # seconds with power and health
        self.gone = 0.0  # seconds not answering
        self.until = None  # when a passing power state ends
        self.limits = {}
        self.sleeps = False  # cannot be reached while it is off

    @property
    def lost(self):
        return self.ill or self.mute


def projector(name, warm=8, cool=6, **more):
    thing = Thing(name, warm=warm, cool=cool, **more)
    thing.says = {("power", ()): "off", ("input", ()): "hdmi 1", ("health", ("lamp",)): "good"}
    return thing


def pdu(name, outlets=8, poll=5):
    thing = Thing(name, poll=poll)
    thing.says = {("outlet", (n,)): True for n in range(1, outlets + 1)} | {("breaker", (1,)): "good"}
    return thing


def at(jack):
    key, _, number = jack.partition("/")
    return key, (int(number),) if number else ()


def feeds(text):
    sign, kind = next((sign, kind) for sign, kind in SIGNS.items() if sign in text)
    sources, _, sinks = text.partition(sign)
    for sink in sinks.split():
        name, _, group = sink.partition("#")
        for source in sources.strip().split("|"):
            yield Feed(kind, End.parse(source.strip()), name, int(group or 0))
