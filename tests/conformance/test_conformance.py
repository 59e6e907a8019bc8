"""Every driver in the catalogue, tested without a word more: the table against itself, both ways.

What this cannot see is a mistake in the table that both sides share; the transcripts see those.
"""

from dataclasses import replace
from itertools import islice

import pytest

from drivers.errors import Reason
from drivers.wire.driver import check
from drivers.wire.events import Answered, No, Noise, Report
from drivers.wire.spelling import Words
from drivers.wire.table import Table
from drivers.wire.talk import Action, Notice, Query, Refusal
from drivers.wireless.shure import SLXD
from tests.conformance.bench import SECRET, asks_or_tells, clients, ends, values


def reports(events):
    return [event for event in events if isinstance(event, Report)]


def test_the_table_is_sound(driver):
    assert check(driver) == []


def test_every_question_is_answered_and_every_point_is_read(driver):
    (client,) = clients(driver)
    for poll in client.ours.polls():
        events = client.exchange(poll.request)
        assert Answered(poll.request) in events, (poll.request.shown, events)
        assert not [event for event in events if isinstance(event, Noise)]
    for place, value in client.model.values.items():
        point = client.driver.point(place.key)
        if client.driver.readable(place.key):
            assert place in client.known, place
            assert point.agrees(value, client.known[place]), place


def test_what_is_told_is_read_back(driver):
    """Given a device, when told each value of each point, then it does, and says so when asked."""
    (client,) = clients(driver)
    whole = client.driver
    for point in whole.points:
        for place in ends(whole, point) if point.settable else ():
            for value in values(whole, place)[:4]:
                request = client.ours.tell({place: value})
                events = client.exchange(request)
                assert not [event for event in events if isinstance(event, No | Noise)], (
                    request.shown,
                    events,
                )
                assert not request.waits or Answered(request) in events, (request.shown, events)
                assert point.agrees(value, client.model.values[place]), (place, value)
                if whole.readable(place.key):
                    assert point.agrees(value, client.ask(place)), (place, value)


def test_what_one_client_changes_the_others_hear_as_it_is(driver):
    """Unasked lines never tell anything but the truth."""
    one, other = clients(driver, 2)
    for point in one.driver.points:
        for place in ends(one.driver, point) if point.settable else ():
            for value in values(one.driver, place)[:2]:
                one.exchange(one.ours.tell({place: value}))
                for told, heard in other.known.items():
                    assert one.driver.point(told.key).agrees(one.model.values.get(told), heard), (place, told)
                other.known.clear()


def test_every_reason_of_a_refusal_is_understood(driver):
    """Given a device that refuses, when asked or told, then we know the reason, or it is silent by its
    nature.
    """
    (client,) = clients(driver)
    told = {
        meant[0] if isinstance(meant, tuple) else meant
        for row in driver.talk if isinstance(row, Refusal) and row.of is None and not row.kept
        for word, meant in row.reasons.items() if meant is not None and word != "*"
    }  # fmt: skip
    for reason in sorted(told):
        client.model.refuses = reason
        request = asks_or_tells(client)
        events = client.exchange(request)
        client.model.refuses = None
        heard = [event.reason for event in events if isinstance(event, No)]
        assert heard == [reason], (reason, request.shown, events)
    if driver.silent:
        client.model.refuses = Reason.FAILED
        assert client.exchange(asks_or_tells(client)) == []
    client.ours.give_up()


def test_no_line_is_taken_for_another(driver):
    """Each line that may come unasked, said about the model, is heard as nothing but itself."""
    (client,) = clients(driver)
    table: Table = client.driver.table
    for bound in table.grammar.rows:
        for spoken in bound.replies:
            for form in spoken.forms:
                for saying in islice(_sayings(form, table, client.model.look), 3):
                    readings = [
                        r for r in table.read(saying.text) if r.form not in table.refusals and r.events
                    ]
                    own = form.read(saying.text, table.sizes)
                    if form in {reading.form for reading in readings} and own is not None:
                        assert set(reports(readings[0].events)) == set(reports(own.events)), saying.text


def test_forms_that_are_only_heard_mean_what_the_said_one_means(driver):
    (client,) = clients(driver)
    table: Table = client.driver.table
    for bound in table.grammar.rows:
        for spoken in (*bound.replies, *([bound.says] if bound.says else [])):
            said = _reports_of(spoken.said, table, client.model.look)
            for form in spoken.forms[1:]:
                assert _reports_of(form, table, client.model.look) == said, spoken.said


def test_each_action_is_done_once(driver):
    (client,) = clients(driver)
    table: Table = client.driver.table
    for bound in table.of_kind[Action]:
        saying_args = _arguments(bound, table, client)
        request = client.ours.do(bound.row.name, saying_args)
        assert not request.retry
        client.model.done.clear()
        events = client.exchange(request)
        assert client.model.done == [(bound.row.name, saying_args)], request.shown
        assert not request.waits or Answered(request) in events, (request.shown, events)


def test_secrets_stay_out_of_the_trace(driver):
    (client,) = clients(driver)
    for poll in client.ours.polls()[:20]:
        client.exchange(poll.request)
    assert not [text for _, text in client.shown if SECRET in text]


# ---------------------------------------------------------------- saying lines about the model


def _sayings(form, table, look):
    """A line about the model, at the first and the last place of its axes."""
    axes = sorted(form.axes - {getattr(form, "along", "")})
    for pick in (0, -1):
        at = {axis: table.sizes.on(axis)[pick] for axis in axes if table.sizes.on(axis)}
        at |= {name: _word(table, name) for name in form.names if name not in at and name not in form.tells}
        saying = form.say(look, at, table.sizes)
        if saying is not None:
            yield saying


def _word(table, name):
    spelling = table.grammar.args.get(name)
    samples = spelling.samples() if spelling is not None else ()
    return samples[0] if samples else table.driver.session.get(name, 1)


def _reports_of(form, table, look):
    saying = next(_sayings(form, table, look), None)
    reading = None if saying is None else form.read(saying.text, table.sizes)
    return None if reading is None else sorted(map(repr, reports(reading.events)))


def _arguments(bound, table, client):
    said = bound.said
    args = {axis: table.sizes.on(axis)[-1] for axis in said.axes}
    args |= {name: _word(table, name) for name in said.names if name in table.grammar.args}
    return args


def test_the_bench_sees_lines_that_mean_two_things():
    """A bench that cannot fail proves nothing: two notices that read alike are seen."""
    twins = replace(SLXD, talk=(*SLXD.talk, Notice("< REP {channel} AUDIO_GAIN {battery_bars} >")))
    with pytest.raises(AssertionError):
        test_no_line_is_taken_for_another(twins)


def test_the_bench_sees_a_value_that_cannot_be_read_back():
    """A reply that spells less than can be told is seen."""
    poor = {**SLXD.spelling, "mute:read": Words({"ON": True})}
    talk = tuple(
        Query(row.ask, row.replies[0].replace("{mute}", "{mute:read}")) if isinstance(row, Query) else row
        for row in SLXD.talk
        if not isinstance(row, Notice) and not getattr(row, "gathers", False)
    )
    with pytest.raises(AssertionError):
        test_what_is_told_is_read_back(replace(SLXD, spelling=poor, talk=talk))
