"""Code says messages that exist, with the values they need, and never a text of its own; no message is left over.

Not here: the messages themselves (test_words).
"""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest

from backend.broadcasts import BroadcastStatus
from backend.bulk_orders import BulkRowStatus, BulkStatus
from backend.catalogue import AccountKind
from backend.compensation import GiftKind, Reason
from backend.complaints import Cause
from backend.findings import Cause as Hindrance
from backend.findings import Symptom
from backend.freezes import FreezeReason
from backend.incidents import IncidentStatus, Severity
from backend.licences import LicenceStatus
from backend.orders import OrderStatus
from backend.people import Role, Tier
from backend.promises import Promise
from backend.reconciliation import DifferenceKind
from backend.redeem_codes import Failure
from backend.risk import Sign
from backend.sheets import EMPTY, NO_HEADINGS, NOT_TEXT
from backend.stock import Supply
from backend.stock_files import StockFileStatus
from backend.tickets import Category, TicketStatus
from backend.troubles import TroubleKind
from backend.workbook import WorkbookTrouble
from bot.introduction import SHOWN_COMMANDS
from bot.pictures import how_to
from bot.wiring import KEYWORD_COMMANDS
from flows.pages.diagnosis import SAID_HERE
from flows.pages.payments import KNOWN_MOVEMENTS
from flows.pages.staff import PLACES
from flows.registry import FLOWS
from flows.time_zone import OFFERED
from flows.understanding.intents import Intent
from handlers.customer.typed_taps import SAID_LABELS
from tests.house_rules.messages import Locale, locale_of, locales, values
from tests.house_rules.source import SHOP, Source, calls, dotted, objections, sources

MAY_KNOW_CHINESE = (
    "bot/demo/",  # plays people, who speak it
    "bot/tour/",
    "bot/chaos/",
    "bot/__main__.py",  # says its own name
    "bot/bench/",  # plays people who search, among goods it invents
    "backend/stock.py",  # knows what an owner's file may be headed
    "backend/bulk_check.py",  # and a merchant's
    "flows/asks.py",  # knows how a day may be written
    "backend/products.py",  # knows how an amount may be written
    "flows/understanding/",  # knows how numbers, units and intentions are written
)

READS_TEXTS = "flows/understanding/"
"""Knows patterns of what people write, and says nothing."""

_NO_BUTTONS = (Intent.OUT_OF_SCOPE, Intent.GREETING, Intent.THANKS_OR_BYE, Intent.TALK_TO_HUMAN)
_NAMED_ON_A_BUTTON = tuple(each.replace("_", "-") for each in Intent if each not in _NO_BUTTONS)

