"""What a newcomer sees in a chat where nothing was said yet: who this is and how to begin.

Not here: the Start button, which stands where the composer is (`conversation`).
"""

import json

from nicegui import ui

from sandbox import sight
from sandbox.page.avatars import avatar
from sandbox.page.elements import part, written
from sandbox.page.seat import Seat
from sandbox.profiles import ProfilePart


def welcome(seat: Seat) -> ui.element:
    """Show the chat's name, what the bot says it can do, and the first step."""
    title = sight.title_of(seat.world, seat.chat)
    with part("welcome", testid="welcome") as card:
        avatar(title, seat.chat.bot_id or seat.chat.id, "large")
        written(title, "welcome-title")
        if description := _description(seat):
            written(seat.words.what_it_does, "welcome-question")
            written(description, "welcome-text")
        if seat.chat.is_private:
            written(seat.words.say_start, "welcome-hint")
    return card


def _description(seat: Seat) -> str:
    if not seat.chat.is_private:
        return ""
    kept = seat.world.profiles.seen_by(
        seat.world.bots.the(seat.chat.bot_id),
        ProfilePart.DESCRIPTION,
        scopes=[],
        language_code=seat.person.language_code,
    )
    return str(json.loads(kept)) if kept else ""
