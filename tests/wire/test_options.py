"""What a hall's file says about one device, and what a driver makes of it."""

from dataclasses import replace

import pytest

from drivers.catalog import get
from drivers.wire.driver import Driver
from drivers.wire.options import OptionError, Options, only


def _titled(driver: Driver, options: Options) -> Driver:
    only(driver.name, options, ("title", "colour"))
    return replace(driver, title=str(options.get("title", driver.title)), axes={"output": ()})


FITTING = replace(get("blackbird"), fit=_titled)


def test_a_driver_is_made_anew_from_its_options_and_then_sized() -> None:
    made = FITTING.fitted({"title": "of this hall"}, {"output": 2, "outlet": 9})
    assert (made.title, made.axes) == ("of this hall", {"output": (1, 2)})


def test_an_option_that_is_none_names_the_nearest() -> None:
    with pytest.raises(OptionError, match="blackbird has no option titel; did you mean title") as wrong:
        FITTING.fitted({"titel": "", "x": 1}, {})
    assert [(each.path, each.zh) for each in wrong.value] == [
        (("titel",), "blackbird 没有选项 titel；是否想写 title？"),
        (("x",), "blackbird 没有选项 x；可用的有 title, colour"),
    ]


def test_a_driver_without_options_of_its_own_takes_none() -> None:
    with pytest.raises(OptionError, match="blackbird has no option verbose"):
        get("blackbird").fitted({"verbose": 3}, {})
