"""A hall with two projectors, a switcher and the outlets that feed them, and two interlocks of its own."""

from .room import Room

HALL = """
lamp: {driver: lamp, address: 'tcp://127.0.0.1:4000', name: {zh: 主投影, en: Main projector},
       fed_by: pdu/outlet/4}
side: {driver: lamp, address: 'tcp://127.0.0.2:4000', fed_by: [pdu/outlet/2, pdu/outlet/3]}
matrix: {driver: matrix, address: 'tcp://127.0.0.1:4001', fed_by: pdu/outlet/1}
pdu: {driver: strip, address: 'tcp://127.0.0.1:4002', options: {critical: '1'}}
"""
GUARDS = """
guards:
  - never: {set: matrix/video_tie/1, to: 4}
    while: lamp/power is on
    because: {zh: 开灯时不可, en: not while the lamp burns}
  - never: {invoke: matrix/recall, args: {preset: 9}}
    because: {zh: 预设九已停用, en: preset nine is retired}
"""


async def grand(tmp_path):
    """The hall, started, every outlet live, and nothing on record yet."""
    room = await Room(tmp_path, HALL, GUARDS).start()
    for far in room.far.values():
        for place in far.holds:
            if place.key == "outlet":
                far.holds[place] = True
    await room.pass_(6)
    room.journal.lines.clear()
    return room
