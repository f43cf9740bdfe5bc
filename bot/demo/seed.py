"""The sample shop: its catalogue, and invented codes for its stock.

Not here: the catalogue itself (sandbox/shop/catalogue.toml). Codes are made from a fixed seed, so a demo is the
same every time, and begin with DEMO, so none looks real.
"""

import random
import string
import tomllib
from datetime import datetime
from typing import Any

from backend import catalogue, stock
from bot.cannot_do import CannotDo
from bot.demo.folder import SAMPLE_CATALOGUE
from storage.database import Database, Db
from storage.secrets import Vault

_SIGNS = {"X": string.ascii_uppercase + string.digits, "9": string.digits}
"""What the blanks of a code format stand for."""


def fill_shop(database: Database, vault: Vault, *, now: datetime) -> None:
    """Put the sample catalogue and its stock in; codes that are there already stay as they are."""
    text = SAMPLE_CATALOGUE.read_text(encoding="utf-8")
    with database.transaction() as db:
        done = catalogue.load(db, text, now=now)
        if done.problems:
            raise CannotDo("The sample catalogue has problems:\n" + "\n".join(done.problems))
        for product in tomllib.loads(text)["products"]:
            _stock_up(db, vault, product, now)


def _stock_up(db: Db, vault: Vault, product: dict[str, Any], now: datetime) -> None:
    dice = random.Random(product["id"])  # noqa: S311 - the codes are invented, and the same every time
    codes = [_code(product["code_format"], dice) for _ in range(product["sample_stock"])]
    if codes:
        stock.import_cards(db, product["id"], "\n".join(codes), vault=vault, batch="sample", now=now)


def _code(pattern: str, dice: random.Random) -> str:
    return "".join(dice.choice(_SIGNS[sign]) if sign in _SIGNS else sign for sign in pattern)
