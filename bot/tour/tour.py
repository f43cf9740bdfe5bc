"""The tour: plays named scenes with real processes over real HTTP and says whether everything went as it should.

Not here: the scenes themselves (bot.tour.scenes). Their shops stay until the next tour, for `audit --demo`.
"""

import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from bot.auditing import audit_folder
from bot.demo.folder import TOUR, DemoFolder
from bot.demo.processes import Begin, begin_afresh
from bot.process import CannotStart
from bot.tour.scenes import (
    broadcast,
    bulk,
    buy,
    change_of_mind,
    claim_race,
    compensation,
    complaint,
    coupon,
    crash,
    diagnose,
    expire,
    follow_up,
    late_payment,
    maintenance,
    one_line,
    search,
    stars,
    supplier_fallback,
    unfreeze,
    waiting_list,
)
from bot.tour.stage import Stage, open_stage
from bot.tour.transcript import Transcript
from sandbox.client import SandboxError


@dataclass(frozen=True)
class Scene:
    """A part of the story that stands by itself."""

    name: str
    about: str
    play: Callable[[Stage], None]


SCENES = (
    Scene("buy", "小美 pays from her balance, Tom pays online; both have their codes at once", buy.play),
    Scene("change-of-mind", "change, go back, ask aside, continue, cancel, order again", change_of_mind.play),
    Scene("crash", "kill -9 in the middle of an order, twice; nothing is lost or doubled", crash.play),
    Scene("expire", "an order nobody pays: reminded, closed, paid too late", expire.play),
    Scene("complaint", "a card does not work: ticket, topic, claim, answers both ways, rating", complaint.play),
    Scene("claim-race", "twenty agents claim one ticket at the same moment; one gets it", claim_race.play),
    Scene("compensation", "paid, and nothing came: looked into, made up for once", compensation.play),
    Scene("follow-up", "a question that a dead bot missed: asked once, and by day", follow_up.play),
    Scene("broadcast", "news for sixty, killed on the way: nobody twice, nobody forgotten", broadcast.play),
    Scene("maintenance", "the shop closes for half an hour, politely, and tells who waited", maintenance.play),
    Scene("coupon", "two campaigns: the better coupon by itself, another chosen, a crash, used once", coupon.play),
    Scene("bulk", "a licence approved, 36 orders in one file, killed while buying: each bought once", bulk.play),
    Scene("late-payment", "paid but not told, paid too late, paid twice: no cent is lost", late_payment.play),
    Scene("stars", "an invoice in the chat, killed as it is paid; old invoices take nothing; given back", stars.play),
    Scene("supplier-fallback", "suppliers busy, silent, sold out; nothing bought twice", supplier_fallback.play),
    Scene("diagnose", "unpaid, unopened, sold out, slow, dead: the cause named, the remedy a button", diagnose.play),
    Scene("waiting-list", "sold out: a place in line, one kept for half an hour, then the next's", waiting_list.play),
    Scene("unfreeze", "six orders in a minute: a phone is asked for; a frozen account frees itself", unfreeze.play),
    Scene("one-line", "orders in one sentence: all said, one thing to choose, a slip mended", one_line.play),
    Scene("search", "goods found by typo, pinyin, initials, sound, amount; what is not there is said", search.play),
)


def names(scenes: Sequence[Scene] = SCENES) -> int:
    """Name the scenes, a line each."""
    for scene in scenes:
        typer.echo(f"{scene.name:<19}{scene.about}")
    return 0


def play(
    wanted: Sequence[str],
    *,
    scenes: Sequence[Scene] = SCENES,
    folder: Path = TOUR,
    begin: Begin = begin_afresh,
) -> int:
    """Play the scenes wanted, all if none is named; returns 0 only if every expectation held. Raises CannotStart."""
    chosen = _chosen(wanted, scenes)
    transcript = Transcript()
    started = time.monotonic()
    shutil.rmtree(folder, ignore_errors=True)
    failed = [scene.name for scene in chosen if not _went_well(scene, folder / scene.name, transcript, begin)]
    if failed:
        transcript.failed(f"Not as expected: {', '.join(failed)}.")
        return 1
    transcript.narrate("The shops of the tour stay where they are: ./xiaoer audit --demo checks them again.")
    transcript.checked(f"All as expected: {len(chosen)} of {len(chosen)} scenes, {time.monotonic() - started:.0f} s.")
    return 0


def _chosen(wanted: Sequence[str], scenes: Sequence[Scene]) -> list[Scene]:
    known = {scene.name: scene for scene in scenes}
    for name in wanted:
        if name not in known:
            raise CannotStart(f"There is no scene {name!r}: choose from {', '.join(known)}.")
    return [known[name] for name in wanted or known]


def _went_well(scene: Scene, path: Path, transcript: Transcript, begin: Begin) -> bool:
    transcript.title(scene.name, scene.about)
    started = time.monotonic()
    try:
        with open_stage(path, transcript, begin) as stage:
            scene.play(stage)
    except (AssertionError, CannotStart, SandboxError) as unexpected:
        transcript.failed(f"{unexpected}\n    (What the bot and the sandbox logged is in {path}.)")
        return False
    report = audit_folder(DemoFolder(path))
    if not report.is_sound:
        transcript.failed(report.as_text())
        return False
    transcript.checked(f"every invariant of the shop holds ({time.monotonic() - started:.0f} s)")
    return True
