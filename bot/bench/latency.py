"""How long an update takes: its webhook's answer, its turn, its sending; how many go through; memory and start-up.

Not here: the people (bot.bench.visitors) or the bot's own notes (bot.bench.probe). Bot and sandbox are real processes
that talk over HTTP and share this machine's cores; the sandbox has the people and its web server in one.
"""

import base64
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import typer

from bot.bench.probe import UNLIMITED, Note
from bot.bench.shop import open_bench_shop, restock
from bot.bench.visitors import Phase, Played, Visitors
from bot.clock import SystemClock
from bot.demo.processes import HOST, TOKEN, WEBHOOK_SECRET, three_free_ports
from bot.process import CannotStart
from sandbox.limits import Limits
from sandbox.server import create_app, running
from sandbox.world import World

RATES = (50, 200)
RUSH = 200
"""Updates a second from people who don't wait for their answers, which leave at the rate that the platform allows."""

PEOPLE = 256
PEOPLE_AT_ONCE = 64
CARDS_EACH = 100
LIBRARIES = ("aiogram", "ptb")

START_SECONDS = 60.0
STOP_SECONDS = 30.0
LOOK_SECONDS = 0.02
_ROOT = Path(__file__).parent.parent.parent

Say = Callable[[str], None]


@dataclass(frozen=True)
class Times:
    """How long something took, in the middle and for the slowest of a hundred, in milliseconds."""

    p50_ms: float
    p99_ms: float

    @classmethod
    def of(cls, notes: Sequence[Note], phase: Played) -> "Times":
        """Of what happened during that phase."""
        took = sorted(seconds for at, seconds in notes if phase.begun <= at <= phase.ended)
        if not took:
            return cls(0.0, 0.0)
        return cls(took[len(took) // 2] * 1000, took[int(len(took) * 0.99)] * 1000)

    def as_json(self) -> dict[str, float]:
        """For programs."""
        return {"p50_ms": round(self.p50_ms, 1), "p99_ms": round(self.p99_ms, 1)}


@dataclass(frozen=True)
class Latencies:
    """What an update takes at one rate: until its webhook is answered, its turn is committed, its answer is sent."""

    updates_per_s: float
    intake: Times
    turn: Times
    courier: Times

    def as_json(self) -> dict[str, object]:
        """For programs."""
        return {
            "updates_per_s": round(self.updates_per_s, 1),
            "intake": self.intake.as_json(),
            "turn": self.turn.as_json(),
            "courier": self.courier.as_json(),
        }


@dataclass(frozen=True)
class Footprint:
    """What a bot takes to be there: seconds until it serves, and megabytes in memory."""

    start_s: float
    memory_mb: float

    def as_json(self) -> dict[str, float]:
        """For programs."""
        return {"start_s": round(self.start_s, 2), "memory_mb": round(self.memory_mb, 1)}


@dataclass(frozen=True)
class Report:
    """Everything that `./xiaoer bench latency` finds out."""

    rates: dict[int, Latencies]
    rush: Latencies
    end_to_end_per_s: float
    footprints: dict[str, Footprint]

    def as_json(self) -> dict[str, object]:
        """The one object that `--json` prints."""
        return {
            "latency": {str(rate): found.as_json() for rate, found in self.rates.items()},
            f"{RUSH}_within_limits": self.rush.as_json(),
            "end_to_end_updates_per_s": round(self.end_to_end_per_s, 1),
            "drivers": {library: found.as_json() for library, found in self.footprints.items()},
        }

    def as_text(self) -> str:
        """A small table."""
        lines = [f"{'p50/p99 in ms':32}{'intake':>12}{'turn':>12}{'courier':>12}"]
        lines += [_row(f"{found.updates_per_s:.0f} updates/s", found) for found in self.rates.values()]
        lines.append(_row(f"{self.rush.updates_per_s:.0f} updates/s, 30 calls/s", self.rush))
        lines.append(f"{PEOPLE_AT_ONCE} people, each acting when answered, make {self.end_to_end_per_s:.0f} updates/s.")
        for library, found in self.footprints.items():
            lines.append(f"{library}: serves after {found.start_s:.1f} s, takes {found.memory_mb:.0f} MB.")
        return "\n".join(lines)


def play(*, seconds: float, as_json: bool) -> None:
    """Measure, and print what was found; how far it is goes to stderr."""
    report = measure(seconds=seconds, say=lambda text: typer.echo(text, err=True))
    typer.echo(json.dumps(report.as_json(), indent=2) if as_json else report.as_text())


def measure(*, seconds: float, say: Say) -> Report:
    """Measure everything with about so many seconds of load; `say` hears how far it is."""
    each = seconds / 4
    say("Purchases at even rates, then as many as there can be …")
    bought = _play([*(Phase(PEOPLE, each, rate) for rate in RATES), Phase(PEOPLE_AT_ONCE, each)], UNLIMITED)
    say("A rush …")
    rush = _play([Phase(PEOPLE, each, RUSH, are_patient=False)])
    footprints = {}
    for library in LIBRARIES:
        say(f"Starting with {library} …")
        footprints[library] = _footprint(library)
    rates = {rate: bought.latencies(n) for n, rate in enumerate(RATES)}
    return Report(rates, rush.latencies(0), bought.phases[-1].per_second, footprints)


@dataclass(frozen=True)
class _Observed:
    """What the people did, how long the webhook took to answer, and what the bot noted itself."""

    phases: list[Played]
    answers: list[Note]
    turns: list[Note]
    sendings: list[Note]

    def latencies(self, n: int) -> Latencies:
        """Of the phase with that number."""
        phase = self.phases[n]
        return Latencies(
            phase.per_second,
            intake=Times.of(self.answers, phase),
            turn=Times.of(self.turns, phase),
            courier=Times.of(self.sendings, phase),
        )


def _row(name: str, found: Latencies) -> str:
    cells = [f"{each.p50_ms:.0f}/{each.p99_ms:.0f}" for each in (found.intake, found.turn, found.courier)]
    return f"{name:32}" + "".join(f"{cell:>12}" for cell in cells)


def _play(phases: list[Phase], *options: str) -> _Observed:
    """Let the people at a new shop and its bot."""
    answers: list[Note] = []
    world = World(limits=Limits(are_enforced=False))
    world.bots.add(TOKEN)
    visitors = Visitors(world, phases)
    app = create_app(world, beside=[visitors.run], on_answer=lambda took: answers.append((time.time(), took)))
    most_seconds = START_SECONDS + 5 * sum(phase.seconds for phase in phases)
    with _folder() as folder, running(app, world) as sandbox_url:
        _open_shop(folder)
        with _bot(folder, sandbox_url, ["-m", "bot.bench.probe", "notes.json", *options]) as bot:
            _wait_until(visitors.played.done, bot, folder, most_seconds=most_seconds)
        noted = json.loads((folder / "notes.json").read_text(encoding="utf-8"))
    world.close()
    return _Observed(visitors.played.result(), answers, noted["turns"], noted["sendings"])


def _footprint(library: str) -> Footprint:
    """Start the bot as anybody would, and look at it once it serves."""
    world = World()
    world.bots.add(TOKEN)
    with _folder() as folder, running(create_app(world), world) as sandbox_url:
        begun = time.monotonic()
        with _bot(folder, sandbox_url, ["-m", "bot", "run"], TELEGRAM_DRIVER=library) as bot:
            _wait_until(lambda: _is_posted_to(sandbox_url), bot, folder, most_seconds=START_SECONDS)
            footprint = Footprint(time.monotonic() - begun, _memory_mb(bot.pid))
    world.close()
    return footprint


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="xiaoer-latency-") as folder:
        yield Path(folder)


def _is_posted_to(sandbox_url: str) -> bool:
    """Whether the bot has told the platform where it wants its updates: the last thing it does to be there."""
    told = httpx.get(f"{sandbox_url}/bot{TOKEN}/getWebhookInfo", trust_env=False).json()
    return bool(told["result"]["url"])


def _wait_until(
    is_so: Callable[[], bool], bot: "subprocess.Popen[bytes]", folder: Path, *, most_seconds: float
) -> None:
    """Look again and again. Raises CannotStart when the bot has ended, or nothing comes of it in that time."""
    deadline = time.monotonic() + most_seconds
    while not is_so():
        if bot.poll() is not None or time.monotonic() > deadline:
            *_, last = ["it said nothing", *_log_in(folder).read_text(encoding="utf-8").splitlines()]
            raise CannotStart(f"The bot to be measured did not serve to the end: {last}")
        time.sleep(LOOK_SECONDS)


def _memory_mb(process_id: int) -> float:
    """What of it lies in memory, as `ps` says."""
    told = subprocess.run(  # noqa: S603 - our own process
        ["ps", "-o", "rss=", "-p", str(process_id)],  # noqa: S607 - wherever this machine has it
        capture_output=True,
        text=True,
        check=True,
    )
    return int(told.stdout) / 1024


def _open_shop(folder: Path) -> None:
    clock = SystemClock()
    with open_bench_shop(
        _database_url(folder), customers=PEOPLE, writers=1, now=clock.now(), language="en"
    ) as database:
        restock(database, clock, cards_each=CARDS_EACH)


@contextmanager
def _bot(folder: Path, sandbox_url: str, command: list[str], **settings: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A bot that is posted to, in a process of its own, ended politely."""
    port = three_free_ports()
    environment = {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_BASE": sandbox_url,
        "TELEGRAM_UPDATES": "webhook",
        "TELEGRAM_WEBHOOK_SECRET": WEBHOOK_SECRET,
        "PUBLIC_URL": f"http://{HOST}:{port}",
        "LISTEN_PORT": str(port),
        "DATABASE_URL": _database_url(folder),
        "XIAOER_SECRET_KEY": f"bench:{base64.b64encode(bytes(range(32))).decode()}",
        "PYTHONPATH": str(_ROOT),
    }
    log = _log_in(folder).open("ab")
    bot = subprocess.Popen(  # noqa: S603 - this Python, with arguments of ours
        [sys.executable, *command], env=os.environ | environment | settings, cwd=folder, stdout=log, stderr=log
    )
    try:
        yield bot
        bot.send_signal(signal.SIGTERM)
        bot.wait(STOP_SECONDS)
    finally:
        bot.kill()
        bot.wait()
        log.close()


def _log_in(folder: Path) -> Path:
    return folder / "bot.log"


def _database_url(folder: Path) -> str:
    return f"sqlite:///{folder / 'shop.db'}"
