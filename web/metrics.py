"""The numbers for Prometheus, collected when they are asked for; only durations are counted as they happen.

Base units, no user and no address among the labels. prometheus-client is imported with the first question.
"""

import platform
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from controller.clock import Clock
from controller.events import Bus, OrderMoved
from controller.hall.hall import Hall
from controller.hall.orders import Order, OrderState

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0)
LAG = 1.0
"""Seconds between two looks at how late the loop is."""
Counts = Callable[[], Mapping[str, int]]


class Durations:
    """A histogram by two labels."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str], list[int]] = {}
        self._sums: Counter[tuple[str, str]] = Counter()

    def took(self, labels: tuple[str, str], seconds: float) -> None:
        """One more took so long."""
        counts = self._counts.setdefault(labels, [0] * (len(BUCKETS) + 1))
        counts[next((at for at, most in enumerate(BUCKETS) if seconds <= most), len(BUCKETS))] += 1
        self._sums[labels] += seconds  # type: ignore[assignment]

    def rows(self) -> Iterator[tuple[tuple[str, str], list[tuple[str, float]], float]]:
        """Labels, cumulative buckets, sum."""
        for labels, counts in self._counts.items():
            total, buckets = 0, []
            for most, count in zip((*map(str, BUCKETS), "+Inf"), counts, strict=True):
                total += count
                buckets.append((most, float(total)))
            yield labels, buckets, float(self._sums[labels])


class Metrics:
    """Collects from the running service. `gauges` are further counts by one label, by metric name."""

    def __init__(self, hall: Hall, bus: Bus, clock: Clock, version: str) -> None:
        self._hall, self._clock, self._version = hall, clock, version
        self._orders = Durations()
        self.runs = Durations()
        self.gauges: dict[str, tuple[str, str, Counts]] = {}
        self._ran: deque[tuple[str, str]] = deque(maxlen=100)
        self._lag = 0.0
        self._looked = clock.monotonic()
        bus.subscribe(OrderMoved, lambda event: self._moved(event.order))
        self._timer = clock.call_later(LAG, self._look)

    def stop(self) -> None:
        """Look no more."""
        self._timer.cancel()

    def text(self) -> tuple[bytes, str]:
        """The whole page and its media type."""
        from prometheus_client import CollectorRegistry
        from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

        registry = CollectorRegistry()
        registry.register(self)
        return generate_latest(registry), CONTENT_TYPE_LATEST

    def ran(self, run: str, scene: str, result: str, seconds: float) -> None:
        """A run has ended; told twice, it counts once."""
        if (run, result) not in self._ran:
            self._ran.append((run, result))
            self.runs.took((scene, result), seconds)

    def _moved(self, order: Order) -> None:
        if order.ended and order.kind != "read":
            began = order.times[OrderState.ASKED]
            driver = (
                self._hall.devices[order.device].driver.name if order.device in self._hall.devices else ""
            )
            self._orders.took((driver, str(order.state)), (order.times[order.state] - began).total_seconds())

    def _look(self) -> None:
        now = self._clock.monotonic()
        self._lag = max(0.0, now - self._looked - LAG)
        self._looked = now
        self._timer = self._clock.call_later(LAG, self._look)

    # ------------------------------------------------------------ for prometheus-client

    def collect(self) -> "Iterator[Metric]":
        """Every family; called by the registry."""
        from prometheus_client.metrics_core import GaugeMetricFamily

        yield from self._devices()
        yield self._total("auditorium_commands", "Orders that ended.", self._orders)
        yield self._total("auditorium_scene_runs", "Runs of scenes that ended.", self.runs)
        yield self._histogram("auditorium_command_duration_seconds", "From asked to ended.", self._orders)
        yield self._histogram("auditorium_scene_duration_seconds", "How long runs of scenes took.", self.runs)
        for name, (about, label, counts) in self.gauges.items():
            family = GaugeMetricFamily(name, about, labels=[label] if label else [])
            for value, count in counts().items():
                family.add_metric([value] if label else [], count)
            yield family
        yield GaugeMetricFamily(
            "auditorium_event_loop_lag_seconds", "How late the loop was.", value=self._lag
        )
        build = GaugeMetricFamily("auditorium_build_info", "What runs.", labels=["version", "python"])
        build.add_metric([self._version, platform.python_version()], 1)
        yield build

    def _devices(self) -> "Iterator[Metric]":
        from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily

        up = GaugeMetricFamily("auditorium_device_up", "Whether its link is up.", labels=["device"])
        again = CounterMetricFamily("auditorium_link_reconnects", "Links lost.", labels=["device"])
        for device in self._hall.devices.values():
            up.add_metric([device.id], float(device.is_up()))
            again.add_metric([device.id], device.counters.reconnects)
        yield from (up, again)

    def _total(self, name: str, about: str, durations: Durations) -> Any:
        from prometheus_client.metrics_core import CounterMetricFamily

        family = CounterMetricFamily(name, about, labels=self._labels(durations))
        for values, buckets, _ in durations.rows():
            family.add_metric(list(values), buckets[-1][1])
        return family

    def _labels(self, durations: Durations) -> list[str]:
        return ["scene", "result"] if durations is self.runs else ["driver", "result"]

    def _histogram(self, name: str, about: str, durations: Durations) -> Any:
        from prometheus_client.metrics_core import HistogramMetricFamily

        family = HistogramMetricFamily(name, about, labels=self._labels(durations))
        for values, buckets, total in durations.rows():
            family.add_metric(list(values), buckets, total)
        return family
