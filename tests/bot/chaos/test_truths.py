"""Truths: each thing that a database can't know of itself is planted once, and found."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from backend import fulfilment, payments, people, refunds, reissues, stock, suppliers, tickets
from backend.money import Money
from backend.orders import Order
from backend.suppliers import Catalogued, Sold
from backend.tickets import Side
from bot.chaos.tills import Came, Went
from bot.chaos.truths import Issued, Outside, Witness
from storage import inbox, outbox
from storage import stock as cards
from storage.database import Database, Db
from storage.inbox import Arrival
from storage.outbox import Draft, Kind
from storage.secrets import Vault
from storage.supplier_purchases import PurchaseRow, PurchaseStatus
from tests.backend import given
from tests.backend.given import CARD, NOW, PRICE
from tests.databases import Databases

BUYER, STRANGER = 501, 502
ISSUED_CODE = "EAST-steam-50-000001"
PURCHASE = "X-S1"


@dataclass
class World:
    """What is known outside of a shop in which one card was bought through the gateway."""

    vault: Vault
    order: Order
    code: str
    log: Path
    taken: list[Came]
    given: list[Went] = field(default_factory=list)
    issued: list[Issued] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    brought: Counter[str] = field(default_factory=lambda: Counter({CARD: 3}))
    figures: dict[str, float] | None = None
    gateway: str = "sandbox"

    def came(self) -> list[Came]:
        return self.taken

    def went(self) -> list[Went]:
        return self.given

    def witness(self) -> Witness:
        said = self.figures
        return Witness(
            Outside(
                self.vault,
                [self],
                lambda: self.brought,
                [self.log],
                {"the key": "s3cret"},
                issued=lambda: self.issued,
                file=self.files.__getitem__,
                figures=None if said is None else lambda: said,
            )
        )

    def tells(self, text: str, *, chat: int = BUYER) -> dict[str, Any]:
        """A message that the platform took."""
        return {"status": 200, "chat_id": str(chat), "parameters": {"text": text}}

    def sends_file(self, content: bytes, *, chat: int = BUYER) -> dict[str, Any]:
        """A message with a file that the platform took."""
        self.files["file-1"] = content
        return self.tells("here", chat=chat) | {"answer": {"ok": True, "result": {"document": {"file_id": "file-1"}}}}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def bought(request: pytest.FixtureRequest, databases: Databases, vault: Vault) -> Iterator[tuple[Database, Order, str]]:
    """A shop of three cards, one of them sold."""
    with databases.fresh(request.param) as database:
        with database.transaction() as db:
            given.shelves(db)
            codes = "\n".join(f"CHAOS-00000{number}" for number in range(3))
            stock.import_cards(db, CARD, codes, vault=vault, batch="test", now=NOW)
            ana = given.person(db, BUYER)
            order = given.order(db, ana)
            payments.receive(db, given.notice(given.open_payment(db, order)), now=NOW)
            delivered = given.delivered(db, order, now=NOW)
            [code] = fulfilment.codes(db, delivered, person=ana, vault=vault, now=NOW)
        yield database, delivered, str(code.reveal())


@pytest.fixture
def db(bought: tuple[Database, Order, str]) -> Iterator[Db]:
    with bought[0].read() as db:
        yield db


@pytest.fixture
def world(bought: tuple[Database, Order, str], vault: Vault, tmp_path: Path) -> World:
    _, order, code = bought
    taken = Came("TXN-1", PRICE.minor, PRICE.currency, is_acknowledged=True)
    return World(vault, order, code, tmp_path / "bot.log", [taken])


def test_a_shop_that_tells_the_truth_is_believed(db: Db, world: World) -> None:
    told = [world.tells(f"Order {world.order.number} is here"), world.tells(f"<code>{world.code}</code>")]

    assert world.witness().untruths(db, told) == []


# X1


def test_a_code_shown_to_somebody_else_has_strayed(db: Db, world: World) -> None:
    told = [world.tells(world.code, chat=STRANGER)]

    assert world.witness().untruths(db, told) == [
        f"X1: chat {STRANGER} was shown a code that belongs to {BUYER}",
    ]


def test_a_code_that_was_never_delivered_is_nobodys_to_see(db: Db, world: World) -> None:
    told = [world.tells("CHAOS-999999"), world.tells(ISSUED_CODE)]

    assert world.witness().untruths(db, told) == [f"X1: chat {BUYER} was shown a code that belongs to nobody"] * 2


def test_a_message_that_was_refused_showed_nothing(db: Db, world: World) -> None:
    refused = world.tells(world.code, chat=STRANGER) | {"status": 403}

    assert world.witness().untruths(db, [refused]) == []


def test_a_file_shows_its_codes_as_well(db: Db, world: World) -> None:
    file = f"row,codes\n2,{world.code}\n".encode()
    assert world.witness().untruths(db, [world.sends_file(file)]) == []

    strayed = world.witness().untruths(db, [world.sends_file(file, chat=STRANGER)])

    assert strayed == [f"X1: chat {STRANGER} was shown a code that belongs to {BUYER}"]


# X2


def written(number: int, *, state: str = "settled", kind: str = "private", **content: Any) -> dict[str, Any]:
    """An update about what the buyer wrote, as the platform's journal has it."""
    chat = {"id": BUYER, "type": kind}
    message = {"chat": chat, "message_id": number, "text": "hello"} | content
    return {"update_id": number, "kind": "message", "state": state, "content": message}


