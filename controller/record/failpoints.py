"""Places where a test may kill the process, and bugs a test may plant: off unless the environment names
them.

`AUDITORIUM_FAILPOINT=journal.before_commit:3` ends the process, as kill -9 would, the third time that point
is reached. `AUDITORIUM_PLANT=ack_before_commit` switches a known bug on, so that the harness which should
catch it can be seen to catch it. A reliability test that has never failed proves nothing.
"""

import os

_CODE = 9
_armed, _, _count = os.environ.get("AUDITORIUM_FAILPOINT", "").partition(":")
_left = {_armed: int(_count or 1)} if _armed else {}
_planted = frozenset(os.environ.get("AUDITORIUM_PLANT", "").split(",")) - {""}


def hit(name: str) -> None:
    """Pass the point `name`; the process ends here, unflushed, if the environment armed it and the count is
    up.
    """
    if name not in _left:
        return
    _left[name] -= 1
    if _left[name] <= 0:
        os._exit(_CODE)


def planted(bug: str) -> bool:
    """Whether the environment asked for this known bug."""
    return bug in _planted
