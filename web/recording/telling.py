"""A recording as a transcript: redacted, told again, compared with the driver's own device, and written."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from web.recording.recorder import Recording
from web.recording.redacting import STAND_INS, redactor, stand_ins
from web.recording.retelling import Paragraph, Retelling, Step
from web.recording.twin import compare, first_facts, first_words
from web.recording.writing import transcript

ABOUT = ("maker", "model", "firmware")


@dataclass(frozen=True)
class Terms:
    """How it is to be written: the driver's name in the catalogue, what stands above it, the driver's axes
    before it met the device, the options it was fitted with, and whether nobody shall know whose it was.
    """

    name: str
    remarks: tuple[str, ...]
    axes: Mapping[str, Any]
    options: Mapping[str, Any] = field(default_factory=dict)
    anonymous: bool = False


def written(recording: Recording, credentials: Mapping[str, str], terms: Terms) -> str:
    """The text of the transcript."""
    driver = recording.driver
    known = {name: value for name, value in stand_ins(credentials).items() if name in STAND_INS}
    login = {**known, "nonce": STAND_INS["nonce"]} if known else {}
    redact = redactor(driver.framing, credentials, recording.known, terms.anonymous)
    paragraphs = Retelling(driver, login, redact).tell(recording.turns)
    words = first_words(driver, login, first_facts(paragraphs))
    paragraphs = Retelling(driver, login, redact, words).tell(recording.turns)
    if words and driver.welcome is None and not any(step.word == "<" for step in paragraphs[0].steps):
        paragraphs[0].steps.append(
            Step("<<", words)
        )  # a device that was there before us has said it to others
    chance = compare(driver, login, paragraphs)
    both = any(not one.ours for one in paragraphs)
    opening = [*_sizes(recording, terms), *_words(login, chance, paragraphs)]
    above = [*(f"# {remark}" for remark in terms.remarks), f"driver {terms.name}", *opening]
    return transcript(driver, above, first_facts(paragraphs) if both else {}, paragraphs)


def title(recording: Recording) -> str:
    """Who the device says it is, or what its driver is for."""
    told = {place.key: value for place, value in recording.known.items() if not place.index}
    said = [str(told[key]) for key in ABOUT if told.get(key)]
    name = " ".join(said) if said else recording.driver.title
    return "".join(sign for sign in name if sign.isprintable())


def _sizes(recording: Recording, terms: Terms) -> Iterator[str]:
    if terms.options:
        yield f"options {json.dumps(dict(terms.options), ensure_ascii=False)}"
    for axis, places in recording.driver.axes.items():
        if places != terms.axes.get(axis):
            counted = places == tuple(range(1, len(places) + 1))
            yield f"sized {axis}={len(places) if counted else '|'.join(map(str, places))}"


def _words(login: Mapping[str, str], chance: Mapping[str, str], paragraphs: list[Paragraph]) -> Iterator[str]:
    """What both sides know, what our side drew by lot and has said, and what the device alone knows."""
    said = b"".join(step.rest for one in paragraphs for step in one.steps if step.word == ">")
    for name, value in login.items():
        if name != "nonce" or value.encode() in said:
            yield f"with {name}={value}"
    yield from (f"device {name}={value}" for name, value in chance.items())
