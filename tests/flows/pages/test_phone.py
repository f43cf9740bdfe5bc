"""Every page of the sample shop fits a phone in both languages, and leads on to another one."""

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from backend import catalogue, people
from bot.demo import seed
from bot.settings import LOCALES
from bot.voice import Rendered, Voice, bare
from flows.events import Event, Said
from flows.pages import menu, orders, shelves
from flows.registry import FLOWS
from flows.screens import LABEL_WIDTH, MOST_BUTTONS, TEXT_UNITS, Screen, button, screen_to_json, width
from flows.shop import Shop
from flows.turn import Turn
from flows.understanding.search import MOST_FOUND
from flows.words import words
from storage.conversations import SavedScreen
from storage.database import Database, Db
from storage.secrets import Vault

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
VOICE = Voice(LOCALES, time_zone=ZoneInfo("Asia/Shanghai"))
TOKEN = "A" * 12


@pytest.fixture(scope="module")
def vault() -> Vault:
    """A vault of this file's own, since the shop is filled once for all its tests."""
    return Vault({"test": bytes(range(32))})


@pytest.fixture
def db(sqlite_database: Database, vault: Vault) -> Iterator[Db]:
    """The sample shop."""
    seed.fill_shop(sqlite_database, vault, now=NOW)
    with sqlite_database.transaction() as db:
        yield db


def rendered(screen: Screen, language: str) -> Rendered:
    """The screen as it is sent."""
    content, actions = screen_to_json(screen)
    return VOICE.show(SavedScreen(1, 1, 1, None, None, TOKEN, None, screen.subject, language, content, actions, NOW))


def pages_of(turn: Turn) -> Iterator[Screen]:
    """Every page that can be reached without an order."""
    yield from (menu.menu(turn), menu.help_page(turn), menu.languages(turn))
    yield from (shelves.categories(turn), orders.order_list(turn, page=1), shelves.found(turn, "x" * 64, []))
    for shelf in catalogue.categories(turn.db):
        count = catalogue.products_in(turn.db, shelf.id, page=1, per_page=shelves.PRODUCTS_PER_PAGE).count
        yield from (shelves.category(turn, shelf, page=page) for page in range(1, count + 1))
    items = catalogue.products(turn.db)
    yield from (shelves.product(turn, item, page=1) for item in items)
    for start in range(0, len(items), MOST_FOUND):
        yield shelves.found(turn, "x" * 64, items[start : start + MOST_FOUND])


def too_big(screen: Screen, language: str) -> bool:
    """Whether the platform would refuse it, or a phone cut a label that shares its row with others."""
    shown = rendered(screen, language)
    units = len(bare(shown.text).encode("utf-16-le")) // 2
    crowded = [row for row in shown.keyboard if any(width(key["text"]) > LABEL_WIDTH // len(row) for key in row)]
    return units > TEXT_UNITS or sum(map(len, shown.keyboard)) > MOST_BUTTONS or bool(crowded)


@pytest.mark.parametrize("language", VOICE.languages)
def test_every_page_fits_and_leads_on(db: Db, vault: Vault, language: str) -> None:
    shop = Shop(vault, b"key", "bot", VOICE.languages, {}, (), {}, ZoneInfo("UTC"))
    ana = people.meet(db, telegram_id=1, name="W" * 64, username=None, language=language, now=NOW)
    turn = Turn(db, Event(1, Said("", 1), None, None, NOW), person=ana, chat_id=1, shop=shop, now=NOW)

    pages = [*pages_of(turn)]

    assert len(pages) > 100
    assert [rendered(page, language).text for page in pages if too_big(page, language)] == []
    assert [rendered(page, language).text for page in pages if not page.rows] == []


@pytest.mark.parametrize("language", VOICE.languages)
def test_the_way_back_to_every_question_fits_on_its_button(language: str) -> None:
    steps = [words(f"step-{flow.id}-{step}") for flow in FLOWS.values() for step in flow.steps]

    labels = [VOICE.label(words("resume-continue", step=step), language) for step in steps]

    assert [label for label in labels if width(label) > LABEL_WIDTH] == []


def test_a_page_too_big_for_a_phone_is_noticed() -> None:
    long_text = Screen(words("with-note", note="x" * 2400, text="x" * 2400))
    crowded = Screen(words("help"), ((button("button-browse", "categories"), button("button-orders", "orders")),))
    squeezed = Screen(words("help"), (crowded.rows[0] * 3,))
    endless = Screen(words("help"), crowded.rows[:1] * 51)

    assert [too_big(each, "en") for each in (long_text, squeezed, endless, crowded)] == [True, True, True, False]


@pytest.mark.parametrize(("text", "columns"), [("Menu", 4), ("首页", 4), ("🏠 Menu", 7), ("Ｍ", 2), ("", 0), ("é", 1)])
def test_a_chinese_letter_is_as_wide_as_two_latin_ones(text: str, columns: int) -> None:
    assert width(text) == columns
