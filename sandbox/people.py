"""The people of the world: who they are and how many Stars they own.

Not here: what they do (`acts`), and whom they talk to (`chats`).
"""

import sqlite3
from dataclasses import dataclass

from aiogram.types import User

from sandbox.impossible import Impossible
from sandbox.records import Records

FIRST_PERSON_ID = 700_000_001
STARS_AT_BIRTH = 10_000


@dataclass(frozen=True)
class Person:
    id: int
    first_name: str
    last_name: str | None
    username: str | None
    language_code: str | None
    phone_number: str
    stars: int

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name or ''}".strip()

    def as_user(self) -> User:
        """Return the person as the Bot API describes a user."""
        return User(
            id=self.id,
            is_bot=False,
            first_name=self.first_name,
            last_name=self.last_name,
            username=self.username,
            language_code=self.language_code,
        )


class People:
    """Everybody who is not a bot."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def add(
        self,
        first_name: str,
        *,
        id: int | None = None,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = "zh-hans",
        phone_number: str | None = None,
        stars: int = STARS_AT_BIRTH,
    ) -> Person:
        """Let a person be born. Raises Impossible when the id or the username is taken."""
        person_id = id or self._next_id()
        phone = phone_number or f"+86138{person_id % 100_000_000:08d}"
        try:
            self._records.run(
                "INSERT INTO person VALUES (?, ?, ?, ?, ?, ?, ?)",
                person_id,
                first_name,
                last_name,
                username,
                language_code,
                phone,
                stars,
            )
        except sqlite3.IntegrityError:
            raise Impossible(f"There is already a person with the id {person_id} or the username {username}.") from None
        return self.the(person_id)

    def get(self, id: int) -> Person | None:
        row = self._records.row("SELECT * FROM person WHERE id = ?", id)
        return Person(**dict(row)) if row else None

    def the(self, id: int) -> Person:
        """Return the person. Raises Impossible when nobody has that id."""
        person = self.get(id)
        if person is None:
            known = ", ".join(f"{one.id} ({one.name})" for one in self.all())
            raise Impossible(f"There is no person {id}; there are: {known or 'none yet'}.")
        return person

    def all(self) -> list[Person]:
        return [Person(**dict(row)) for row in self._records.rows("SELECT * FROM person ORDER BY rowid")]

    def give_stars(self, person: Person, amount: int) -> None:
        """Change the person's balance; a negative amount takes, and the records refuse to go below zero."""
        self._records.run("UPDATE person SET stars = stars + ? WHERE id = ?", amount, person.id)

    def _next_id(self) -> int:
        return max(FIRST_PERSON_ID, self._records.number("SELECT MAX(id) FROM person") + 1)