def stored(db: Db, number: int, *, is_answered: bool = False) -> None:
    """The shop has taken the update in, and perhaps has something to say to it."""
    inbox.store(db, [Arrival("telegram:1", str(number), f"chat:{BUYER}", "{}")], now=NOW)
    if is_answered:
        cause = db.execute(sa.text("select max(id) from inbox")).scalar_one()
        outbox.post(db, [Draft(BUYER, Kind.NOTICE, content={})], cause=cause, now=NOW)


def in_ticket(db: Db, message_id: int) -> None:
    """A ticket of the buyer's has this message of theirs."""
    buyer = people.with_telegram_id(db, BUYER)
    assert buyer is not None
    ticket = tickets.open_ticket(db, buyer, order_id=None, category=None, now=NOW, promised_at=NOW).ticket
    tickets.say(
        db,
        ticket,
        side=Side.CUSTOMER,
        author_id=buyer.id,
        text="hello",
        chat_id=BUYER,
        message_id=message_id,
        now=NOW,
    )


def test_what_was_answered_or_stands_in_a_ticket_was_heard(db: Db, world: World) -> None:
    stored(db, 7, is_answered=True)
    stored(db, 8)
    in_ticket(db, 8)

    assert world.witness().untruths(db, [], [written(7), written(8)]) == []


def test_what_caused_nothing_was_not_heard(db: Db, world: World) -> None:
    stored(db, 7)

    assert world.witness().untruths(db, [], [written(7)]) == [
        f"X2: what chat {BUYER} wrote (message 7) was neither answered nor put into a ticket"
    ]


def test_what_is_on_its_way_or_written_in_a_group_or_no_text_need_not_be_answered(db: Db, world: World) -> None:
    stored(db, 7)
    picture = written(9)
    del picture["content"]["text"]

    assert world.witness().untruths(db, [], [written(7, state="pending"), written(8, kind="supergroup"), picture]) == []


# X3


def test_money_that_the_shop_acknowledged_is_in_its_books(db: Db, world: World) -> None:
    world.taken.append(Came("TXN-2", 5000, "CNY", is_acknowledged=False))
    assert world.witness().untruths(db, []) == []  # it is still owed the notice

    world.taken[-1] = Came("TXN-2", 5000, "CNY", is_acknowledged=True)

    assert world.witness().untruths(db, []) == ["X3: of TXN-2 the gateway says (5000, 'CNY') and the books None"]


def test_money_that_nobody_paid_is_not_in_the_books(db: Db, world: World) -> None:
    world.taken[0] = Came("TXN-1", 1, "CNY", is_acknowledged=True)

    assert world.witness().untruths(db, []) == [
        "X3: of TXN-1 the gateway says (1, 'CNY') and the books (5000, 'CNY')",
    ]


def refunded(db: Db, world: World, *, is_known: bool) -> str:
    """A part of the payment goes back; returns the refund's number."""
    payment = payments.captured_for(db, world.order)
    assert payment is not None
    part = Money(1000, PRICE.currency)
    refund = refunds.want(db, payment, part, key="test", by="test", why="", now=NOW)
    refunds.begin(db, refund.id, now=NOW)
    if is_known:
        refunds.note_done(db, refund.id, answer="R-1", now=NOW)
    return refund.number


