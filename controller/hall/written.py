"""The interlocks that a hall's own file adds, at the same door as ours: never this while that is so.

They hold whichever of the two comes second.

*This while that*: what the rule forbids is ordered while its conditions hold. *That while this*: what stands,
or was ordered, is what the rule forbids, and an order would make its last condition so. Both look at what is
reported and at what is on its way (`underway`), for either may come true. A value that nobody knows counts as
in the way. An order that only lessens what is already wrong is let through.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from controller.hall.guards import Asking
from controller.hall.movements import Movements
from controller.hall.sentences import Sentence
from controller.hall.state import View
from controller.hall.underway import Underway
from controller.hall.wording import Condition
from controller.hall.wording import Guard as Wording
from controller.record.failpoints import planted
from drivers.points import Ref, Value

Meant = Callable[[Ref, Value], Value]
Word = Callable[[Ref, Value], object]
SURE = ("live", "assumed")


@dataclass(frozen=True)
class Sights:
    """What a rule looks at: `view` is how the hall stands or will stand, `state` how it stands now; `meant`
    turns the name of a place into its number, `word` a value into what people call it.
    """

    view: View
    state: View
    movements: Movements
    underway: Underway
    meant: Meant
    word: Word
    name: Callable[[str], object]

    def going(self, ref: Ref) -> tuple[Value, ...]:
        """What the point may become by what is on its way; None among them: anything."""
        if not self.view.foresees(ref):
            return self.underway.values(ref)
        now = self.view.get(ref)
        if not now.pending:
            return ()  # by then what is on its way now has come true, or was overtaken
        return (*self.underway.through(ref, (now.desired,)), *self.underway.values(ref))

    def may_be(self, ref: Ref) -> tuple[Value, ...]:
        """What the point is or may become; None among them: nobody knows."""
        now = self.view.get(ref)
        return (now.reported if now.quality in SURE else None, *self.going(ref))

    def stands(self, ref: Ref) -> tuple[Value, ...]:
        """The same of what a rule forbids: as it was last heard, also where it is not heard now. What nobody
        could ever tell, and nobody ever ordered, stands in nobody's way.
        """
        now = self.view.get(ref)
        if now.quality == "unknown" and not self.underway.can_be_told(ref):
            return self.going(ref)
        doubted = now.quality == "stale" and now != self.state.get(ref)  # a step before may change it
        return (None if doubted else now.reported, *self.going(ref))

    def since(self, ref: Ref) -> float | None:
        """Seconds since it moved; 0 while it may be moving, None where nobody can say."""
        now = self.view.get(ref)
        if now.quality not in SURE and not planted("who_is_not_heard_stands_still"):
            return None
        moving = any(value != now.reported for value in self.going(ref))
        return 0.0 if moving or now.reported != self.state.get(ref).reported else self.movements.since(ref)


@dataclass(frozen=True)
class Wish:
    """An order as a rule sees it: a point that shall be, or will be, so."""

    ref: Ref
    value: Value


class Written:
    """One guard for all that the file says; the sentence is the file's own."""

    def __init__(self, guards: Iterable[Wording], sights: Sights) -> None:
        self._sights = sights
        self._told = tuple(_meant(one, sights.meant) for one in guards)
        for one in (condition for guard in self._told for condition in guard.conditions):
            if one.how == "moved":
                sights.movements.watch(one.ref)

    def __call__(self, asking: Asking) -> Sentence | None:
        wishes = tuple(_wishes(asking))
        for one in self._told:
            if self._this(one, asking, wishes):
                return Sentence("guard.written", because=_because(one))
            for wish in wishes if not planted("guards_look_one_way") else ():
                if (standing := next(self._that(one, wish), None)) is not None:
                    return standing
        return None

    # ------------------------------------------------------------ this, while that is so

    def _this(self, one: Wording, asking: Asking, wishes: Iterable[Wish]) -> bool:
        """Whether it is ordered what the rule forbids, while all its conditions hold, or may."""
        act = asking.ref is None and one.names_action(asking.device, asking.action, asking.args)
        wrong = (wish for wish in wishes if one.covers(wish.ref) and one.names(wish.value))
        if not act and all(self._lessens(one, wish) for wish in wrong):
            return False
        return all(one.stands(self._sights.may_be, self._sights.since) for one in one.conditions)

    def _lessens(self, one: Wording, wish: Wish) -> bool:
        """Whether it stands beyond the limit for sure, and would come nearer to it."""
        return all(one.lessens(wish.value, value) for value in self._sights.may_be(wish.ref))

    # ------------------------------------------------------------ that, while this is so

    def _that(self, one: Wording, wish: Wish) -> Iterator[Sentence]:
        """What stands in the way of a wish that would make all conditions of a rule so."""
        mine = [condition for condition in one.conditions if condition.ref == wish.ref]
        if not any(self._makes(condition, wish) for condition in mine):
            return
        if not all(condition.how == "moved" or self._brings(condition, wish) for condition in mine):
            return
        others = (condition for condition in one.conditions if condition.ref != wish.ref)
        if all(condition.stands(self._sights.may_be, self._sights.since) for condition in others):
            yield from self._stand(one, wish, going=any(condition.how == "moved" for condition in mine))

    def _brings(self, condition: Condition, wish: Wish) -> bool:
        """Whether it is so at the value that is wished, or at one on the way to it."""
        through = self._sights.underway.through(wish.ref, (wish.value,))
        return any(condition.holds(value) for value in through)

    def _makes(self, condition: Condition, wish: Wish) -> bool:
        """Whether a wish may make a condition so that is not, or not as much."""
        here = self._sights.may_be(wish.ref)
        if condition.how == "moved":
            return any(value != wish.value for value in here)
        if condition.holds(wish.value):
            return any(condition.worse(wish.value, now) for now in here)
        return self._brings(condition, wish) and not any(condition.holds(now) for now in here)

    def _stand(self, one: Wording, wish: Wish, going: bool) -> Iterator[Sentence]:
        """What is, or was ordered, as the rule forbids. What is forbidden to *do* (an action, any value), and
        what moves by the wish, look only at what is under way.
        """
        for deed in (*self._sights.underway.deeds(), *self._sights.view.deeds()):
            if one.names_action(deed.device, deed.action, deed.args):
                yield self._sentence(
                    "guard.written_done", one, deed.device, action=Sentence(f"action.{deed.action}")
                )
        for ref in self._covered(one, wish.ref):
            for value in self._sights.going(ref) if going or one.every else self._sights.stands(ref):
                if value is None or one.names(value):
                    yield self._point(one, ref, value)

    def _covered(self, one: Wording, but: Ref) -> Iterator[Ref]:
        if one.at is not None:
            points = self._sights.view.points(one.at.device)
            yield from (ref for ref, _ in points if ref != but and one.covers(ref))

    def _point(self, one: Wording, ref: Ref, value: Value) -> Sentence:
        told = value in self._sights.going(ref)
        said = {"point": Sentence(f"point.{ref.key}"), "now": self._sights.word(ref, value)}
        said["place"] = "".join(f" {index}" for index in ref.index)
        return self._sentence("guard.written_told" if told else "guard.written_is", one, ref.device, **said)

    def _sentence(self, id: str, one: Wording, device: str, **said: object) -> Sentence:
        return Sentence(id, because=_because(one), name=self._sights.name(device), **said)


def _wishes(asking: Asking) -> Iterator[Wish]:
    """What an order would bring about, as far as anybody can tell: an action, the outlets that it cuts."""
    if asking.ref is not None:
        yield Wish(asking.ref, asking.value)
    else:
        yield from (Wish(ref, False) for ref in asking.cuts)


def _because(one: Wording) -> Mapping[str, str]:
    return {"zh": one.because.zh, "en": one.because.en}


def _meant(guard: Wording, meant: Meant) -> Wording:
    """The same, with numbers for the names of places: "Camera" is what the technician calls input 3."""
    conditions = tuple(_condition(one, meant) for one in guard.conditions)
    value = guard.value if guard.at is None else meant(guard.at, guard.value)
    return replace(guard, conditions=conditions, value=value)


def _condition(one: Condition, meant: Meant) -> Condition:
    if one.how not in ("", "not"):
        return one
    return replace(one, values=tuple(meant(one.ref, value) for value in one.values))
