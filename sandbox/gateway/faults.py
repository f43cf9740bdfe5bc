"""What a script lets the gateway do wrong, a number of times: stay silent, tell twice, late, or falsely.

Not here: doing it (`notices`, `gateway`). Faults are kept in memory: a restart heals the gateway.
"""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


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


class Fault(BaseModel):
    """A fault, how often it still happens, and how long a delay is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: FaultKind
    times: int = Field(default=1, ge=1)
    seconds: int = Field(default=0, ge=0)


class Faults:
    """The faults still to come."""

    def __init__(self) -> None:
        self._armed: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._armed.append(fault)

    def all(self) -> list[Fault]:
        return list(self._armed)

    def strikes(self, kind: FaultKind) -> Fault | None:
        """Return the fault of that kind and count it as used, None when there is none."""
        for place, fault in enumerate(self._armed):
            if fault.kind is kind:
                left = [fault.model_copy(update={"times": fault.times - 1})] if fault.times > 1 else []
                self._armed[place : place + 1] = left
                return fault
        return None
