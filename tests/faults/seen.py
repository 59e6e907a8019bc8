"""What the fault engine sees of a stage."""

from datetime import timedelta

from controller.hall.coming import comes_up
from controller.hall.sentences import Sentence
from controller.hall.topology import End, Kind
from drivers.trace import Entry


class Seen:
    """The stage's side of `Sight`."""

    def title(self, fault):
        return Sentence(f"fault.{fault.rule}.title", name=fault.device)

    def devices(self):
        return self.things.keys()

    def loss(self, device):
        return self.losses.get(device, "")

    def lost_since(self, device):
        return self.clock.now() - timedelta(seconds=self.clock.monotonic() - self._since[device])

    def heard_at(self, device):
        return self._heard[device]

    def boot(self, device):
        return self.boots.boot(device, self.things[device].believed, False) if device in self.things else 90.0

    def carries(self, name):
        if name in self.things:
            return self.boot(name)
        through = any(feed.source.device == name and feed.kind is not Kind.POWER for feed in self.feeds)
        return self.believed_slow.get(name, self.settings.grace if through else 0.0)

    def away(self, name):
        up = comes_up(self.topology, End(name), self.carries, first=self.boot(name))
        return {name: seconds for name, seconds in up.items() if name in self.things}

    def late(self, device, usual):
        return self.boots.late(device, usual)

    def powered(self, device):
        self.boots.powered(device)

    def remember(self, line):
        self.boots.took.hear(line)

    def host(self, device):
        return self.hosts.get(device, "")

    def sleeps(self, device):
        return self.things[device].sleeps if device in self.things else False

    def limits(self, device):
        return self.things[device].limits

    def passing(self, ref):
        return frozenset({"warming", "cooling"}) if ref.key == "power" else frozenset()

    def agrees(self, ref, asked, read):
        return asked == read

    def probe(self, device):
        self.probed.append(device)

    def frames(self, device, count):
        return [Entry(self.clock.now(), ">", f"{device} ?")][:count]
