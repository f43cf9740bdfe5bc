"""One order as staff see it: what, for whom, how it stands, and its way there.

Not here: looking for it (`orders`).
"""

from collections.abc import Sequence

from nicegui import ui

from backend.errors import OrderNotFound
from backend.orders import Move
from backend.people import Person
from console import views
from console.pages.elements import chip, link, part, written
from console.pages.frame import Look
from console.pages.wording import moment
from console.session import Session
from console.views import OrderView
from flows.words import Arg
from storage.database import Db


class OrderPage:
    """The page in one tab."""

    def __init__(self, session: Session, order_id: int) -> None:
        self._session = session
        self._order_id = order_id
        self._shown: OrderView | None = None
        self._sheet = part("sheet", testid="order")
        self._look = Look(session, self._refresh)
        self._look.take()

    def _refresh(self, db: Db, _: Person) -> None:
        try:
            view = views.order_view(db, self._order_id, language=self._session.language)
        except OrderNotFound:
            self._sheet.clear()
            with self._sheet:
                written(self._session.says("refused-order-not-found"), "hint")
            return
        if view != self._shown:
            self._shown = view
            self._sheet.clear()
            with self._sheet:
                self._build(view)

    def _build(self, view: OrderView) -> None:
        session = self._session
        with link("/orders", "back-link", testid="to-orders"):
            ui.icon("arrow_back")
            written(session.says("console-place-orders"), "")
        with part("sheet-head"):
            written(view.order.number, "sheet-title is-number")
            order_chip(session, view)
        with part("sheet-columns"):
            with part("card"):
                written(session.says("console-order"), "card-title")
                order_facts(session, view)
                _fact(session, "console-customer", view.customer.name)
                _fact(session, "console-telegram-number", str(view.customer.telegram_id))
            with part("card"):
                written(session.says("console-timeline"), "card-title")
                timeline(session, view.timeline)


def order_chip(session: Session, view: OrderView) -> None:
    """How the order stands, as a coloured word; and whether staff must see to it."""
    chip(session.says(f"order-status-{view.order.status}"), view.order.status)
    if view.order.needs_attention:
        chip(session.says("console-attention"), "late")


def order_facts(session: Session, view: OrderView) -> None:
    """What was ordered, for how much, for which account."""
    order = view.order
    _fact(session, "console-product", f"{view.product} × {order.quantity}")
    _fact(session, "console-total", session.says("console-amount", amount=order.total))
    _fact(session, "console-order-status", session.says(f"order-status-{order.status}"))
    if order.account:
        _fact(session, "console-account", order.account)
    if order.note:
        _fact(session, "console-order-note", order.note)
    if order.attention:
        _fact(session, "console-attention", order.attention)


def timeline(session: Session, moves: Sequence[Move]) -> None:
    """Every status the order has had, with its time."""
    with part("timeline"):
        for move in moves:
            with part("move"):
                written(session.says(f"order-status-{move.status}"), "move-status")
                written(moment(session, move.at), "move-time")


def _fact(session: Session, key: str, value: Arg) -> None:
    with part("fact"):
        written(session.says(key), "fact-name")
        written(str(value), "fact-value")
