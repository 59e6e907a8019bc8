"""R22: "the lectern on the main screen" is the ties and the projector's input by the cabling, and is done
once the projector, asked, looks there.
"""

from pathlib import Path

from tests.stories.hall import opened

SCENE = "name: {zh: 上屏, en: On the screen}\nsteps: [{show: Lectern, on: Main screen}]\n"


async def test_r22_the_lectern_on_the_main_screen_turns_the_projector_there(tmp_path: Path) -> None:
    (tmp_path / "scenes").mkdir()
    (tmp_path / "scenes" / "on-screen.yaml").write_text(SCENE, encoding="utf-8")
    async with opened(tmp_path) as hall:
        await hall.devices.panel("main-projector", power="on", input="hdmi 2")
        await hall.devices.panel("matrix", **{"video_tie/1": 3})
        lead = await hall.person("lead")
        tablet = await lead.tablet()
        await tablet.shows("main-projector/input", "hdmi 2")
        await tablet.shows("matrix/video_tie/1", 3)
        _, preview = await lead.ask("GET", "/scenes/on-screen/preview")
        moves = {step["ref"]: step["then"] for step in preview["steps"] if step.get("ref")}
        assert moves == {"matrix/video_tie/1": 1, "main-projector/input": "hdmi 1"}
        assert "Main projector hdmi 1" in str(preview["steps"])
        run = await tablet.ended(await tablet.run("on-screen"))
        assert run["state"] == "done"
        assert (await hall.devices.model("main-projector"))["input"] == "hdmi 1"
        assert (await hall.devices.model("matrix"))["video_tie/1"] == 1
