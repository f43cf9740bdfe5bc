"""The tickets page: the list beside one ticket; on a phone one of the two.

Not here: either of them (`ticket_list`, `ticket_pane`).
"""

from collections import defaultdict

from nicegui import ui

from backend.errors import TicketNotFound
from backend.people import Person
from console import views
from console.pages.elements import part, written
from console.pages.frame import Look
from console.pages.ticket_list import TicketList
from console.pages.ticket_pane import Doings, TicketPane
from console.session import Session
from storage.database import Db


class TicketsPage:
    """The page in one tab."""

    def __init__(self, session: Session, ticket_id: int | None) -> None:
        self._session = session
        self._pane: TicketPane | None = None
        self._doings: defaultdict[int, Doings] = defaultdict(Doings)
        with part("tickets") as self._frame:
            self._list = TicketList(session, choose=self.open)
            self._place = part("ticket-place")
        if ticket_id is None:
            self._hint("console-choose-ticket")
        else:
            self._put_up(ticket_id)
        self._look = Look(session, self._refresh)
        self._look.take()

    def open(self, ticket_id: int) -> None:
        """Show this ticket beside the list."""
        self._put_up(ticket_id)
        self._look.take_again()
        ui.navigate.history.replace(f"/?ticket={ticket_id}")

    def _put_up(self, ticket_id: int) -> None:
        self._place.clear()
        with self._place:
            self._pane = TicketPane(
                self._session,
                ticket_id,
                self._doings[ticket_id],
                go_back=self._go_back,
                look_again=lambda: self._look.take_again(),
            )
        self._frame.classes(add="has-chosen")

    def _refresh(self, db: Db, person: Person) -> None:
        now = self._session.desk.clock.now()
        chosen = None if self._pane is None else self._pane.ticket_id
        self._list.show(views.queue(db), person, chosen=chosen, now=now)
        if self._pane is None:
            return
        try:
            view = views.ticket_view(db, self._pane.ticket_id, person, language=self._session.language)
        except TicketNotFound:
            self._leave()
            return
        self._pane.show(db, view, person, now=now)

    def _leave(self) -> None:
        """There is no such ticket."""
        self._pane = None
        self._hint("refused-ticket-not-found")

    def _hint(self, key: str) -> None:
        self._place.clear()
        with self._place:
            written(self._session.says(key), "hint")

    def _go_back(self) -> None:
        self._frame.classes(remove="has-chosen")
        ui.navigate.history.replace("/")