MADE_OF_PARTS: Mapping[str, tuple[str, ...]] = {
    "ask-account-{}": tuple(AccountKind),
    "button-change-{}": ("quantity", "account", "coupon", "note"),
    "button-answer-{}": ("all", "members", "gold", "alone", "together", "public", "codes"),
    "button-prize-{}": ("balance", "points", "silver", "gold"),
    "membership-{}": tuple(Tier),
    "redeem-{}": tuple(Failure),
    "button-invite-{}": PLACES,
    "button-make-{}": PLACES,
    "button-price-{}": tuple(Tier),
    "can-{}": tuple(Role),
    "guide-{}": PLACES,
    "picture-delivery-{}": ("seconds", "minutes", "hours"),
    "picture-{}-{}": tuple(f"{kind}-{step}" for kind in how_to.KINDS for step in range(1, how_to.STEPS + 1)),
    "role-{}": tuple(Role),
    "stock-file-{}": tuple(StockFileStatus),
    "bulk-{}": (BulkStatus.BUYING, BulkStatus.PAUSED),
    "bulk-column-{}": ("row", "trouble", "status", "order", "paid", "codes"),
    "bulk-status-{}": tuple(BulkRowStatus),
    "bulk-trouble-{}": ("too-large", "gone", NOT_TEXT, EMPTY, NO_HEADINGS, *WorkbookTrouble),
    "button-licence-{}": tuple(Tier),
    "licence-{}": tuple(LicenceStatus),
    "freeze-reason-{}": tuple(FreezeReason),
    "button-freeze-{}": tuple(FreezeReason),
    "sign-{}": tuple(Sign),
    "licence-status-{}": tuple(LicenceStatus),
    "tier-name-{}": tuple(Tier),
    "stock-trouble-{}": ("too-large", "too-many", "not-text", "gone", "empty"),
    "tier-{}": tuple(Tier),
    "button-complaint-{}": tuple(Category),
    "button-heard-{}": (*_NAMED_ON_A_BUTTON, "item"),
    "meaning-{}": tuple(each.replace("_", "-") for each in Intent),
    "command-{}": SHOWN_COMMANDS,
    "finding-{}": tuple(Cause),
    "cause-{}": SAID_HERE,
    "also-{}": (*Hindrance, "nothing"),
    "button-symptom-{}": tuple(Symptom),
    "console-{}": ("claim", "note", "reopen", "reply", "resolve"),
    "console-broadcast-{}": tuple(BroadcastStatus),
    "console-category-{}": (*Category, "human"),
    "console-none-{}": ("waiting", "mine", "open", "resolved"),
    "console-place-{}": ("tickets", "orders", "broadcasts"),
    "console-status-{}": tuple(TicketStatus),
    "console-tier-{}": tuple(Tier),
    "console-tab-{}": ("waiting", "mine", "open", "resolved"),
    "difference-{}": tuple(DifferenceKind),
    "difference-todo-{}": tuple(DifferenceKind),
    "gateway-{}": ("sandbox", "epay", "stars"),
    "movement-{}": (*KNOWN_MOVEMENTS, "other"),
    "keywords-{}": KEYWORD_COMMANDS,
    "said-{}": SAID_LABELS,
    "incident-{}": tuple(IncidentStatus),
    "incident-next-{}": tuple(IncidentStatus),
    "language-{}": tuple(language.lower() for language in locales()),
    "order-next-{}": tuple(OrderStatus),
    "order-promise-{}": tuple(Promise),
    "order-status-{}": tuple(OrderStatus),
    "preview-{}": tuple(reason for reason in Reason if reason is not Reason.GIVEN),
    "preview-gift-{}": (GiftKind.COUPON, GiftKind.BALANCE),
    "product-account-{}": tuple(AccountKind),
    "severity-{}": tuple(Severity),
    "step-{}-{}": tuple(f"{flow.id}-{step}" for flow in FLOWS.values() for step in flow.steps),
    "stock-{}": tuple(Supply),
    "trouble-{}": tuple(TroubleKind),
    "zone-{}": tuple(OFFERED),
}
"""Keys that code puts together, and all that it may put into them."""

_KEY = re.compile(r"[a-z]+(?:-(?:[a-z0-9]+|\{\}))*")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_WORDS = re.compile(r"[a-z]{2,} [a-z]{2,}", re.IGNORECASE)


@dataclass(frozen=True)
class Saying:
    """A place where code says a message; parts of the key that vary are `{}`."""

    key: str
    line: int

    @property
    def keys(self) -> list[str]:
        """Every message it may be."""
        if "{}" not in self.key:
            return [self.key]
        assert self.key in MADE_OF_PARTS, f"MADE_OF_PARTS does not say what {self.key} is made of"
        return [f"{self.key[: self.key.index('{')]}{part}" for part in MADE_OF_PARTS[self.key]]


def takes_a_key(*found: Source) -> dict[str, int]:
    """Every function and class that is called with a `key`, or a `…_key`, and how many arguments stand before it."""
    return {name: place for source in found for name, place in _signatures(source.tree)}


