"""The demo's processes: sandbox, bot and console, each a real one of its own, started and ended by their ids.

Not here: what is played with them (bot.demo.show, bot.tour).
"""

import os
import secrets
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Protocol

import httpx

from bot.clock import MovableClock
from bot.demo import suppliers
from bot.demo.folder import DemoFolder
from bot.demo.suppliers import Supplied
from bot.gateways.sign_type import SignType
from bot.process import CannotStart

TOKEN = "1000001:DEMO-TOKEN-GOOD-FOR-NOTHING-ELSE"  # noqa: S105 - the sandbox believes any token
BOT_NAME = "xiaoer_bot"
BOT_TITLE = "小二 Xiaoer"
GATEWAY_KEY = "demo-gateway-key"
EPAY_MERCHANT, EPAY_KEY = "1001", "demo-epay-key"
EPAY_NAME = "易支付 E-pay"
WEBHOOK_SECRET = "demo-webhook-secret-good-for-nothing-else"  # noqa: S105 - the sandbox is on this machine
HOST = "127.0.0.1"

FREE_PORTS = range(20_000, 32_000)
"""Below those that Linux and macOS lend to outgoing connections, which could take one before we do."""

START_SECONDS = 60
STOP_SECONDS = 15


class Process(Protocol):
    """What a shop asks of a process that it began; `subprocess.Popen` is one."""

    def poll(self) -> int | None:
        """Its exit status, if it has ended."""

    def terminate(self) -> None:
        """Ask it to end."""

    def kill(self) -> None:
        """End it at once."""

    def wait(self, timeout: float | None = None) -> int:
        """Its exit status, as soon as it has ended. Raises subprocess.TimeoutExpired."""


class Begin(Protocol):
    """A way to run `python -m module` with these arguments, more in its environment, and its output in a log."""

    def __call__(self, module: str, arguments: Sequence[str], environment: Mapping[str, str], log: Path) -> Process:
        """The process, on its way up."""


def begin_afresh(module: str, arguments: Sequence[str], environment: Mapping[str, str], log: Path) -> Process:
    """Run it in an interpreter of its own."""
    with log.open("ab") as output:
        return subprocess.Popen(  # noqa: S603 - this Python, with arguments of ours
            [sys.executable, "-m", module, *arguments],
            env=os.environ | environment,
            cwd=Path(__file__).parent.parent.parent,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,  # Ctrl-C is for us: we end them in their order
        )


