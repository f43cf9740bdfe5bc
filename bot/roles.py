"""Roles: what a process does of the bot's work, alone or with others.

Not here: the work; nor the roles of people (backend.people).
"""

from enum import StrEnum


class Role(StrEnum):
    """A part of the work. Every process serves /health, /metrics and callbacks besides."""

    INTAKE = "intake"  # fetches updates, or tells Telegram where to post them
    TURNS = "turns"  # answers events
    COURIER = "courier"  # makes the calls
    JOBS = "jobs"  # does the slow work
    TICKER = "ticker"  # fires what is due


EVERY_ROLE = frozenset(Role)
