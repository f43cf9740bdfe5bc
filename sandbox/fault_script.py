"""The fault script of a stand-in: what a test or a tour lets it do wrong, a number of times.

Not here: which faults there are, and doing them (each stand-in has its own), or the platform's own faults
(`sandbox.faults`). A script is kept in memory: a restart heals.
"""

from collections.abc import Callable
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field


class ScriptedFault(BaseModel):
    """A fault and how often it still happens."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    times: int = Field(default=1, ge=1)


F = TypeVar("F", bound=ScriptedFault)


class FaultScript(Generic[F]):
    """The faults still to come, in the order they were added."""

    def __init__(self) -> None:
        self._to_come: list[F] = []

    def add(self, fault: F) -> None:
        self._to_come.append(fault)

    def all(self) -> list[F]:
        return list(self._to_come)

    def clear(self) -> None:
        """Let nothing go wrong any more."""
        self._to_come.clear()

    def take(self, is_meant: Callable[[F], bool]) -> F | None:
        """Return the first fault that is meant and count it as used; None when there is none."""
        for place, fault in enumerate(self._to_come):
            if is_meant(fault):
                left = [fault.model_copy(update={"times": fault.times - 1})] if fault.times > 1 else []
                self._to_come[place : place + 1] = left
                return fault
        return None
