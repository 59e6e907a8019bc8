"""`python -m bench.every`: what a hall with one device of every driver weighs, polled as the drivers say."""

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SETTLE, WINDOW = 20.0, 30.0
HOST = "127.77.0.1"
"""An address of this machine on which nobody else shows a hall."""
TICK = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Start it, let it settle, weigh it, and print a line."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        words = [
            sys.executable,
            "-m",
            "web",
            "demo",
            "--every",
            "--port",
            "18990",
            "--data",
            f"{folder}/record",
        ]
        there = {**os.environ, "AUDITORIUM_DEMO_HOST": HOST}
        with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=there) as service:
            _until(service, "Ctrl-C")
            devices = _devices(Path(folder))
            time.sleep(SETTLE)
            before, begun = _cpu(service.pid), time.monotonic()
            time.sleep(WINDOW)
            used = (_cpu(service.pid) - before) / (time.monotonic() - begun)
            memory = _memory(service.pid)
            service.terminate()
    print(f"{devices} devices: {used:.3f} core, {memory:.0f} MiB resident")


def _devices(folder: Path) -> int:
    from web.demo.every import hall

    return len(re.findall(r"(?m)^  [a-z0-9-]+: \{", hall("127.0.0.1", folder)))


def _until(service: "subprocess.Popen[str]", word: str) -> None:
    for line in service.stdout or ():
        if word in line:
            return
    raise RuntimeError("it ended before it began")


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def _memory(pid: int) -> float:
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


if __name__ == "__main__":
    main()
