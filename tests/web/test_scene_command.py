"""`auditorium scene`: what a run asks and puts back is told, answered, and every choice can be made."""

import argparse
from typing import Any

import pytest

from web.client import Failed
from web.commands import scene

PARAMS = [
    {"id": "which", "range": None, "values": [{"id": "1"}, {"id": "true"}]},
    {"id": "level", "range": [-40, 0], "values": []},
]
STEP = {"path": "0", "kind": "set", "ref": "desk/fader/1", "to": -5, "started": "t", "reason": None}
WHY = {"zh": "没有照做", "en": "It did not obey"}


def run(state: str, step: str, **more: Any) -> dict[str, Any]:
    """A run of one step."""
    said = {"id": "r1", "state": state, "steps": [STEP | {"state": step}], "reason": None}
    return said | {"asks": [], "put_back": []} | more


class Service:
    """Answers as the service would; `looks` are what a run looks like, one after the other."""

    lang = "en"

    def __init__(self, *looks: dict[str, Any]) -> None:
        self.looks, self.heard = list(looks), []  # type: ignore[var-annotated]

    def get(self, *path: str) -> Any:
        return {"scenes": [{"id": "two", "params": PARAMS}]} if path == ("scenes",) else self.looks.pop(0)

    def ask(self, method: str, *path: str, body: Any = None, query: str = "") -> Any:
        self.heard.append((path, body))
        return self.looks.pop(0)

    @staticmethod
    def say(text: Any) -> str:
        return text["en"] if text else ""


def words(do: str, *more: str) -> argparse.Namespace:
    """The arguments, read as a shell's."""
    parser = argparse.ArgumentParser()
    scene.add_arguments(parser)
    args = parser.parse_args([do, *more, "--url", "http://127.0.0.1:1", "--token", "x"])
    args.lang = "en"
    return args


def do(service: Service, *said: str) -> int:
    """What `auditorium scene` does with this service."""
    args = words(*said)
    return scene._DO[args.do](service, args)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scene, "LOOK", 0)


def test_req22_a_question_is_told_once_and_how_it_is_answered(capsys: pytest.CaptureFixture[str]) -> None:
    asks = run("running", "failed", asks=[{"path": "0", "reason": WHY}])
    again = run("running", "failed", asks=[{"path": "0", "reason": WHY}])
    again["steps"] = [again["steps"][0] | {"started": "later"}]
    service = Service(asks, asks, again, run("done", "failed"))
    assert do(service, "run", "two") == 0
    out = capsys.readouterr().out
    assert out.count("It did not obey") == 2, "asked twice, each told once"
    assert "auditorium scene answer r1 again|by_hand|go_on|undo" in out


def test_what_is_asked_is_answered_and_the_run_followed(capsys: pytest.CaptureFixture[str]) -> None:
    asked = run("running", "failed", asks=[{"path": "0.1", "reason": WHY}])
    service = Service(asked, run("running", "failed"), run("done", "failed"))
    assert do(service, "answer", "r1", "go_on") == 0
    assert service.heard == [(("runs", "r1", "answer"), {"path": "0.1", "choice": "go_on"})]
    with pytest.raises(Failed, match="nothing is asked"):
        do(Service(run("running", "running")), "answer", "r1", "undo")
    two = run("running", "failed", asks=[{"path": path, "reason": WHY} for path in ("0", "1")])
    with pytest.raises(Failed, match=r"--step 0 \| 1"):
        do(Service(two), "answer", "r1", "undo")
    assert scene.run(words("answer", "r1")) == 2
    assert scene.run(words("run", "two", "undo")) == 2


def test_req22_what_was_put_back_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    def back(state: str, reason: Any = None) -> list[dict[str, Any]]:
        return [{"ref": "desk/fader/1", "value": -9, "state": state, "reason": reason}]

    undoing = run("undoing", "ok", put_back=back("running"))
    with pytest.raises(Failed):
        do(Service(undoing, run("failed", "put_back", put_back=back("ok"))), "run", "two")
    assert "< desk/fader/1 = -9" in capsys.readouterr().out
    with pytest.raises(Failed):
        do(Service(undoing, run("failed", "ok", put_back=back("failed", WHY))), "run", "two")
    assert "! desk/fader/1 = -9" in capsys.readouterr().out


def test_a_run_in_the_queue_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    waits = run("queued", "waiting")
    assert do(Service(waits, waits, run("done", "ok")), "run", "two", "--queue") == 0
    assert capsys.readouterr().out.count("waits its turn") == 1


def test_words_that_look_like_numbers_can_be_chosen() -> None:
    service = Service(run("done", "ok"))
    do(service, "run", "two", "--set", "which=1", "--set", "level=-7.5")
    assert service.heard[0][1]["args"] == {"which": "1", "level": -7.5}
    service = Service(run("done", "ok"))
    do(service, "run", "two", "--set", "which=true", "--set", "level=-20")
    assert service.heard[0][1]["args"] == {"which": "true", "level": -20}
