"""The supplier stand-in as scripts use it: what they may change, and what its books say."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import pytest

from sandbox.client import SandboxError
from sandbox.server import create_app, running
from sandbox.supplier.client import SupplierClient
from sandbox.supplier.depot import Article, Depot, Order, read_article
from sandbox.supplier.faults import FaultKind
from sandbox.supplier.routes import create_router
from sandbox.world import World

CARD = Article("CARD", 4500, "CNY", 10)


@dataclass(frozen=True)
class Served:
    """A supplier that is up and has sold one card, and a script's way to it."""

    depot: Depot
    client: SupplierClient


@pytest.fixture
def served() -> Iterator[Served]:
    world = World()
    depot = Depot(world, name="east", key="a key", articles=[CARD])
    depot.take(Order("A-S1", CARD.sku, 1, CARD.unit_cost_minor, "CNY", "", ""))
    app = create_app(world)
    app.include_router(create_router([depot]))
    with running(app, world) as url, closing(SupplierClient(url)) as client:
        yield Served(depot, client)


def test_a_script_arms_faults_changes_a_price_and_reads_the_books(served: Served) -> None:
    served.client.fails("east", "silent", times=2, seconds=5)
    served.client.asks("east", CARD.sku, cost_minor=4600)

    assert [(each.kind, each.times) for each in served.depot.faults.all()] == [(FaultKind.SILENT, 2)]
    assert [each.unit_cost_minor for each in served.depot.offers()] == [4600]
    assert [(each["number"], each["quantity"]) for each in served.client.journal("east")] == [("A-S1", 1)]


def test_what_there_is_not_is_refused(served: Served) -> None:
    with pytest.raises(SandboxError, match="404"):
        served.client.asks("east", "NONE", cost_minor=1)
    with pytest.raises(SandboxError, match="404"):
        served.client.journal("north")


def test_an_article_is_read_from_a_command_line() -> None:
    assert read_article("CARD:4500:CNY:10") == CARD
    assert read_article("HF:9800:CNY:5:top-up") == Article("HF", 9800, "CNY", 5, is_top_up=True)
    with pytest.raises(ValueError, match="no kind of article"):
        read_article("HF:9800:CNY:5:gift")
