"""Choice columns: one word of a StrEnum, checked by the database and read back as the enum.

Not here: any enum; each stands beside the table that uses it.
"""

from enum import StrEnum

import sqlalchemy as sa

LONGEST_WORD = 32


def choice(words: type[StrEnum], *, name: str) -> sa.Enum:
    """The type of a column called `name`: text with a CHECK, as only one database has native enums."""
    return sa.Enum(
        words,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=LONGEST_WORD,
        values_callable=lambda enum: [word.value for word in enum],
    )
