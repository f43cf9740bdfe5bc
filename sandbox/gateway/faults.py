"""What a script lets the gateway do wrong, a number of times: stay silent, tell twice, late, or falsely.

Not here: doing it (`notices`, `gateway`). Faults are kept in memory: a restart heals the gateway.
"""

from enum import StrEnum

from pydantic import Field

from sandbox.fault_script import FaultScript, ScriptedFault


class FaultKind(StrEnum):
    SILENT = "silent"
    """Take the money and owe no notice; only a redelivery tells of it."""
    DUPLICATE = "duplicate"
    """Owe two notices of the same event."""
    DELAY = "delay"
    """Send the notice that many seconds later."""
    WRONG_SIGNATURE = "wrong-signature"
    """Sign one sending with another key."""
    WRONG_AMOUNT = "wrong-amount"
    """Name another amount in one sending, rightly signed."""


class Fault(ScriptedFault):
    """A fault, and how long a delay is."""

    kind: FaultKind
    seconds: int = Field(default=0, ge=0)


class Faults(FaultScript[Fault]):
    """The faults still to come."""

    def strikes(self, kind: FaultKind) -> Fault | None:
        """Return the fault of that kind and count it as used, None when there is none."""
        return self.take(lambda fault: fault.kind is kind)
