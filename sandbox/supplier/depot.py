"""A supplier: takes purchases, issues codes or tops accounts up, and says what became of a purchase.

Not here: HTTP (`routes`) and calling back (`calls`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sandbox.supplier.calls import Calls
from sandbox.supplier.faults import Fault, FaultKind, Faults
from sandbox.supplier.journal import Issued, Journal
from sandbox.world import World

_SECONDS_APART = {FaultKind.LATE, FaultKind.SPLIT, FaultKind.HIDDEN}


class NoAnswer(Exception):
    """The supplier stays silent, whatever it has done; `seconds` later it would answer with `answer`."""

    def __init__(self, *, seconds: float = 3600, answer: "Answer | None" = None) -> None:
        super().__init__("silence")
        self.seconds = seconds
        self.answer = answer


@dataclass(frozen=True)
class Article:
    """Something the supplier sells; `is_top_up` goes to an account and leaves no code."""

    sku: str
    unit_cost_minor: int
    currency: str
    available: int
    is_top_up: bool = False


@dataclass(frozen=True)
class Order:
    """What the shop asks for, under a number of its own."""

    number: str
    sku: str
    quantity: int
    unit_cost_minor: int
    currency: str
    account: str
    notify: str


@dataclass(frozen=True)
class Answer:
    """What goes back to the shop; `body` that is a text is sent as it is."""

    status: int
    body: dict[str, Any] | str


def read_article(text: str) -> Article:
    """Read what a command line says of an article: SKU:COST:CURRENCY:COUNT, perhaps :top-up. Raises ValueError."""
    sku, cost, currency, count, *kind = text.split(":")
    if kind not in ([], ["top-up"]):
        raise ValueError(f"{text!r} ends in what is no kind of article")
    return Article(sku, int(cost), currency, int(count), is_top_up=bool(kind))


class Depot:
    """One supplier in the world. One that does not honour numbers acts once more whenever it is asked once more."""

    def __init__(
        self, world: World, *, name: str, key: str, articles: Sequence[Article], honours_numbers: bool = True
    ) -> None:
        self.name = name
        self.key = key
        self.faults = Faults()
        self.journal = Journal(world.records, world.clock, supplier=name)
        self.calls = Calls(world, self.journal, key=key)
        self._world = world
        self._articles = {article.sku: article for article in articles}
        self._honours_numbers = honours_numbers

    def offers(self) -> list[Article]:
        """Everything it sells, at its present price."""
        return list(self._articles.values())

    def stock(self, article: Article) -> None:
        """Sell this from now on, or this many of it, at this price."""
        self._articles[article.sku] = article

    def take(self, order: Order) -> Answer:
        """Act on a purchase as the armed faults have it. Raises NoAnswer."""
        known = self.journal.issued_for(order.number)
        if known and self._honours_numbers:
            return self._state_of(known[-1])
        fault = self.faults.next()
        kind = None if fault is None else fault.kind
        refusal = self._refusal(order, kind)
        if refusal is not None:
            return refusal
        if kind is FaultKind.SILENT:
            raise NoAnswer
        with self._world.writing():
            issued = self._issue(order, fault)
            self._world.changes.record()
        return self._answer_after(issued, fault)

    def query(self, number: str) -> Answer:
        """What became of a purchase; of several under one number, of the newest."""
        known = self.journal.issued_for(number)
        if not known or known[-1].hidden_until > self._world.clock.seconds:
            return Answer(404, {"status": "unseen"})
        return self._state_of(known[-1])

    def _refusal(self, order: Order, kind: FaultKind | None) -> Answer | None:
        article = self._articles.get(order.sku)
        if article is None or kind is FaultKind.REFUSE or (article.is_top_up and not order.account):
            reason = "bad-account" if article is not None else "refused"
            return Answer(422, {"status": "rejected", "reason": reason})
        if kind is FaultKind.BUSY:
            return Answer(429, {"status": "rejected", "reason": "busy"})
        if kind is FaultKind.REJECT or article.available < order.quantity:
            return Answer(409, {"status": "rejected", "reason": "sold-out"})
        if kind is FaultKind.PRICE_CHANGED:
            article = replace(article, unit_cost_minor=article.unit_cost_minor + 1)
            self.stock(article)
        if article.unit_cost_minor > order.unit_cost_minor:
            asked = {"unit_cost_minor": article.unit_cost_minor, "currency": article.currency}
            return Answer(409, {"status": "rejected", "reason": "price-changed", **asked})
        return None

    def _issue(self, order: Order, fault: Fault | None) -> Issued:
        article = self._articles[order.sku]
        self.stock(replace(article, available=article.available - order.quantity))
        now = self._world.clock.seconds
        later = now + fault.seconds if fault is not None and fault.kind in _SECONDS_APART else now
        issued = self.journal.issue(
            order.number,
            sku=order.sku,
            quantity=order.quantity,
            account=order.account,
            notify=order.notify,
            codes=[] if article.is_top_up else self._codes(order, fault),
            ready_at=later,
            hidden_until=later if fault is not None and fault.kind is FaultKind.HIDDEN else now,
        )
        if later > now and order.notify:
            self.journal.owe(issued, due_at=later)
        return issued

    def _codes(self, order: Order, fault: Fault | None) -> list[str]:
        kind = None if fault is None else fault.kind
        first = self.journal.first_code()
        count = order.quantity - 1 if kind is FaultKind.PARTIAL else order.quantity
        codes = [self.journal.next_code(order.sku) for _ in range(count)]
        return [first, *codes[1:]] if kind is FaultKind.DUPLICATE and first is not None else codes

    def _answer_after(self, issued: Issued, fault: Fault | None) -> Answer:
        match None if fault is None else fault.kind:
            case FaultKind.ACT_THEN_DROP | FaultKind.HIDDEN:
                raise NoAnswer
            case FaultKind.SLOW if fault is not None:
                raise NoAnswer(seconds=fault.seconds, answer=self._state_of(issued))
            case FaultKind.MALFORMED:
                return Answer(200, "<html>It works!</html>")
            case FaultKind.FAILED:
                return Answer(500, {"error": "internal"})
            case FaultKind.LATE:
                return Answer(202, {"status": "processing", "codes": []})
            case _:
                return self._state_of(issued)

    def _state_of(self, issued: Issued) -> Answer:
        is_ready = issued.ready_at <= self._world.clock.seconds
        codes = issued.codes if is_ready else issued.codes[:-1]
        if not is_ready:
            return Answer(202, {"status": "processing", "codes": codes})
        receipt = f"{issued.supplier.upper()}-{issued.id:08d}"
        return Answer(200, {"status": "done", "codes": codes, "receipt": receipt})
