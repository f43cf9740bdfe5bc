"""The list of tickets: those that wait, one's own, all open ones, and what was resolved lately.

Not here: in which order they come (console.views).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from nicegui import ui

from backend.people import Person
from backend.tickets import Side, TicketStatus
from console.pages.elements import chip, part, pressable, written
from console.pages.wording import length, matter_or_text
from console.session import Session
from console.views import Queue, TicketLine


class Tab(StrEnum):
    """Which of the tickets are listed."""

    WAITING = "waiting"
    MINE = "mine"
    OPEN = "open"
    RESOLVED = "resolved"


@dataclass(frozen=True)
class _Row:
    """All that a row shows; as long as it is equal the row stays as it is."""

    line: TicketLine
    waited: str
    is_late: bool
    is_chosen: bool


class TicketList:
    """The list with its tabs."""

    def __init__(self, session: Session, *, choose: Callable[[int], None]) -> None:
        self._session = session
        self._choose = choose
        self._tab: Tab | None = None
        self._queue = Queue((), ())
        self._shown: dict[int, tuple[_Row, ui.element]] = {}
        self._counts: dict[Tab, ui.label] = {}
        self._tabs: dict[Tab, ui.element] = {}
        with part("list", tag="aside"):
            with part("tabs"):
                for tab in Tab:
                    self._build_tab(tab)
            self._rows = part("rows", testid="tickets")
            self._hint = written("", "hint", testid="no-tickets")

    def show(self, queue: Queue, person: Person, *, chosen: int | None, now: datetime) -> None:
        """Bring the list in step."""
        self._queue, self._person, self._chosen, self._now = queue, person, chosen, now
        if self._tab is None:
            self._tab = self._first_tab()
        if self._tab is Tab.WAITING and self._was_claimed(chosen):
            self._tab = Tab.MINE
        for tab, label in self._counts.items():
            label.set_text(str(len(self._lines(tab))) if tab is not Tab.RESOLVED else "")
            self._tabs[tab].classes(**{"add" if tab is self._tab else "remove": "is-here"})
        lines = self._lines(self._tab)
        self._hint.set_visibility(not lines)
        self._hint.set_text(self._session.says(f"console-none-{self._tab}"))
        self._show_rows([self._row(line) for line in lines])

    def _build_tab(self, tab: Tab) -> None:
        with pressable("tab", testid=f"tab-{tab}").on("click", lambda: self._change_tab(tab)) as self._tabs[tab]:
            written(self._session.says(f"console-tab-{tab}"), "")
            self._counts[tab] = written("", "count")

    def _change_tab(self, tab: Tab) -> None:
        self._tab = tab
        self.show(self._queue, self._person, chosen=self._chosen, now=self._now)

    def _was_claimed(self, chosen: int | None) -> bool:
        """Whether the chosen ticket has just moved from those that wait to one's own: then the list goes along."""
        return chosen in self._shown and chosen in [line.ticket.id for line in self._lines(Tab.MINE)]

    def _first_tab(self) -> Tab:
        """Where the chosen ticket is; else those that wait, or if none does one's own."""
        if self._chosen is not None:
            return next((tab for tab in Tab if self._chosen in [line.ticket.id for line in self._lines(tab)]), Tab.OPEN)
        return Tab.MINE if self._lines(Tab.MINE) and not self._lines(Tab.WAITING) else Tab.WAITING

    def _lines(self, tab: Tab) -> Sequence[TicketLine]:
        match tab:
            case Tab.WAITING:
                return [line for line in self._queue.open if line.ticket.status is TicketStatus.WAITING]
            case Tab.MINE:
                return [line for line in self._queue.open if line.ticket.owner_id == self._person.id]
            case Tab.OPEN:
                return self._queue.open
            case Tab.RESOLVED:
                return self._queue.resolved

    def _row(self, line: TicketLine) -> _Row:
        """What a row says of time: how long ago the customer came, and whether the promise was broken."""
        waited = self._session.tells(length(self._now - line.ticket.opened_at))
        is_late = line.ticket.first_replied_at is None and line.ticket.is_open and self._now > line.ticket.promised_at
        return _Row(line, waited, is_late, is_chosen=line.ticket.id == self._chosen)

    def _show_rows(self, rows: Sequence[_Row]) -> None:
        wanted = {row.line.ticket.id: row for row in rows}
        if list(wanted) != list(self._shown):
            self._rows.clear()
            self._shown.clear()
        for ticket_id, row in wanted.items():
            self._put(ticket_id, row)

    def _put(self, ticket_id: int, row: _Row) -> None:
        known = self._shown.get(ticket_id)
        if known is not None and known[0] == row:
            return
        if known is None:
            with self._rows:
                element = pressable("row", testid=f"ticket-{ticket_id}").on("click", lambda: self._choose(ticket_id))
        else:
            element = known[1]
            element.clear()
        element.classes(**{"add" if row.is_chosen else "remove": "is-here"})
        self._shown[ticket_id] = (row, element)
        with element:
            self._build_row(row)

    def _build_row(self, row: _Row) -> None:
        session, line = self._session, row.line
        with part("row-line"):
            written(line.customer.name, "row-name")
            if line.is_unanswered:
                part("dot").props["title"] = session.says("console-unanswered")
            part("gap")
            written(row.waited, f"row-time {'is-late' if row.is_late else ''}")
        with part("row-line"):
            written(_last_words(session, line), "row-text")
        with part("row-line"):
            written(line.ticket.number, "row-number")
            category = "human" if line.ticket.category is None else line.ticket.category
            chip(session.says(f"console-category-{category}"), "plain")
            if line.customer.tier != "retail":
                chip(session.says(f"console-tier-{line.customer.tier}"), f"tier-{line.customer.tier}")
            if row.is_late:
                chip(session.says("console-late"), "late")
            part("gap")
            if line.owner:
                written(line.owner, "row-owner")


def _last_words(session: Session, line: TicketLine) -> str:
    if line.last is None:
        return session.says("console-nothing-said")
    text = matter_or_text(session, line.last)
    return text if line.last.side is Side.CUSTOMER else f"↩ {text}"