def sayings(source: Source, places: Mapping[str, int]) -> list[Saying]:
    """Every message the file names: passed as somebody's key, or kept as one."""
    found: list[Saying] = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Assign) and any(dotted(target) == "key" for target in node.targets):
            found += [Saying(key, node.lineno) for key in _keys(node.value)]
        elif isinstance(node, ast.Call):
            found += [Saying(key, node.lineno) for said in _passed(node, places) for key in _keys(said)]
    return found


def unknown(source: Source, places: Mapping[str, int], locale: Locale) -> list[int]:
    """Lines that say what is not in the locale."""
    return [each.line for each in sayings(source, places) if not {*locale} >= {*each.keys}]


def given_wrongly(source: Source, locale: Locale) -> list[int]:
    """Lines that give `words(…)` more or less than the message needs."""
    return [call.lineno for call in calls(source) if dotted(call.func) == "words" and _gives_wrongly(call, locale)]


def texts(source: Source) -> list[int]:
    """Lines with words in a literal, unless they are raised, for a developer to read."""
    raised = {id(part) for node in ast.walk(source.tree) if _raises(node) for part in ast.walk(node)}
    return [each.lineno for each in _literals(source) if id(each) not in raised and _WORDS.search(str(each.value))]


def chinese(source: Source) -> list[int]:
    """Lines with Chinese in a literal."""
    return [each.lineno for each in _literals(source) if _CHINESE.search(str(each.value))]


