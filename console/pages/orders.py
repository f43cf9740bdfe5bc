"""The orders page: the newest orders, or those that fit what is looked for.

Not here: what fits (backend.order_search), or one order (`order`).
"""

from nicegui import ui
from nicegui.events import GenericEventArguments

from backend import order_search
from backend.people import Person
from console import views
from console.pages.elements import link, part, written
from console.pages.frame import Look
from console.pages.order import order_chip
from console.pages.wording import moment
from console.session import Session
from console.views import OrderView
from storage.database import Db

SHOWN_ORDERS = 50

_ON_SEARCH = "(event) => emit(event.target.value)"


class OrdersPage:
    """The page in one tab."""

    def __init__(self, session: Session, wanted: str) -> None:
        self._session = session
        self._wanted = wanted
        self._shown: list[OrderView] | None = None
        with part("sheet"):
            with part("search"):
                ui.icon("search")
                field = part("search-field", tag="input", testid="search")
                field.props["type"], field.props["value"] = "search", wanted
                field.props["placeholder"] = field.props["aria-label"] = session.says("console-search")
                field.on("input", self._search, js_handler=_ON_SEARCH, throttle=0.2)
            self._rows = part("order-rows", testid="orders")
            self._hint = written(session.says("console-no-orders"), "hint", testid="no-orders")
        self._look = Look(session, self._refresh)
        self._look.take()

    def _search(self, event: GenericEventArguments) -> None:
        self._wanted = str(event.args)
        self._look.take_again()

    def _refresh(self, db: Db, _: Person) -> None:
        found = order_search.search(db, self._wanted, most=SHOWN_ORDERS)
        shown = [views.order_view(db, order.id, language=self._session.language) for order in found]
        if shown == self._shown:
            return
        self._shown = shown
        self._hint.set_visibility(not shown)
        self._rows.clear()
        with self._rows:
            for view in shown:
                self._build_row(view)

    def _build_row(self, view: OrderView) -> None:
        order, session = view.order, self._session
        with link(f"/orders/{order.id}", "order-row", testid=f"order-{order.id}"):
            written(order.number, "is-number order-number")
            written(f"{view.product} × {order.quantity}", "order-product")
            written(view.customer.name, "order-customer")
            written(session.says("console-amount", amount=order.total), "order-total")
            with part("order-chips"):
                order_chip(session, view)
            written(moment(session, order.placed_at), "order-time")
