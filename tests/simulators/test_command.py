"""`auditorium simulate` becomes the simulators' own process, and imports none of them."""

import argparse
import sys

from web.commands import simulate


def told(*words):
    parser = argparse.ArgumentParser()
    parser.set_defaults(lang="zh-CN")
    simulate.add_arguments(parser)
    return simulate.command(parser.parse_args(words))


def test_every_option_is_handed_on():
    assert told("hall.yaml") == [sys.executable, "-m", "simulators", "hall.yaml"]
    options = ["--backdoor", "127.0.0.1:8081", "--speed", "10", "--listen-anywhere", "--any-port"]
    assert told("hall.yaml", *options) == [sys.executable, "-m", "simulators", "hall.yaml", *options]


def test_it_becomes_that_process(monkeypatch):
    became = []
    monkeypatch.setattr(simulate.os, "execv", lambda *how: became.append(how))
    parser = argparse.ArgumentParser()
    simulate.add_arguments(parser)
    simulate.run(parser.parse_args(["hall.yaml"]))
    assert became == [(sys.executable, [sys.executable, "-m", "simulators", "hall.yaml"])]
