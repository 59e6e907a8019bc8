"""The hall that is killed: small devices, every way to tell people, and short times, so that all that can
happen happens within some minutes of its clock.
"""

from pathlib import Path

SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZg=="
THEIRS = b"a-secret-of-both-desks"
HALL = """
version: 1
hall: {id: grand, name: {zh: 大礼堂, en: Grand Hall}, timezone: Asia/Shanghai}
contract: {call_back: CALLs}
faults: {hold: 2s, parents: 2s, rest: 3s, good: 1, comms: 1s, verify: 20s, settling: 5s, patience: 5s}
devices:
  lamp:
    {driver: lamp, address: "tcp://127.0.0.1:4000", fed_by: pdu/outlet/4, boot: 3s}
  matrix:
    driver: matrix
    address: tcp://127.0.0.1:4001
    fed_by: pdu/outlet/1
    boot: 3s
    healing: {steps: [reconnect, power], after: 5s, wait: 5s, cool_down: 60s, most: 10}
  spare: {driver: matrix, address: "tcp://127.0.0.1:4005", readiness: {route: {video_tie/4: 2}}}
  pdu: {driver: strip, address: "tcp://127.0.0.1:4002"}
scenes:
  lecture:
    name: {zh: 讲座, en: "Lecture LIFE"}
    params:
      preset: {name: P, range: [1, 99999], default: 1}
      input: {name: I, range: [1, 4], default: 1}
    steps:
      - {set: matrix/video_tie/1, to: {param: input}, within: 3s}
      - {invoke: spare/recall, args: {preset: {param: preset}}}
      - {set: spare/video_tie/2, to: {param: input}, within: 3s}
  asks:
    name: {zh: 问, en: Asks}
    params: {input: {name: I, range: [1, 4], default: 1}}
    steps: [{set: matrix/video_tie/3, to: {param: input}, within: 2s, on_fail: ask}]
  waits:
    name: {zh: 等, en: Waits}
    steps: [{wait: lamp/power, to: "on", within: 30s}, {set: spare/video_tie/3, to: 2, within: 3s}]
  tick: {name: {zh: 钟, en: Tick}, steps: [{set: spare/video_tie/1, to: 3, within: 3s}]}
schedules:
  tick: {scene: tick, at: "* * * * *", during_event: run}
contacts:
  chen: {name: Chen, reach: [{channel: hook}, {channel: grave}, {channel: busy}, {channel: robot}]}
  lead: {name: Lead, role: lead, reach: [{channel: hook}]}
roster:
  - {days: mon-sun, from: "00:00", until: "23:59", who: [chen]}
notify:
  wait: 2s
  interval: 40s
  escalation: {50: [lead], 80: [lead], 100: [lead], 150: [lead]}
  channels:
    hook: {kind: webhook, url: "OUTSIDE/hook", secret: SECRET, private: true}
    grave: {kind: webhook, url: "OUTSIDE/grave", secret: SECRET, private: true}
    busy: {kind: webhook, url: "OUTSIDE/busy", secret: SECRET, private: true}
    robot: {kind: wecom, url: "OUTSIDE/robot?key=k", private: true}
    city: {kind: webhook, url: "OUTSIDE/city", secret: SECRET, private: true}
  inbox: {kind: maildir, path: mail, every: 5s}
links:
  city: {channel: city, secret: THEIRS}
"""


def write(folder: Path, outside: str, life: str) -> Path:
    """The file as it is in this life: each has another name for a scene, and so another version of it, and
    another contract.
    """
    text = HALL.replace("OUTSIDE", outside).replace("SECRET", SECRET).replace("THEIRS", THEIRS.decode())
    (folder / "mail" / "new").mkdir(parents=True, exist_ok=True)
    text = text.replace("CALL", str(60 + int(life.strip("b"))))
    file = folder / "hall.yaml"
    file.write_text(text.replace("LIFE", life), encoding="utf-8")
    return file
