"""Audience: who may use a handler. One that does not say so fails at import, before anybody can reach it.

Not here: whether an order or ticket is one's own; each handler checks that where it acts.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from backend.errors import NotAllowed
from backend.people import Person, Role

Declared = TypeVar("Declared", bound=Callable[..., Any])

_LEAST = "least_role"


class Undeclared(Exception):
    """A handler is in a table of handlers.entries and does not say who may use it."""


def open_to(least: Role) -> Callable[[Declared], Declared]:
    """Declare that a handler is for whoever has this role, or one that reaches it."""

    def declare(handler: Declared) -> Declared:
        setattr(handler, _LEAST, least)
        return handler

    return declare


def declared(handlers: Mapping[str, Declared]) -> Mapping[str, Declared]:
    """The table itself. Raises Undeclared if one of its handlers has no audience."""
    for name, handler in handlers.items():
        if not hasattr(handler, _LEAST):
            raise Undeclared(f"{name}: {handler.__module__}.{handler.__qualname__} needs @open_to(Role.…)")
    return handlers


def audience_of(handler: Callable[..., Any]) -> Role:
    """The least role that may use the handler."""
    least: Role = getattr(handler, _LEAST)
    return least


def admit(person: Person, handler: Callable[..., Any]) -> None:
    """Raise NotAllowed unless the person may use the handler."""
    if not person.role.reaches(audience_of(handler)):
        raise NotAllowed
