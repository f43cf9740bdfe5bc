"""The console in a real browser beside the chat page: an agent and a customer on one ticket, in step both ways."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from backend import people
from backend.audit import check
from backend.people import Role
from bot.chaos.nursery import begin_warm
from bot.clock import SystemClock
from bot.demo.cast import ADMIN, AGENT, CUSTOMER, OTHER_AGENT
from bot.demo.folder import DemoFolder
from bot.demo.processes import DemoShop, three_free_ports
from bot.demo.show import Opened, open_demo
from storage.database import Database
from tests.browser import PATIENCE_MS, Open
from tests.browser import chromium as chromium
from tests.browser import desktop as desktop
from tests.browser import phone as phone
from tests.e2e.visitor import BUTTON, Visitor

pytestmark = pytest.mark.slow

START_MS = 30_000
"""A bot takes seconds to start."""


@dataclass(frozen=True)
class Place:
    """An open demo, with its database."""

    shop: DemoShop
    opened: Opened
    database: Database

    def chat(self, name: str) -> str:
        """Where somebody's chat with the bot is."""
        return f"{self.shop.sandbox_url}/?person={self.opened.people[name]}&chat=1000001"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The demo, open, in a folder of its own; the database must be sound at the end."""
    shop = DemoShop(DemoFolder(tmp_path_factory.mktemp("demo")), three_free_ports(), begin=begin_warm)
    try:
        opened = open_demo(shop)
        with closing(Database(shop.folder.database_url)) as database:
            yield Place(shop, opened, database)
            with database.read() as db:
                assert check(db, now=SystemClock().now()) == []
    finally:
        shop.stop()


def signed_in(place: Place, name: str, open_page: Open) -> Page:
    """The console, entered by the link that the bot gives."""
    agent = Visitor(open_page(place.chat(name)))
    expect(agent.page.get_by_test_id("composer")).to_be_visible()
    links = agent.page.get_by_test_id(BUTTON).filter(has_text="打开工作台")
    before = links.last.get_attribute("href") if links.count() else ""
    agent.writes("/console")
    expect(links.last).not_to_have_attribute("href", before or "-")
    entrance = agent.pays_at("打开工作台")
    entrance.get_by_role("button").click()
    expect(entrance.get_by_test_id("me")).to_have_text(name)
    return entrance


def wanting_help(place: Place, open_page: Open) -> Visitor:
    """小美, who wants a human."""
    customer = Visitor(open_page(place.chat(CUSTOMER.name)))
    customer.writes("人工")
    customer.sees("T-")
    return customer


@contextmanager
def without_bot(place: Place) -> Iterator[None]:
    """Kill the bot, and start it again at the end."""
    place.shop.kill_bot()
    try:
        yield
    finally:
        place.shop.start_bot()


def open_ticket(console: Page) -> None:
    """Look at the first ticket of the list."""
    console.get_by_test_id("tickets").get_by_role("button").first.click()
    expect(console.get_by_test_id("status")).to_be_visible()


def said(console: Page, text: str) -> Locator:
    """A message of the conversation."""
    return console.get_by_test_id("talk").get_by_text(text, exact=True)


def claim(console: Page) -> None:
    """Claim the open ticket."""
    console.get_by_test_id("act-claim").click()
    expect(console.get_by_test_id("status")).to_have_text("处理中")


def settle(console: Page) -> None:
    """Resolve the open ticket, so that the next test begins with none."""
    console.get_by_test_id("act-resolve").click()
    expect(console.get_by_test_id("status")).to_have_text("已解决")


def test_agent_and_customer_are_in_step_both_ways(place: Place, desktop: Open) -> None:
    customer = wanting_help(place, desktop)
    console = signed_in(place, AGENT.name, desktop)
    open_ticket(console)
    claim(console)
    customer.sees(AGENT.name)

    loaded: list[str] = []
    for page in (console, customer.page):
        page.wait_for_load_state()
        page.on("load", lambda page: loaded.append(page.url))
    for number in range(3):
        console.get_by_test_id("field").fill(f"您好，第 {number} 句")
        console.get_by_test_id("field").press("Enter")
        customer.sees(f"您好，第 {number} 句")
        expect(console.get_by_test_id("field")).to_have_value("")
        customer.writes(f"谢谢，第 {number} 句")
        said(console, f"谢谢，第 {number} 句").wait_for()

    settle(console)
    customer.sees("已解决")
    assert loaded == []


def test_a_note_reaches_the_topic_and_never_the_customer(place: Place, desktop: Open) -> None:
    customer = wanting_help(place, desktop)
    console = signed_in(place, AGENT.name, desktop)
    open_ticket(console)
    claim(console)

    console.get_by_test_id("mode-note").click()
    console.get_by_test_id("field").fill("老顾客，多照顾")
    console.get_by_test_id("field").press("Enter")
    said(console, "老顾客，多照顾").wait_for()
    console.get_by_test_id("mode-reply").click()
    console.get_by_test_id("field").fill("马上处理")
    console.get_by_test_id("send").click()

    customer.sees("马上处理")
    expect(customer.page.get_by_text("老顾客，多照顾")).to_have_count(0)
    group = Visitor(desktop(f"{place.shop.sandbox_url}/?person={place.opened.people[AGENT.name]}"))
    group.page.get_by_role("button", name="💬").first.click()
    group.sees("老顾客，多照顾")
    settle(console)


def test_the_second_who_claims_is_told_who_was_first_and_can_only_take_notes(place: Place, desktop: Open) -> None:
    wanting_help(place, desktop)
    first, second = signed_in(place, AGENT.name, desktop), signed_in(place, OTHER_AGENT.name, desktop)
    for console in (first, second):
        open_ticket(console)

    with without_bot(place):  # so that both claim before either is answered
        for console in (first, second):
            console.get_by_test_id("act-claim").click()
            expect(console.get_by_test_id("act-claim")).to_be_disabled()

    expect(second.get_by_test_id("notice")).to_contain_text(AGENT.name, timeout=START_MS)
    expect(first.get_by_test_id("notice")).not_to_be_visible()
    second.get_by_test_id("notice-close").click()
    expect(second.get_by_test_id("notice")).not_to_be_visible()
    expect(second.get_by_test_id("composer-why")).to_contain_text("备注")
    expect(first.get_by_test_id("composer-why")).to_be_empty()
    settle(first)


def test_what_was_typed_survives_a_reload_and_is_sent_once(place: Place, desktop: Open) -> None:
    customer = wanting_help(place, desktop)
    console = signed_in(place, AGENT.name, desktop)
    open_ticket(console)
    claim(console)

    console.get_by_test_id("field").press_sequentially("写到一半")
    console.reload()
    expect(console.get_by_test_id("field")).to_have_value("写到一半")
    console.context.set_offline(True)
    console.get_by_test_id("field").press("Enter")
    console.get_by_test_id("field").press("Enter")
    expect(console.get_by_test_id("field")).to_have_value("写到一半")
    console.context.set_offline(False)

    customer.sees("写到一半")
    expect(console.get_by_test_id("field")).to_have_value("")
    expect(said(console, "写到一半")).to_have_count(1)
    console.reload()  # a page that comes back draws itself anew, and what is clicked meanwhile is gone
    expect(console.get_by_test_id("field")).to_have_value("")
    expect(said(console, "写到一半")).to_have_count(1)
    settle(console)


def test_while_the_bot_is_away_nothing_is_lost_and_the_page_says_so(place: Place, desktop: Open) -> None:
    customer = wanting_help(place, desktop)
    console = signed_in(place, AGENT.name, desktop)
    open_ticket(console)
    claim(console)

    with without_bot(place):
        console.get_by_test_id("field").fill("稍等，我看看")
        console.get_by_test_id("field").press("Enter")
        expect(console.get_by_test_id("under-way")).to_contain_text("机器人暂时没有响应", timeout=PATIENCE_MS)

    expect(console.get_by_test_id("under-way")).to_have_count(0, timeout=START_MS)
    customer.sees("稍等，我看看")
    settle(console)


def test_who_is_dismissed_is_out_and_who_has_no_cookie_does_not_get_in(place: Place, desktop: Open) -> None:
    console = signed_in(place, OTHER_AGENT.name, desktop)
    stranger = desktop(place.shop.console_url)
    expect(stranger.get_by_text("/console")).to_be_visible()

    with place.database.transaction() as db:
        dismissed = people.with_telegram_id(db, place.opened.people[OTHER_AGENT.name])
        assert dismissed is not None
        people.appoint(db, dismissed, Role.CUSTOMER, by="test", now=SystemClock().now())

    console.wait_for_url("**/signed-out")
    with place.database.transaction() as db:
        again = people.the_person(db, dismissed.id)
        people.appoint(db, again, Role.AGENT, by="test", now=SystemClock().now())


def test_orders_are_found_and_broadcasts_shown_on_a_phone_in_either_language(place: Place, phone: Open) -> None:
    console = signed_in(place, ADMIN.name, phone)
    expect(console.get_by_test_id("tab-waiting")).to_contain_text("待接")

    console.get_by_test_id("language").click()
    expect(console.get_by_test_id("tab-waiting")).to_contain_text("Waiting")
    console.get_by_test_id("place-orders").click()
    console.get_by_test_id("search").fill("nobody-at-all")
    expect(console.get_by_test_id("no-orders")).to_be_visible()
    console.get_by_test_id("place-broadcasts").click()
    expect(console.get_by_test_id("no-broadcasts")).to_be_visible()
    console.get_by_test_id("sign-out").click()

    expect(console.get_by_text("You are signed out")).to_be_visible()
