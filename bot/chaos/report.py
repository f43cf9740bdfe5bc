"""The report: what a rehearsal did to the shop, and what came of it.

Not here: the judging (bot.chaos.verdict).
"""

from dataclasses import asdict, dataclass, field
from typing import Any

from bot.chaos.verdict import Verdict

MOST_TOLD = 5


@dataclass(frozen=True)
class Reach:
    """How far the sweep of one database with one library has come."""

    declared: int
    died_at: int
    by_webhook_alone: tuple[str, ...]
    """Those of them that only a shop reaches to which updates are posted."""
    left: tuple[str, ...]
    """Where no bot has died yet."""


@dataclass
class Report:
    """Counts of one rehearsal or of several; `findings` are sentences about what is wrong."""

    kills: int = 0
    kills_at_work: int = 0
    """Those of the kills at random that hit a process which had worked since it started."""
    kills_at_points: int = 0
    lost_replies_telegram: int = 0
    lost_replies_commit: int = 0
    db_restarts: int = 0
    frozen: int = 0
    updates: int = 0
    orders: int = 0
    lost: int = 0
    doubled: int = 0
    repeats: int = 0
    repeats_unmarked: int = 0
    violations: int = 0
    untrue: int = 0
    """What the books say and the world outside knows otherwise, or the other way round."""
    points_missed: int = 0
    """Points at which no bot died in a sweep that is over."""
    points: dict[str, Reach] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)

    @property
    def lost_replies(self) -> int:
        """Of calls to Telegram and of COMMITs."""
        return self.lost_replies_telegram + self.lost_replies_commit

    @property
    def is_clean(self) -> bool:
        """Whether nothing is lost, doubled, repeated unmarked, broken, untrue, or left out of a sweep that is over."""
        wrong = (self.lost, self.doubled, self.repeats_unmarked, self.violations, self.untrue, self.points_missed)
        return not any(wrong)

    def add(self, verdict: Verdict, *, about: str) -> None:
        """Count a verdict in; `about` says in what rehearsal it was."""
        self.updates += verdict.updates
        self.lost += len(verdict.lost)
        self.doubled += len(verdict.doubled)
        self.repeats += verdict.repeats.total
        self.repeats_unmarked += verdict.repeats.unmarked
        self.violations += len(verdict.violations)
        self.untrue += len(verdict.untrue)
        wrong = [*verdict.lost, *verdict.doubled, *verdict.violations, *verdict.untrue]
        if verdict.repeats.unmarked:
            wrong.append(f"{verdict.repeats.unmarked} messages came twice and did not say so")
        self.findings += [f"{about}: {each}" for each in wrong[:MOST_TOLD]]

    def lose(self, what: str, *, about: str) -> None:
        """Count an answer that somebody waited for in vain."""
        self.lost += 1
        self.findings.append(f"{about}: {what}")

    def double(self, what: str, *, about: str) -> None:
        """Count something that is there more often than anybody wanted."""
        self.doubled += 1
        self.findings.append(f"{about}: {what}")

    def miss(self, point: str, *, about: str) -> None:
        """Count a point at which no bot died although the sweep is over."""
        self.points_missed += 1
        self.findings.append(f"{about}: the sweep is over and no bot died at {point}")

    def merge(self, other: "Report") -> None:
        """Count another rehearsal in."""
        for name, value in vars(other).items():
            if isinstance(value, int):
                setattr(self, name, getattr(self, name) + value)
        self.points |= other.points
        self.findings += other.findings

    def as_json(self) -> dict[str, Any]:  # Any: counts by name, and by ground how far its sweep has come
        """All but the findings."""
        counts = asdict(self)
        del counts["findings"]
        return {"kills": self.kills, "lost_replies": self.lost_replies} | counts
