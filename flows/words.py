"""Words: what is to be said, as a message key and its arguments; `bot.voice` turns them into a language.

Not here: any text. Words survive being kept in a row: `to_json` and `from_json` are each other's inverse.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Union

from backend.money import Money

Arg = Union[str, int, Money, datetime, "Written", "Words", "list[Words]"]

_PLAIN = frozenset({str, int})  # looked up first: nearly every argument is one of these


@dataclass(frozen=True)
class Written:
    """A text of the shop's own files by its name, as in `how-to-pay.answer`; the voice has it in each language."""

    name: str


@dataclass(frozen=True)
class Words:
    """A message key of locales/*.ftl with its named arguments. Text arguments are escaped when spoken."""

    key: str
    args: Mapping[str, Arg] = field(default_factory=dict)


def words(key: str, **args: Arg) -> Words:
    """Say `key` with `args`; argument names are written with a dash in the .ftl files."""
    return Words(key, args)


def to_json(spoken: Words) -> dict[str, Any]:
    """Words as plain JSON values."""
    args = {name: arg if type(arg) in _PLAIN else _arg_to_json(arg) for name, arg in spoken.args.items()}
    return {"key": spoken.key, "args": args}


def from_json(kept: Mapping[str, Any]) -> Words:
    """The words that `to_json` kept."""
    return Words(kept["key"], {name: _arg_from_json(arg) for name, arg in kept["args"].items()})


def _arg_to_json(arg: Arg) -> Any:
    match arg:
        case Money():
            return {"minor": arg.minor, "currency": arg.currency}
        case datetime():
            return {"at": arg.isoformat()}
        case Written():
            return {"written": arg.name}
        case Words():
            return to_json(arg)
        case list():
            return [to_json(line) for line in arg]
        case _:
            return arg


def _arg_from_json(arg: Any) -> Arg:
    match arg:
        case {"minor": int(minor), "currency": str(currency)}:
            return Money(minor, currency)
        case {"written": str(name)}:
            return Written(name)
        case {"at": str(moment)}:
            return datetime.fromisoformat(moment)
        case {"key": str(), "args": dict()}:
            return from_json(arg)
        case list():
            return [from_json(line) for line in arg]
        case str() | int():
            return arg
        case _:
            raise ValueError(f"not an argument of words: {arg!r}")
