"""What a script lets a supplier do wrong, a number of times: refuse, be silent, act and stay silent, lie.

Not here: doing it (`depot`). Faults are kept in memory: a restart heals the supplier.
"""

from enum import StrEnum

from pydantic import Field

from sandbox.fault_script import FaultScript, ScriptedFault


class FaultKind(StrEnum):
    SLOW = "slow"
    """Act, and answer only after that many seconds."""
    SILENT = "silent"
    """Neither act nor answer."""
    REJECT = "reject"
    """Say that it is sold out."""
    REFUSE = "refuse"
    """Say that the account is none."""
    BUSY = "busy"
    """Say that too much is asked at once."""
    ACT_THEN_DROP = "act-then-drop"
    """Act, and never answer."""
    LATE = "late"
    """Promise, and act that many seconds later; then call back."""
    HIDDEN = "hidden"
    """Promise nothing, know of nothing, and act all the same that many seconds later; then call back."""
    PARTIAL = "partial"
    """Send one less than was bought, and say that this is all."""
    SPLIT = "split"
    """Send one less than was bought, and the last one that many seconds later."""
    DUPLICATE = "duplicate"
    """Send the first code ever sold once more in place of a fresh one."""
    PRICE_CHANGED = "price-changed"
    """Ask one more (minor unit) than the shop expects, from now on."""
    MALFORMED = "malformed"
    """Act, and answer with what is no answer."""
    FAILED = "failed"
    """Act, and answer with status 500."""


class Fault(ScriptedFault):
    """A fault, and how long a delay is."""

    kind: FaultKind
    seconds: int = Field(default=0, ge=0)


class Faults(FaultScript[Fault]):
    """The faults still to come, one for each purchase, in the order they were added."""

    def next(self) -> Fault | None:
        """Return the fault of the next purchase and count it as used, None when there is none."""
        return self.take(lambda _: True)
