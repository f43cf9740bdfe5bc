"""What a script lets the gateway do wrong, a number of times, for one payment or for any.

Not here: doing it (`desk`, `notices`, `routes`). Faults are kept in memory: a restart heals the gateway.
"""

from enum import StrEnum

from pydantic import Field

from sandbox.fault_script import FaultScript, ScriptedFault

ANY = "*"


class FaultKind(StrEnum):
    # of notices
    SILENT = "silent"
    """Take the money and owe no notice."""
    DUPLICATE = "duplicate"
    """Owe two notices of the same payment."""
    DELAY = "delay"
    """Send the notice that many seconds later, and so after younger ones."""
    TAMPER = "tamper"
    """Change a notice after it was signed."""
    WRONG_AMOUNT = "wrong-amount"
    """Name another amount in one sending, rightly signed."""
    OTHER_MERCHANT = "other-merchant"
    """Send a notice that is meant for another merchant, rightly signed."""
    STALE = "stale"
    """Sign one sending an hour ago."""
    # of answers
    SLOW = "slow"
    """Answer that many seconds later."""
    DROP_BEFORE = "drop-before"
    """Do nothing and hang up."""
    DROP_REPLY = "drop-reply"
    """Act, and hang up."""
    REJECT = "reject"
    """Do nothing and say no."""
    MALFORMED = "malformed"
    """Act, and answer what can't be read."""
    UNSIGNED = "unsigned"
    """Act, and answer without a signature."""
    TOO_MANY = "429"
    """Do nothing and ask to wait."""
    ERROR = "500"
    """Act, and answer that something went wrong."""
    FORGET = "forget"
    """Not know a refund of this number (any more), and so give it again."""


class Fault(ScriptedFault):
    """A fault and what it strikes.

    `number` is the shop's number of a payment or refund, `what` a question: query, refund, refundquery, statement.
    """

    kind: FaultKind
    number: str = ANY
    what: str = ANY
    seconds: float = Field(default=0, ge=0)


class Faults(FaultScript[Fault]):
    """The faults still to come."""

    def strikes(self, kind: FaultKind, *, number: str, what: str = ANY) -> Fault | None:
        """Return the first such fault that is meant for this, counted as used; None when there is none."""
        return self.take(
            lambda fault: fault.kind is kind and fault.number in (ANY, number) and fault.what in (ANY, what)
        )
