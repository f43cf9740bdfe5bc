"""The demo's processes: the sandbox and the bot, each a real one of its own, started and ended by their ids.

Not here: what is played with them (bot.demo.show, bot.tour).
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bot.demo.folder import DemoFolder
from bot.process import CannotStart

TOKEN = "1000001:DEMO-TOKEN-GOOD-FOR-NOTHING-ELSE"  # noqa: S105 - the sandbox believes any token
BOT_NAME = "xiaoer_bot"
GATEWAY_KEY = "demo-gateway-key"

START_SECONDS = 60
STOP_SECONDS = 15


@dataclass
class DemoShop:
    """A sandbox and a bot on two ports of this machine."""

    folder: DemoFolder
    port: int
    admins: tuple[int, ...] = ()
    _running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def sandbox_url(self) -> str:
        """Where the sandbox is."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def bot_url(self) -> str:
        """Where the bot listens for payment callbacks and questions after its health."""
        return f"http://127.0.0.1:{self.port + 1}"

    def start_sandbox(self) -> None:
        """Start the local Telegram and wait until it answers."""
        options = ["--port", str(self.port), "--db", str(self.folder.sandbox_db)]
        options += ["--bot", f"{TOKEN}:{BOT_NAME}", "--gateway-key", GATEWAY_KEY]
        self._start("sandbox", ["-m", "sandbox", *options], {})
        self._wait_for("sandbox", f"{self.sandbox_url}/people")

    def start_bot(self) -> None:
        """Start the bot and wait until it answers."""
        self._start("bot", ["-m", "bot", "run"], self.bot_environment())
        self._wait_for("bot", f"{self.bot_url}/health")

    def bot_environment(self) -> dict[str, str]:
        """The bot's settings, as its environment."""
        return {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_BASE": self.sandbox_url,
            "XIAOER_SECRET_KEY": self.folder.key,
            "DATABASE_URL": self.folder.database_url,
            "LISTEN_PORT": str(self.port + 1),
            "GATEWAY_URL": f"{self.sandbox_url}/gateway",
            "GATEWAY_KEY": GATEWAY_KEY,
            "ADMIN_TELEGRAM_IDS": f"[{','.join(map(str, self.admins))}]",
        }

    def kill_bot(self) -> None:
        """End the bot as a power cut would."""
        bot = self._running.pop("bot")
        bot.kill()
        bot.wait()

    def stop(self) -> None:
        """End what is running, the bot first, politely and then for good."""
        for name in ("bot", "sandbox"):
            process = self._running.pop(name, None)
            if process is not None:
                _end(process)

    def ended(self) -> str | None:
        """The name of a process that has ended by itself."""
        return next((name for name, process in self._running.items() if process.poll() is not None), None)

    def log(self, name: str) -> Path:
        """Where a process writes what it has to say."""
        return self.folder.path / f"{name}.log"

    def _start(self, name: str, arguments: list[str], environment: dict[str, str]) -> None:
        with self.log(name).open("ab") as log:
            self._running[name] = subprocess.Popen(
                [sys.executable, *arguments],
                env=os.environ | environment,
                cwd=Path(__file__).parent.parent.parent,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for us: we end them in their order
            )

    def _wait_for(self, name: str, address: str) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._running[name].poll() is None:
            try:
                if httpx.get(address, timeout=5, trust_env=False).is_success:
                    return
            except httpx.TransportError:
                time.sleep(0.05)
        raise CannotStart(self._why_not(name))

    def _why_not(self, name: str) -> str:
        said = self.log(name).read_text(encoding="utf-8").strip().splitlines()
        return f"The {name} did not start: {said[-1] if said else 'it said nothing'}"


@contextmanager
def running(shop: DemoShop) -> Iterator[DemoShop]:
    """The shop with both processes, ended at the end whatever happens."""
    try:
        shop.start_sandbox()
        shop.start_bot()
        yield shop
    finally:
        shop.stop()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