def _signatures(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            names = [each.arg for each in (*node.args.posonlyargs, *node.args.args) if each.arg != "self"]
        elif isinstance(node, ast.ClassDef):
            names = [dotted(each.target) for each in node.body if isinstance(each, ast.AnnAssign)]
        else:
            continue
        if "key" in names:
            yield node.name, names.index("key")


def _passed(call: ast.Call, places: Mapping[str, int]) -> list[ast.expr]:
    """What is passed as a key, by place or by name."""
    by_name = [each.value for each in call.keywords if each.arg and re.fullmatch(r"(?:.*_)?key", each.arg)]
    place = places.get(dotted(call.func).rpartition(".")[2])
    return by_name if place is None else [*by_name, *call.args[place : place + 1]]


def _keys(said: ast.expr) -> list[str]:
    """The keys an expression may be: a literal, one put together, or one of two."""
    match said:
        case ast.IfExp(body=one, orelse=other):
            return [*_keys(one), *_keys(other)]
        case ast.Constant(value=str(text)):
            key = text
        case ast.JoinedStr(values=parts):
            key = "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in parts)
        case _:
            return []
    return [key] if _KEY.fullmatch(key) else []


def _gives_wrongly(call: ast.Call, locale: Locale) -> bool:
    given = {each.arg for each in call.keywords}
    if None in given or not call.args:
        return False
    said = [Saying(key, call.lineno) for key in _keys(call.args[0])]
    needed = [
        {name.replace("-", "_") for name in values(locale[key])} for each in said for key in each.keys if key in locale
    ]
    return any(each - given for each in needed) or (bool(needed) and bool(given - set().union(*needed)))


def _raises(node: ast.AST) -> bool:
    """Whether it raises, or is an exception's way of saying so."""
    return isinstance(node, ast.Raise) or (isinstance(node, ast.Call) and dotted(node.func) == ".__init__")


def _literals(source: Source) -> list[ast.Constant]:
    """The texts in the code, without those that only describe it."""
    described = {id(node.value) for node in ast.walk(source.tree) if isinstance(node, ast.Expr)}
    found = [node for node in ast.walk(source.tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [each for each in found if id(each) not in described]


KEY_PLACES = {"words": 0, "button": 0, "toast": 0}
LOCALE = locale_of("menu = Hi { $name }\norder-status-paid = paid\nstock-few = { $left }")


@pytest.mark.parametrize(
    "code",
    [
        "words('mneu')",
        "words('menu' if known else 'mneu')",
        "button('mneu', 'menu')",
        "turn.toast('mneu')",
        "class Gone(Refused):\n  key = 'mneu'",
        "YesOrNo(yes_key='mneu')",
        "words(f'order-status-{status}')",  # only one of them is there
    ],
)
def test_a_message_that_does_not_exist_is_reported(code: str) -> None:
    assert len(unknown(Source("flows/x.py", code), KEY_PLACES, LOCALE)) == 1


@pytest.mark.parametrize("code", ["words('menu')", "words(key)", "place(key=f'event:{id}')", "find('mneu')"])
def test_a_message_that_exists_is_fine_and_so_is_what_is_none(code: str) -> None:
    assert unknown(Source("flows/x.py", code), KEY_PLACES, LOCALE) == []


def test_a_key_made_of_parts_must_say_of_which() -> None:
    with pytest.raises(AssertionError, match=r"does not say what nobody-knows-\{\} is made of"):
        unknown(Source("flows/x.py", "words(f'nobody-knows-{this}')"), KEY_PLACES, LOCALE)


@pytest.mark.parametrize(
    "code",
    ["words('menu')", "words('menu', nmae='Ana')", "words('menu', name='Ana', age=3)", "words(f'stock-{word}')"],
)
def test_wrong_values_are_reported(code: str) -> None:
    assert given_wrongly(Source("flows/x.py", code), LOCALE) == [1]


@pytest.mark.parametrize(
    "code", ["words('menu', name='Ana')", "words('menu', **args)", "words(f'stock-{word}', left=1)"]
)
def test_right_values_are_fine(code: str) -> None:
    assert given_wrongly(Source("flows/x.py", code), LOCALE) == []


@pytest.mark.parametrize(
    "code", ["Screen('You bought it')", "words('menu', name='dear customer')", "why = 'not in time'"]
)
def test_a_text_in_code_is_reported(code: str) -> None:
    assert texts(Source("flows/x.py", code)) == [1]


@pytest.mark.parametrize(
    "code",
    [
        "raise LookupError('no such order')",
        "super().__init__('no such order')",
        '"""Say so."""',
        "words('menu')",
        "'order:17'",
    ],
)
def test_a_text_for_developers_is_fine(code: str) -> None:
    assert texts(Source("flows/x.py", code)) == []


def test_chinese_in_code_is_reported_and_in_a_docstring_is_fine() -> None:
    assert chinese(Source("bot/x.py", "say('好的')")) == [1]
    assert chinese(Source("bot/x.py", "def f():\n  'As in 好的.'")) == []


def test_functions_and_classes_that_take_a_key_are_found() -> None:
    code = (
        "def say(key, **args): ...\nclass Words:\n  key: str\nclass T:\n  def toast(self, key): ...\ndef f(a, key): ..."
    )

    assert takes_a_key(Source("flows/words.py", code)) == {"say": 0, "Words": 0, "toast": 0, "f": 1}


def test_everything_said_exists() -> None:
    places = takes_a_key(*sources(*SHOP))
    spoken = locales()["en"]

    assert objections((source, unknown(source, places, spoken)) for source in sources(*SHOP)) == []


def test_everything_said_gets_the_values_it_needs() -> None:
    spoken = locales()["en"]

    assert objections((source, given_wrongly(source, spoken)) for source in sources(*SHOP)) == []


def test_nothing_that_can_be_said_is_left_over() -> None:
    places = takes_a_key(*sources(*SHOP))
    said = {key for source in sources(*SHOP) for each in sayings(source, places) for key in each.keys}

    assert {*locales()["en"]} - said == set()


def test_screens_hold_no_text_of_their_own() -> None:
    shown = [source for source in sources("flows", "handlers") if not source.path.startswith(READS_TEXTS)]

    assert objections((source, texts(source)) for source in shown) == []


def test_no_chinese_stands_in_code() -> None:
    shop = [source for source in sources(*SHOP) if not source.path.startswith(MAY_KNOW_CHINESE)]

    assert objections((source, chinese(source)) for source in shop) == []
