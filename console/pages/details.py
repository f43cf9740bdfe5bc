"""What is known beside the conversation: the customer, and the order with its timeline.

Not here: the page an order has of its own (`order`).
"""

from nicegui import ui

from console.pages.elements import chip, link, part, written
from console.pages.order import order_facts, timeline
from console.session import Session
from console.views import TicketView


class Details:
    """The column beside a ticket; on a phone it lies over it when asked for."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._shown: object = None
        self._column = part("details", tag="aside", testid="details-column")

    def show(self, view: TicketView) -> None:
        """Bring the column in step."""
        shown = (view.customer, view.order, view.ticket.category)
        if shown == self._shown:
            return
        self._shown = shown
        self._column.clear()
        with self._column:
            self._build_customer(view)
            if view.order is not None:
                self._build_order(view)

    def toggle(self) -> None:
        """Lay it over the ticket, or take it away."""
        self._column.classes(toggle="is-open")

    def _build_customer(self, view: TicketView) -> None:
        session, customer = self._session, view.customer
        with part("card"):
            written(session.says("console-customer"), "card-title")
            with part("row-line"):
                written(customer.name, "fact-value")
                chip(session.says(f"console-tier-{customer.tier}"), f"tier-{customer.tier}")
            if customer.username:
                written(f"@{customer.username}", "fact-soft")
            written(str(customer.telegram_id), "fact-soft is-number")
            written(session.says(f"language-{customer.language.lower()}"), "fact-soft")

    def _build_order(self, view: TicketView) -> None:
        if view.order is None:
            return
        with part("card"):
            written(self._session.says("console-order"), "card-title")
            with link(f"/orders/{view.order.order.id}", "order-link", testid="order-link"):
                written(view.order.order.number, "is-number")
                ui.icon("open_in_new")
            order_facts(self._session, view.order)
            timeline(self._session, view.order.timeline)
