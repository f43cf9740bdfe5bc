"""No word stands in the file of human words that no sentence is made of."""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from tests.house_rules.source import ROOT

FOLDER = ROOT / "flows" / "understanding"
SENTENCES = ["human_words.py", "human_calls.py", "human_refusals.py"]


def test_every_group_of_words_is_part_of_a_sentence() -> None:
    code = "".join((FOLDER / name).read_text(encoding="utf-8") for name in SENTENCES)
    named = {group for names in re.findall(r"<([a-z_.+]+)>", code) for group in names.split("+")}

    assert set(groups_in(tomllib.loads((FOLDER / "human_words.toml").read_text(encoding="utf-8")))) == named


def groups_in(table: dict[str, Any], above: str = "") -> Iterator[str]:  # Any: TOML
    for name, found in table.items():
        if isinstance(found, list) or "words" in found:
            yield f"{above}{name}"
        else:
            yield from groups_in(found, f"{above}{name}.")
