"""The world that lives on: who is told by webhook, who writes mail, and the processes of the lives."""

import json
import os
import subprocess
import sys
import threading
from collections import Counter, defaultdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).parents[3]
HOST = "127.0.0.5"
DIED, ENDED = 9, 0


class Server(ThreadingHTTPServer):
    """Those who speak to it may die in the middle of a word."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Outside:
    """Hears letters: `arrived` counts them by way and key; a busy one takes each at the second try."""

    def __init__(self) -> None:
        self.arrived: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.tried: Counter[tuple[str, str]] = Counter()
        self.tickets: defaultdict[str, set[int]] = defaultdict(set)
        outside = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                status, answer = outside.hear(self.path, self.headers.get("Idempotency-Key", ""), body)
                self.send_response(status)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = Server((HOST, 0), Handler)
        self.url = f"http://{HOST}:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def hear(self, path: str, key: str, body: dict[str, Any]) -> tuple[int, bytes]:
        """One letter; the answer."""
        way = path.strip("/").partition("?")[0]
        self.tried[way, key] += 1
        if way == "grave":
            return 400, b"no"
        if way == "busy" and self.tried[way, key] == 1:
            return 503, b"later"
        self.arrived[way][key] += 1
        self.tickets[way] |= {one["ticket"] for one in body.get("news", ()) if "ticket" in one}
        return (200, b'{"errcode": 0}') if way == "robot" else (204, b"")


class Nursery:
    """A process that has read the whole program once, and every life is a copy of it: a second less."""

    def __init__(self) -> None:
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "tests.kill.lives.nursery"]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, env=env, cwd=ROOT, text=True)
        assert self._process.stdin
        assert self._process.stdout
        self._say, self._hear = self._process.stdin, self._process.stdout

    def begin(self, **life: Any) -> int:
        """Begin a life; its process."""
        self._say.write(json.dumps(life) + "\n")
        self._say.flush()
        return int(self._hear.readline())

    def end(self) -> int:
        """Wait until it is over; how it ended (-9: killed)."""
        return int(self._hear.readline())

    def close(self) -> None:
        """No more lives."""
        self._say.close()
        self._hear.close()
        self._process.wait()
