"""Surroundings: what a command needs that needs no shop — where the texts lie, and whether there is a shop at all.

Not here: a shop's settings (bot.settings), which take a while to be imported.
"""

import os
from pathlib import Path

LOCALES = Path(__file__).parent.parent / "locales"


def is_shop_set_up() -> bool:
    """Whether the environment says anything of a shop: what is wrong with it is then to be told."""
    return not {"XIAOER_SECRET_KEY", "DATABASE_URL"}.isdisjoint(map(str.upper, os.environ))


def sayings_from_environment() -> Path | None:
    """The folder of the shop's own example sentences (SAYINGS)."""
    named = next((value for name, value in os.environ.items() if name.upper() == "SAYINGS"), None)
    return None if named is None else Path(named)
