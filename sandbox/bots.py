"""The bots of the world: their tokens, names and Stars, and how they want their updates.

Not here: the updates themselves (`updates`), and what a profile shows (`profiles`).
"""

import json
import sqlite3
from dataclasses import asdict, dataclass

from aiogram.types import User

from sandbox.impossible import Impossible
from sandbox.records import Records


@dataclass(frozen=True)
class Webhook:
    """Where updates are posted to, and how the last delivery went."""

    url: str
    secret_token: str | None = None
    max_connections: int = 40
    last_error_at: float | None = None
    last_error_message: str | None = None


@dataclass(frozen=True)
class Bot:
    id: int
    token: str
    username: str
    name: str
    stars: int
    allowed_updates: tuple[str, ...] | None
    webhook: Webhook | None

    def as_user(self) -> User:
        """Return the bot as it appears in a message's `from`."""
        return User(id=self.id, is_bot=True, first_name=self.name, username=self.username)

    def as_me(self) -> User:
        """Return the bot as `getMe` describes it: it reads every message of its groups."""
        return self.as_user().model_copy(
            update={
                "can_join_groups": True,
                "can_read_all_group_messages": True,
                "supports_inline_queries": False,
                "can_connect_to_business": False,
                "has_main_web_app": False,
            }
        )


class Bots:
    """Everybody who is not a person."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def add(self, token: str, *, username: str | None = None, name: str | None = None) -> Bot:
        """Register a bot, or find it again by its token. The number before the colon is its id."""
        number, _, secret = token.partition(":")
        if not number.isdigit() or not secret:
            raise Impossible("A bot token is a number, a colon and a secret.")
        known_as = username or f"bot{number}_bot"
        try:
            self._records.run(
                "INSERT INTO bot (id, token, username, name) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET token = excluded.token",
                int(number),
                token,
                known_as,
                name or known_as,
            )
        except sqlite3.IntegrityError:
            raise Impossible(f"There is already a bot called @{known_as}.") from None
        return self.the(int(number))

    def by_token(self, token: str) -> Bot | None:
        row = self._records.row("SELECT * FROM bot WHERE token = ?", token)
        return _bot(row) if row else None

    def get(self, id: int) -> Bot | None:
        row = self._records.row("SELECT * FROM bot WHERE id = ?", id)
        return _bot(row) if row else None

    def the(self, id: int) -> Bot:
        """Return the bot. Raises Impossible when there is none with that id."""
        bot = self.get(id)
        if bot is None:
            raise Impossible(f"There is no bot {id}; there are: {self._names()}.")
        return bot

    def named(self, username: str) -> Bot:
        """Return the bot of that username, with or without the @. Raises Impossible when there is none."""
        row = self._records.row("SELECT * FROM bot WHERE username = ?", username.removeprefix("@"))
        if row is None:
            raise Impossible(f"There is no bot @{username.removeprefix('@')}; there are: {self._names()}.")
        return _bot(row)

    def first(self) -> Bot:
        """Return the bot a person means who names none. Raises Impossible when the world has no bot."""
        bots = self.all()
        if not bots:
            raise Impossible("There is no bot in this world yet.")
        return bots[0]

    def all(self) -> list[Bot]:
        return [_bot(row) for row in self._records.rows("SELECT * FROM bot ORDER BY rowid")]

    def rename(self, bot: Bot, name: str) -> None:
        self._records.run("UPDATE bot SET name = ? WHERE id = ?", name, bot.id)

    def allow_updates(self, bot: Bot, kinds: list[str]) -> None:
        """Remember which kinds of update the bot wants from now on; an empty list means the usual ones."""
        self._records.run(
            "UPDATE bot SET allowed_updates = ? WHERE id = ?", json.dumps(kinds) if kinds else None, bot.id
        )

    def set_webhook(self, bot: Bot, webhook: Webhook | None) -> None:
        """Post the bot's updates there from now on, or keep them for polling when None."""
        kept = json.dumps(asdict(webhook)) if webhook else None
        self._records.run("UPDATE bot SET webhook = ? WHERE id = ?", kept, bot.id)

    def give_stars(self, bot: Bot, amount: int) -> None:
        """Change the bot's balance; a negative amount takes."""
        self._records.run("UPDATE bot SET stars = stars + ? WHERE id = ?", amount, bot.id)

    def _names(self) -> str:
        return ", ".join(f"@{bot.username} ({bot.id})" for bot in self.all()) or "none yet"


def _bot(row: sqlite3.Row) -> Bot:
    allowed = row["allowed_updates"]
    return Bot(
        id=row["id"],
        token=row["token"],
        username=row["username"],
        name=row["name"],
        stars=row["stars"],
        allowed_updates=tuple(json.loads(allowed)) if allowed else None,
        webhook=Webhook(**json.loads(row["webhook"])) if row["webhook"] else None,
    )
