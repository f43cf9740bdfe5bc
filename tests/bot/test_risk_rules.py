"""The setting RISK_RULES: a file of the owner's, ours, or off."""

from pathlib import Path

import pytest

from backend import risk_rules
from bot.settings import BadSettings, risk_rules_of
from storage.database import Database
from tests.conversations.chats import settings_of


def test_ours_count_unless_others_are_named_and_off_is_off(sqlite_database: Database, tmp_path: Path) -> None:
    settings = settings_of(sqlite_database)
    stricter = Path(risk_rules.__file__).with_name("risk.toml").read_text().replace("hold = 8", "hold = 5")
    (tmp_path / "own.toml").write_text(stricter)

    ours = risk_rules_of(settings)
    own = risk_rules_of(settings.model_copy(update={"risk_rules": str(tmp_path / "own.toml")}))

    assert ours == risk_rules.bundled()
    assert own is not None
    assert own.hold == 5
    assert risk_rules_of(settings.model_copy(update={"risk_rules": " OFF "})) is None


@pytest.mark.parametrize("content", [None, "[levels]\nnote = 1"])
def test_a_file_that_is_missing_or_wrong_stops_the_start(
    sqlite_database: Database, tmp_path: Path, content: str | None
) -> None:
    if content is not None:
        (tmp_path / "own.toml").write_text(content)
    settings = settings_of(sqlite_database).model_copy(update={"risk_rules": str(tmp_path / "own.toml")})

    with pytest.raises(BadSettings, match="RISK_RULES is not usable"):
        risk_rules_of(settings)