@pytest.mark.parametrize("by", ["our number", "the charge"])
def test_a_refund_that_went_and_is_done_is_in_both_books(db: Db, world: World, by: str) -> None:
    number = refunded(db, world, is_known=True)

    world.given.append(Went(number if by == "our number" else "TXN-1", 1000, PRICE.currency))

    assert world.witness().untruths(db, []) == []


def test_a_refund_of_which_nothing_is_known_may_have_gone(db: Db, world: World) -> None:
    number = refunded(db, world, is_known=False)
    assert world.witness().untruths(db, []) == []

    world.given.append(Went(number, 1000, PRICE.currency))

    assert world.witness().untruths(db, []) == []


def test_a_refund_goes_once_and_as_much_as_was_wanted(db: Db, world: World) -> None:
    number = refunded(db, world, is_known=True)
    assert world.witness().untruths(db, []) == [f"X3: refund {number} is done, and the gateway has not given it"]

    world.given += [Went(number, 999, PRICE.currency), Went(number, 999, PRICE.currency), Went("other", 1, "CNY")]

    assert world.witness().untruths(db, []) == [
        f"X3: {number} went back 2 times",
        "X3: other went back, and nobody wanted that",
        f"X3: of refund {number} the gateway says (999, 'CNY') and the books (1000, 'CNY')",
    ]


def test_what_the_shop_counts_as_refused_did_not_go(db: Db, world: World) -> None:
    number = refunded(db, world, is_known=False)
    db.execute(sa.text("update refunds set status = 'rejected', settled_at = asked_at"))

    world.given.append(Went(number, 1000, PRICE.currency))

    assert world.witness().untruths(db, []) == [f"X3: {number} went back, and nobody wanted that"]


# X4


def purchased(db: Db, world: World, *, status: PurchaseStatus = PurchaseStatus.DONE) -> None:
    """The shop has bought the order's card of a supplier, by its books."""
    suppliers.declare(db, [Catalogued("east", (Sold(CARD, "sku", is_top_up=False),))])
    is_done = status is PurchaseStatus.DONE
    db.execute(
        sa.insert(PurchaseRow).values(
            number=PURCHASE,
            order_id=world.order.id,
            nth=1,
            supplier_id="east",
            product_id=CARD,
            sku="sku",
            account="",
            quantity=1,
            cost_minor=100,
            currency="CNY",
            status=status,
            received=0,
            looks=0,
            unseen=0,
            intended_at=NOW,
            asked_at=NOW,
            settled_at=NOW if is_done else None,
        )
    )


def test_a_code_that_a_supplier_issued_is_in_stock(db: Db, world: World) -> None:
    purchased(db, world)
    world.issued.append(Issued("east", PURCHASE, 1, [world.code]))
    assert world.witness().untruths(db, []) == []

    world.issued[0] = Issued("east", PURCHASE, 1, [ISSUED_CODE])

    assert world.witness().untruths(db, []) == [f"X4: a code that east issued for {PURCHASE} is not in stock"]


def test_what_is_unknown_may_have_been_issued(db: Db, world: World) -> None:
    purchased(db, world, status=PurchaseStatus.UNKNOWN)
    world.issued.append(Issued("east", PURCHASE, 1, [ISSUED_CODE]))

    assert world.witness().untruths(db, []) == []


def test_suppliers_deliver_for_an_order_what_it_wants_and_no_more(db: Db, world: World) -> None:
    purchased(db, world)
    world.issued += [Issued("east", PURCHASE, 1, [world.code]), Issued("east", PURCHASE, 1, [])]

    assert world.witness().untruths(db, []) == [
        f"X4: suppliers delivered 2 for order {world.order.id}, which wants 1",
    ]


def test_what_a_supplier_issued_was_not_brought_and_what_replaces_it_was_not_supplied(db: Db, world: World) -> None:
    purchased(db, world)
    sealed = stock.seal(ISSUED_CODE, world.vault)
    cards.put_in(db, CARD, [sealed], order_id=None, batch=PURCHASE, cost_minor=100, now=NOW)
    world.issued += [Issued("east", PURCHASE, 1, [ISSUED_CODE])]
    [dead] = reissues.suspects(db, world.order)
    wanted = reissues.want(db, world.order, dead.card.id, by="test", now=NOW)

    done = reissues.give(db, wanted.id, proof="it sold us this code", now=NOW)

    assert done is not None
    assert world.witness().untruths(db, []) == []


def test_nobody_acts_on_a_purchase_that_was_never_written_down(db: Db, world: World) -> None:
    world.issued.append(Issued("west", "X-S9", 1, []))

    assert world.witness().untruths(db, []) == ["X4: west acted on X-S9, which is not there"]


