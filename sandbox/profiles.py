"""A bot's profile: commands, names, descriptions and the menu button, by scope and language.

Not here: decoding the calls that set them (`api.profile`). The narrowest scope and the person's own
language win, in the order the Bot API documents under "Determining list of commands".
"""

from enum import StrEnum

from sandbox.bots import Bot
from sandbox.records import Records

EVERYWHERE = "default"


class ProfilePart(StrEnum):
    COMMANDS = "commands"
    NAME = "name"
    DESCRIPTION = "description"
    SHORT_DESCRIPTION = "short_description"
    MENU_BUTTON = "menu_button"


class Profiles:
    """What each bot says about itself, as JSON, per part, scope and language ("" for every language)."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def set(self, bot: Bot, part: ProfilePart, value: str, *, scope: str = EVERYWHERE, language_code: str = "") -> None:
        self._records.run(
            "INSERT INTO profile VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (bot_id, kind, scope, language_code) DO UPDATE SET json = excluded.json",
            bot.id,
            part,
            scope,
            language_code,
            value,
        )

    def get(self, bot: Bot, part: ProfilePart, *, scope: str = EVERYWHERE, language_code: str = "") -> str | None:
        """Return exactly what was set for that scope and language."""
        row = self._records.row(
            "SELECT json FROM profile WHERE bot_id = ? AND kind = ? AND scope = ? AND language_code = ?",
            bot.id,
            part,
            scope,
            language_code,
        )
        return row["json"] if row else None

    def forget(self, bot: Bot, part: ProfilePart, *, scope: str = EVERYWHERE, language_code: str = "") -> None:
        self._records.run(
            "DELETE FROM profile WHERE bot_id = ? AND kind = ? AND scope = ? AND language_code = ?",
            bot.id,
            part,
            scope,
            language_code,
        )

    def seen_by(self, bot: Bot, part: ProfilePart, *, scopes: list[str], language_code: str | None) -> str | None:
        """Return what a person sees: the first of `scopes` (narrowest first) set in their language."""
        language = (language_code or "").split("-")[0]
        for scope in [*scopes, EVERYWHERE]:
            for spoken in dict.fromkeys([language_code or "", language, ""]):
                found = self.get(bot, part, scope=scope, language_code=spoken)
                if found is not None:
                    return found
        return None
