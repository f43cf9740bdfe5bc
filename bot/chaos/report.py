"""The report: what a rehearsal did to the shop, and what came of it.

Not here: the judging (bot.chaos.verdict).
"""

from dataclasses import asdict, dataclass, field

from bot.chaos.verdict import Verdict

MOST_TOLD = 5


@dataclass
class Report:
    """Counts of one rehearsal or of several; `findings` are sentences about what is wrong."""

    kills: int = 0
    lost_replies: int = 0
    db_restarts: int = 0
    updates: int = 0
    orders: int = 0
    lost: int = 0
    doubled: int = 0
    repeats: int = 0
    repeats_unmarked: int = 0
    violations: int = 0
    findings: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether nothing is lost, doubled, repeated without saying so, or broken."""
        return not (self.lost or self.doubled or self.repeats_unmarked or self.violations)

    def add(self, verdict: Verdict, *, about: str) -> None:
        """Count a verdict in; `about` says in what rehearsal it was."""
        self.updates += verdict.updates
        self.lost += len(verdict.lost)
        self.doubled += len(verdict.doubled)
        self.repeats += verdict.repeats.total
        self.repeats_unmarked += verdict.repeats.unmarked
        self.violations += len(verdict.violations)
        wrong = [*verdict.lost, *verdict.doubled, *verdict.violations]
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

    def merge(self, other: "Report") -> None:
        """Count another rehearsal in."""
        for name, value in other.as_json().items():
            setattr(self, name, getattr(self, name) + value)
        self.findings += other.findings

    def as_json(self) -> dict[str, int]:
        """The counts by name."""
        counts = asdict(self)
        del counts["findings"]
        return counts
