"""Fixtures of the engine's tests: a meadow, and somebody who plans a picnic on it.

Not here: the picnic (tests.flows.picnic).
"""

from collections.abc import Iterator, Mapping

import pytest

from flows.conversation import Answer
from storage.database import Database
from storage.secrets import Vault
from tests.flows.picnic import Errand, Meadow, Planning, flow_of


@pytest.fixture
def meadow() -> Meadow:
    """The world, as it is at first."""
    return Meadow()


@pytest.fixture
def held() -> list[Mapping[str, Answer]]:
    """The picnics that came about."""
    return []


@pytest.fixture
def ana(
    sqlite_database: Database, vault: Vault, meadow: Meadow, held: list[Mapping[str, Answer]]
) -> Iterator[Planning]:
    """Somebody who knows two conversations: the picnic, and an errand for in between."""
    with sqlite_database.transaction() as db:
        yield Planning(db, vault, flow_of(meadow, held), Errand())
