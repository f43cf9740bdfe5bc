"""Many processes on one PostgreSQL: each does its part, and a restart of one after the other loses nothing.

Not here: processes that are killed (bot.chaos), or elections and limits by themselves.
"""

from collections.abc import Iterator
from contextlib import closing
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest
import sqlalchemy as sa

from backend import audit, catalogue, ledger, people, stock
from backend.money import Money
from bot.chaos.nursery import begin_warm
from bot.chaos.zygote import Zygote
from bot.clock import SystemClock
from bot.demo.folder import DemoFolder
from bot.demo.processes import DemoShop, three_free_ports
from sandbox.client import PersonInChat, Sandbox
from storage.database import Database
from storage.inbox import InboxRow
from storage.presence import ProcessRow
from storage.schema import migrate
from storage.secrets import Vault, check_key
from tests.conversations.chats import CATALOGUE

pytestmark = pytest.mark.slow

CLOCK = SystemClock()
PATIENCE_SECONDS = 60.0


class Company:
    """A shop on PostgreSQL, its processes by name, and Ana who has money there."""

    def __init__(self, shop: DemoShop, database: Database, platform: Sandbox) -> None:
        self.database = database
        self.platform = platform
        settings = shop.bot_environment() | {"DATABASE_URL": database.url.render_as_string(hide_password=False)}
        self._ports = iter(range(shop.bot_port + 2, shop.bot_port + 20))
        self._zygote = Zygote(settings, log=shop.folder.path / "bot.log")
        self._processes: dict[str, ForkServerProcess] = {}

    def starts(self, *each: str) -> None:
        """Start a process for each of these roles, or several of them."""
        for roles in each:
            self._processes[roles] = self._zygote.start_bot(XIAOER_ROLES=roles, LISTEN_PORT=str(next(self._ports)))

    def restarts(self, roles: str) -> None:
        """Start the process that is to take its place, then tell it to stop, as a deployment does."""
        former = self._processes[roles]
        self.starts(roles)
        former.terminate()
        former.join(PATIENCE_SECONDS)
        assert former.exitcode == 0

    def ends(self) -> None:
        """Stop them all."""
        for process in self._processes.values():
            process.terminate()
        for process in self._processes.values():
            process.join(PATIENCE_SECONDS)
            process.kill()


@pytest.fixture
def company(tmp_path: Path, postgres_url: str) -> Iterator[Company]:
    """The sandbox, and a shop whose processes are started when the test says so."""
    shop = DemoShop(DemoFolder(tmp_path / "shop"), three_free_ports(), has_page=False, begin=begin_warm)
    database = Database(postgres_url)
    migrate(database)
    with database.transaction() as db:
        check_key(db, Vault.parse(shop.folder.key))
    try:
        shop.start_sandbox()
        shop.wait_until_ready()
        with closing(Sandbox(shop.sandbox_url)) as platform:
            company = Company(shop, database, platform)
            yield company
            company.ends()
        with database.read() as db:
            assert audit.check(db, now=CLOCK.now()) == []
            assert set(db.scalars(sa.select(InboxRow.status))) == {"done"}
    finally:
        shop.stop()
        database.close()


def customer(company: Company, key: str) -> PersonInChat:
    """Ana, in a shop that has cards to sell."""
    ana = company.platform.person("Ana", language_code="en")
    with company.database.transaction() as db:
        catalogue.load(db, CATALOGUE, now=CLOCK.now())
        cards = "\n".join(f"CODE-{n}" for n in range(9))
        stock.import_cards(db, "steam-50", cards, vault=Vault.parse(key), batch="first", now=CLOCK.now())
        person = people.meet(db, telegram_id=ana.id, name="Ana", username=None, language="en", now=CLOCK.now())
        ledger.credit(db, person, Money.parse("900", "CNY"), ref="test", why="test", now=CLOCK.now())
    return ana


def buy(ana: PersonInChat) -> None:
    """Buy one card from the balance."""
    ana.says("steam50")
    ana.taps("Buy", message=sees(ana, "A wallet code"))
    ana.taps("1", message=sees(ana, "How many?"))
    ana.taps("Order for", message=sees(ana, "check your order"))
    ana.taps("Pay from balance", message=sees(ana, "Order placed"))
    sees(ana, "is here!")


def sees(ana: PersonInChat, text: str) -> int:
    """Wait until it is there."""
    return ana.waits_for(text, timeout_seconds=PATIENCE_SECONDS).message_id


def test_each_does_its_part_and_is_replaced_without_losing_anything(company: Company, tmp_path: Path) -> None:
    ana = customer(company, DemoFolder(tmp_path / "shop").key)
    company.starts("intake ticker jobs", "turns", "courier")
    buy(ana)

    for roles in ("courier", "turns", "intake ticker jobs"):
        ana.says("/menu")
        company.restarts(roles)
    ana.says("/balance")
    sees(ana, "850.00")

    with company.database.read() as db:
        answered = db.scalars(sa.select(InboxRow.key).where(InboxRow.source.startswith("telegram:")))
        assert sorted(answered, key=int) == [str(update["update_id"]) for update in company.platform.updates()]
        assert db.scalar(sa.select(sa.func.count()).select_from(ProcessRow)) == 6
