"""Every sentence that scenes say stands in the catalogue, with the parameters it is given."""

import re
from pathlib import Path

from controller.hall.orders import OrderState
from scenes.reasons import Reasons
from scenes.reasserting import GAVE_UP, REASSERTED
from scenes.record import ANSWERED, KINDS, QUEUED
from scenes.versions import VERSION
from web.words import catalogue, words

from .stage import CHEN, Stage

SCENES = Path(__file__).parents[2] / "scenes"


def test_every_sentence_is_in_the_catalogue():
    texts = [path.read_text(encoding="utf-8") for path in SCENES.glob("*.py")]
    said = {id for text in texts for id in re.findall(r'(?<!hit\()"((?:scene|reason)\.[a-z_]+)"', text)}
    said -= {*KINDS, ANSWERED, QUEUED, REASSERTED, GAVE_UP, VERSION}  # of lines, not of sentences
    assert len(said) > 12
    assert said <= catalogue("en").keys() & catalogue("zh").keys()


async def test_a_failure_is_told_in_both_languages_with_the_devices_name_and_value(tmp_path):
    stage = await Stage(tmp_path).start()
    stage.far["lamp"].deaf = True
    run = stage.run()
    await stage.pass_(91)
    said = words(run.reason)
    assert said["en"].startswith("Not finished. Main projector")
    assert "Off" in said["en"]
    assert "主投影" in said["zh"]


async def test_every_end_of_an_order_has_its_sentence(tmp_path):
    stage = await Stage(tmp_path).start()
    order = stage.set("lamp/power", "on", CHEN)
    for state in OrderState:
        for reason in ("busy", "not_supported", "no_reply", "too_late", "lost", "nobody knows"):
            order.state, order.reason = state, reason
            said = Reasons(stage.hall).of(order)
            assert said.id in catalogue("en")
            assert "—" not in words(said)["en"]  # a parameter is missing
