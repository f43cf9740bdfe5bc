"""Queries of our own with the products they mean, for goods that no sample shop has.

Two halves, parted by a hash of the query: `development` is what thresholds were set on, `held-out` was not looked at.
Not here: the measuring (bot.understanding.query_quality).
"""

import json
from pathlib import Path

from backend.catalogue import Product
from bot.understanding.goods import read_goods
from bot.understanding.query_quality import Wanted

_FOLDER = Path(__file__).parent


def goods() -> list[Product]:
    """The catalogue they are about."""
    return read_goods(_FOLDER / "goods.json")


def goods_of_another() -> list[Product]:
    """A catalogue in another style: names in one language, brackets, specifications, no aliases."""
    return read_goods(_FOLDER / "goods-of-another.json")


def queries_of_another() -> list[Wanted]:
    """The queries about that one, which faults were mended by."""
    rows = map(json.loads, (_FOLDER / "queries-of-another.jsonl").read_text(encoding="utf-8").splitlines())
    return [Wanted(row["query"], tuple(row["expect_ids"])) for row in rows]


def queries(half: str) -> dict[str, list[Wanted]]:
    """The queries of a half by their class: typo, homophone, pinyin, initials, …, nothing."""
    found: dict[str, list[Wanted]] = {}
    for line in (_FOLDER / f"queries-{half}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found.setdefault(row["class"], []).append(Wanted(row["query"], tuple(row["expect_ids"])))
    return found