# X5


def test_a_card_that_is_gone_is_missed_by_who_brought_it(db: Db, world: World) -> None:
    world.brought[CARD] += 1

    assert world.witness().untruths(db, []) == [f"X5: of {CARD} 4 cards were brought and 3 are there"]


# X6


def test_a_number_people_were_told_is_still_known(db: Db, world: World) -> None:
    told = [world.tells("Order <b>ZZZZZ99999</b> is delivered. Call 1380013800 on MONDAY")]

    assert world.witness().untruths(db, told) == [f"X6: chat {BUYER} was told of ZZZZZ99999, which is not there"]


# X7


@pytest.mark.parametrize(
    ("leak", "table"),
    [
        ("update orders set note = 'it said CHAOS-000001'", "orders"),
        ("update orders set note = 'it said WEST-steam-50-000001'", "orders"),
        ('update products set name = \'{"en": "CHAOS-000001"}\'', "products"),
    ],
)
def test_a_code_that_can_be_read_in_the_database_has_leaked(db: Db, world: World, leak: str, table: str) -> None:
    db.execute(sa.text(leak.replace(":", r"\:")))

    assert world.witness().untruths(db, []) == [f"X7: a code stands in the table {table}"]


def test_only_new_rows_are_looked_through_again(db: Db, world: World) -> None:
    witness = world.witness()
    db.execute(sa.text("update orders set note = 'CHAOS-000001'"))

    assert len(witness.untruths(db, [])) == 1
    assert witness.untruths(db, []) == []


def test_neither_a_code_nor_a_key_gets_into_a_log(db: Db, world: World) -> None:
    witness = world.witness()
    world.log.write_text(f"failed on {world.code}\n")
    assert witness.untruths(db, []) == ["X7: a code stands in bot.log"]
    assert witness.untruths(db, []) == []

    with world.log.open("a") as log:
        log.write("XIAOER_SECRET_KEY=k1:s3cret\n")

    assert witness.untruths(db, []) == ["X7: the key stands in bot.log"]


# X8


def logged(world: World, **said: Any) -> None:
    """The bot has written a line."""
    with world.log.open("a") as log:
        log.write(json.dumps(said) + "\n")


def given_up(db: Db) -> int:
    """An event is parked; returns its id."""
    stored(db, 7)
    event_id: int = db.execute(sa.text("select max(id) from inbox")).scalar_one()
    inbox.park(db, event_id, failure="bug", now=NOW)
    return event_id


def test_what_is_given_up_stands_in_the_log_under_its_number(db: Db, world: World) -> None:
    number = f"E-{given_up(db):06d}"
    assert world.witness().untruths(db, []) == [f"X8: {number} was given up, and the log does not say so"]

    logged(world, event="turn given up", incident=number)

    assert world.witness().untruths(db, []) == []


def test_a_call_that_is_given_up_stands_in_the_log_by_its_id(db: Db, world: World) -> None:
    stored(db, 7, is_answered=True)
    db.execute(sa.text("update outbox set status = 'dead', failure = '400 no'"))
    call_id = db.execute(sa.text("select max(id) from outbox")).scalar_one()
    assert world.witness().untruths(db, []) == [f"X8: C-{call_id:06d} was given up, and the log does not say so"]

    logged(world, event="message refused", call_id=call_id)

    assert world.witness().untruths(db, []) == []


def test_the_metrics_count_what_is_given_up_and_what_is_unknown(db: Db, world: World) -> None:
    logged(world, incident=f"E-{given_up(db):06d}")
    purchased(db, world, status=PurchaseStatus.UNKNOWN)
    refunded(db, world, is_known=False)
    right = {"xiaoer_given_up:event": 1.0, "xiaoer_given_up:call": 0.0, "xiaoer_given_up:job": 0.0}
    right |= {"xiaoer_unknown:refund": 1.0, "xiaoer_unknown:purchase": 1.0}
    world.figures = right
    assert world.witness().untruths(db, []) == []

    world.figures = right | {"xiaoer_given_up:event": 0.0, "xiaoer_unknown:refund": 2.0}

    assert world.witness().untruths(db, []) == [
        "X8: the metrics say 0.0 of xiaoer_given_up:event, and the books 1.0",
        "X8: the metrics say 2.0 of xiaoer_unknown:refund, and the books 1.0",
    ]
