"""The fault script: counted rules that make the sandbox fail on purpose, the same way every time.

Not here: carrying a fault out; `api.endpoint` does it for calls, `updates` for updates. Rules live in
memory only: a restarted sandbox is a healthy one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class FaultKind(StrEnum):
    TOO_MANY = "429"
    SERVER_ERROR = "500"
    BAD_GATEWAY = "502"
    DROP_BEFORE = "drop-before"
    ACT_THEN_DROP_REPLY = "act-then-drop-reply"
    DELAY = "delay"
    MALFORMED = "malformed"
    UPDATE_DUPLICATE = "update-duplicate"
    UPDATE_REORDER = "update-reorder"
    UPDATE_DELAY = "update-delay"


class FaultRule(BaseModel):
    """What fails, which call or update it hits, how often, and after how many are let through.

    `method` is a Bot API method, or for the update kinds an update's kind ("callback_query"); "*" is any.
    An act-then-drop-reply and a malformed reply happen after the call took effect, all others instead of it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: FaultKind
    method: str = "*"
    chat: int | None = None
    times: int = 1
    after_calls: int = 0
    seconds: float = 1.0
    retry_after: int = 1


class ArmedRule(BaseModel):
    """A rule and what it has done so far."""

    rule: FaultRule
    seen: int
    struck: int


@dataclass
class _Armed:
    rule: FaultRule
    seen: int = 0
    struck: int = 0


class Faults:
    """The rules in force, oldest first; the first one due strikes."""

    def __init__(self) -> None:
        self._armed: list[_Armed] = []

    def add(self, rule: FaultRule) -> None:
        self._armed.append(_Armed(rule))

    def clear(self) -> None:
        self._armed.clear()

    def all(self) -> list[ArmedRule]:
        return [ArmedRule(rule=one.rule, seen=one.seen, struck=one.struck) for one in self._armed]

    def strike_call(self, method: str, chat: int | None) -> FaultRule | None:
        """Count a call and return the rule that hits it, if one does."""
        return self._strike(
            one for one in self._armed if not _is_about_updates(one.rule) and _matches(one.rule, method, chat)
        )

    def strike_update(self, kind: FaultKind, update_kind: str) -> FaultRule | None:
        """Count an update at the moment that kind of fault could hit it and return the rule that does."""
        return self._strike(
            one for one in self._armed if one.rule.kind is kind and _matches(one.rule, update_kind, None)
        )

    def _strike(self, candidates: Iterable[_Armed]) -> FaultRule | None:
        hit: _Armed | None = None
        for one in candidates:
            one.seen += 1
            if hit is None and one.seen > one.rule.after_calls and one.struck < one.rule.times:
                hit = one
        if hit is None:
            return None
        hit.struck += 1
        return hit.rule


def _is_about_updates(rule: FaultRule) -> bool:
    return rule.kind.startswith("update-")


def _matches(rule: FaultRule, method: str, chat: int | None) -> bool:
    return rule.method.lower() in ("*", method.lower()) and rule.chat in (None, chat)
