"""What tests of the running parts share: a post office on either database.

Not here: the post office itself (tests.bot.post_office).
"""

from collections.abc import Iterator

import pytest
import structlog.testing

from storage.database import Database
from storage.secrets import Vault
from tests.bot.post_office import PostOffice


@pytest.fixture
def office(database: Database, vault: Vault) -> Iterator[PostOffice]:
    """A post office on either database."""
    with structlog.testing.capture_logs():
        yield PostOffice(database, vault)