@dataclass
class DemoShop:
    """A sandbox, a bot and a console on three neighbouring ports of this machine."""

    folder: DemoFolder
    port: int
    admins: tuple[int, ...] = ()
    has_page: bool = True
    supplied: tuple[Supplied, ...] = ()
    begin: Begin = begin_afresh
    _running: dict[str, Process] = field(default_factory=dict)

    @property
    def bot_port(self) -> int:
        """Where the bot listens, beside the sandbox."""
        return self.port + 1

    @property
    def console_port(self) -> int:
        """Where the staff's web pages are, beside the bot."""
        return self.port + 2

    @property
    def sandbox_url(self) -> str:
        """Where the sandbox is."""
        return f"http://{HOST}:{self.port}"

    @property
    def bot_url(self) -> str:
        """Where the bot listens for payment callbacks and questions after its health."""
        return f"http://{HOST}:{self.bot_port}"

    @property
    def console_url(self) -> str:
        """Where the staff's web pages are; a link to sign in with comes from the bot, to /console."""
        return f"http://{HOST}:{self.console_port}"

    def start_sandbox(self) -> None:
        """Start the local Telegram."""
        options = ["--port", str(self.port), "--db", str(self.folder.sandbox_db)]
        options += ["--bot", f"{TOKEN}:{BOT_NAME}:{BOT_TITLE}", "--gateway-key", GATEWAY_KEY]
        options += ["--epay", f"{EPAY_MERCHANT}:{EPAY_KEY}"]
        options += [] if self.has_page else ["--no-page"]
        options += suppliers.sandbox_options(self.supplied)
        self._start("sandbox", "sandbox", options, {})

    def start_bot(self) -> None:
        """Start the bot; it waits for a sandbox that is still starting."""
        self._start("bot", "bot", ["run"], self.bot_environment())

    def start_console(self) -> None:
        """Start the staff's web pages; they need the bot only for what is done on them."""
        self._start("console", "bot", ["console"], self.bot_environment())

    def wait_until_ready(self) -> None:
        """Return when everything that was started answers. Raises CannotStart."""
        addresses = {
            "sandbox": f"{self.sandbox_url}/people",
            "bot": f"{self.bot_url}/health",
            "console": f"{self.console_url}/health",
        }
        with httpx.Client(timeout=5, trust_env=False, verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)) as http:
            for name in self._running:
                self._wait_for(name, addresses[name], http)

    def bot_environment(self) -> dict[str, str]:
        """The settings of the bot and the console, as their environment."""
        return self._suppliers() | {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_BASE": self.sandbox_url,
            "XIAOER_SECRET_KEY": self.folder.key,
            "DATABASE_URL": self.folder.database_url,
            "LISTEN_PORT": str(self.bot_port),
            "PUBLIC_URL": self.bot_url,
            "TELEGRAM_WEBHOOK_SECRET": WEBHOOK_SECRET,
            "CONSOLE_PORT": str(self.console_port),
            "CONSOLE_URL": self.console_url,
            "GATEWAY_URL": f"{self.sandbox_url}/gateway",
            "GATEWAY_KEY": GATEWAY_KEY,
            "EPAY_URL": f"{self.sandbox_url}/epay",
            "EPAY_MERCHANT": EPAY_MERCHANT,
            "EPAY_KEY": EPAY_KEY,
            "EPAY_SIGN_TYPE": SignType.HMAC_SHA256.value,
            "EPAY_NAME": EPAY_NAME,
            "CLOCK_FILE": str(self.folder.clock),
            "ADMIN_TELEGRAM_IDS": ",".join(map(str, self.admins)),
        }

    def _suppliers(self) -> dict[str, str]:
        file = self.folder.path / "suppliers.toml"
        return suppliers.bot_environment(self.supplied, file=file, sandbox_url=self.sandbox_url)

    def forward_clock(self, length: timedelta) -> None:
        """Let time pass for the shop; the sandbox has a clock of its own."""
        MovableClock(self.folder.clock).forward(length)

    def kill_bot(self) -> None:
        """End the bot as a power cut would."""
        bot = self._running.pop("bot")
        bot.kill()
        bot.wait()

    def stop(self) -> None:
        """End what is running, the sandbox last, politely and then for good."""
        for name in ("console", "bot", "sandbox"):
            process = self._running.pop(name, None)
            if process is not None:
                _end(process)

    def ended(self) -> str | None:
        """The name of a process that has ended by itself."""
        return next((name for name, process in self._running.items() if process.poll() is not None), None)

    def log(self, name: str) -> Path:
        """Where a process writes what it has to say."""
        return self.folder.path / f"{name}.log"

    def _start(self, name: str, module: str, arguments: list[str], environment: dict[str, str]) -> None:
        self.folder.path.mkdir(parents=True, exist_ok=True)
        self._running[name] = self.begin(module, arguments, environment, self.log(name))

    def _wait_for(self, name: str, address: str, http: httpx.Client) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._running[name].poll() is None:
            try:
                if http.get(address).is_success:
                    return
            except httpx.TransportError:
                time.sleep(0.05)
        raise CannotStart(self._why_not(name))

    def _why_not(self, name: str) -> str:
        said = self.log(name).read_text(encoding="utf-8").strip().splitlines()
        return f"The {name} did not start: {said[-1] if said else 'it said nothing'}"


def three_free_ports() -> int:
    """A port that is free together with the two after it, which is what a demo shop needs. Raises CannotStart."""
    for _ in range(50):
        port = FREE_PORTS.start + secrets.randbelow(len(FREE_PORTS))
        with socket.socket() as first, socket.socket() as second, socket.socket() as third:
            try:
                for number, each in enumerate((first, second, third)):
                    each.bind((HOST, port + number))
            except OSError:
                continue
            return port
    raise CannotStart("No three neighbouring ports are free on this machine.")


def _end(process: Process) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
