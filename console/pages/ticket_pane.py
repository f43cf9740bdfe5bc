"""One ticket: who, about what, how it stands; the conversation; and what can be done.

Not here: the messages (`talk`), writing (`composer`), what is known of the order (`details`). Whatever is done is
handed to the bot and shown as under way until its answer is there; the bot decides, the buttons only offer.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from nicegui import ui

from backend.people import Person
from backend.tickets import TicketStatus
from console import acts, views
from console.acts import SignedOut
from console.pages.composer import Composer, Written
from console.pages.details import Details
from console.pages.elements import chip, labelled, part, pressable, written
from console.pages.talk import Talk, UnderWay
from console.pages.wording import length, moment
from console.session import Session
from console.views import TicketView
from storage.database import Db

SLOW = timedelta(seconds=4)
"""After so long without an answer the page says that the bot is silent."""


@dataclass(frozen=True)
class _Act:
    """Something handed to the bot; `written` is what was written, if it was that."""

    written: Written | None
    since: datetime


@dataclass
class Doings:
    """What was handed to the bot about a ticket and not answered yet, and what of it was refused.

    They outlive the pane, so whoever looks at another ticket meanwhile finds them again.
    """

    acts: dict[str, _Act] = field(default_factory=dict)
    refused: list[UnderWay] = field(default_factory=list)


class TicketPane:
    """The ticket on the screen; `look_again` has it shown anew."""

    def __init__(
        self,
        session: Session,
        ticket_id: int,
        doings: Doings,
        *,
        go_back: Callable[[], None],
        look_again: Callable[[], None],
    ) -> None:
        self.ticket_id = ticket_id
        self._session = session
        self._look_again = look_again
        self._acts = doings.acts
        self._refused = doings.refused
        self._head_shown: object = None
        with part("ticket"):
            with part("ticket-head"):
                with pressable("icon-button back", testid="back", hint=session.says("console-back")) as back:
                    ui.icon("arrow_back")
                back.on("click", go_back)
                self._head = part("ticket-title", testid="ticket-head")
                self._buttons = part("ticket-buttons")
                with pressable("icon-button more", testid="details", hint=session.says("console-details")) as more:
                    ui.icon("info")
                more.on("click", self._toggle_details)
            self._notice = part("notice", testid="notice")
            self._notice.set_visibility(False)
            self._talk = Talk(session, put_back=self._put_back)
            self._composer = Composer(session, ticket_id, send=self._send)
        self._details = Details(session)

    def show(self, db: Db, view: TicketView, person: Person, *, now: datetime) -> None:
        """Bring the ticket in step."""
        self._settle(db)
        self._show_head(view, person, now)
        under_way = [
            UnderWay(name, act.written, now - act.since > SLOW, None) for name, act in self._acts.items() if act.written
        ]
        self._talk.show(view.remarks, [*under_way, *self._refused])
        self._composer.allow(self._why_not(view), is_open=view.ticket.is_open)
        self._details.show(view)

    def _settle(self, db: Db) -> None:
        """See which acts the bot has answered; what was refused says why, and nothing written is lost."""
        for name in list(self._acts):
            answer = acts.answer_to(db, name)
            if answer is None:
                continue
            act = self._acts.pop(name)
            if answer.refusal is None:
                continue
            why = self._session.tells(answer.refusal)
            if act.written is None:
                self._tell(why)
            else:
                self._refused.append(UnderWay(name, act.written, is_slow=False, refusal=why))

    def _show_head(self, view: TicketView, person: Person, now: datetime) -> None:
        ticket, session = view.ticket, self._session
        shown = (ticket, view.customer, view.owner, view.offered_to, person.role, self._is_busy, self._time(view, now))
        if shown == self._head_shown:
            return
        self._head_shown = shown
        self._head.clear()
        with self._head:
            with part("row-line"):
                written(view.customer.name, "ticket-name")
                written(ticket.number, "row-number")
                chip(session.says(f"console-status-{ticket.status}"), ticket.status, testid="status")
            with part("row-line"):
                written(self._state(view), "ticket-state", testid="state")
                written(*self._time(view, now), testid="promise")
        self._buttons.clear()
        with self._buttons:
            self._build_buttons(view, person)

    def _state(self, view: TicketView) -> str:
        session = self._session
        match view.ticket.status:
            case TicketStatus.WAITING:
                return session.says("console-in-queue", place=view.place or 1)
            case TicketStatus.CLAIMED if view.offered_to:
                return session.says("console-offered", owner=view.owner, to=view.offered_to)
            case TicketStatus.CLAIMED:
                return session.says("console-served-by", owner=view.owner)
            case TicketStatus.RESOLVED:
                return session.says("console-resolved-by", owner=view.owner or "–")

    def _time(self, view: TicketView, now: datetime) -> tuple[str, str]:
        """How the promise stands, and how that is to look."""
        ticket, session = view.ticket, self._session
        if not ticket.is_open:
            return moment(session, ticket.resolved_at or ticket.opened_at), "ticket-time"
        if ticket.first_replied_at is not None:
            return session.says("console-since", length=length(now - ticket.opened_at)), "ticket-time"
        if now > ticket.promised_at:
            return session.says("console-late-by", length=length(now - ticket.promised_at)), "ticket-time is-late"
        return session.says("console-due-in", length=length(ticket.promised_at - now)), "ticket-time"

    def _build_buttons(self, view: TicketView, person: Person) -> None:
        match view.ticket.status:
            case TicketStatus.WAITING:
                self._button("claim", is_main=True)
            case TicketStatus.CLAIMED if views.may_settle(view, person):
                self._button("resolve", is_main=False)
            case TicketStatus.RESOLVED:
                self._button("reopen", is_main=False)
            case _:
                pass

    def _button(self, name: str, *, is_main: bool) -> None:
        button = labelled(
            self._session.says(f"console-{name}"), f"button {'is-main' if is_main else ''}", testid=f"act-{name}"
        )
        button.props["disabled"] = self._is_busy
        button.on("click", lambda: self._act(f"ticket.{name}", {}, uuid4().hex, None))

    @property
    def _is_busy(self) -> bool:
        """Whether a button was pressed that the bot has not answered yet."""
        return any(act.written is None for act in self._acts.values())

    def _why_not(self, view: TicketView) -> str | None:
        """Why what this agent writes can't go to the customer, if it can't."""
        if view.may_answer:
            return None
        match view.ticket.status:
            case TicketStatus.WAITING:
                return self._session.says("console-claim-first")
            case TicketStatus.CLAIMED:
                return self._session.says("console-others", owner=view.owner)
            case TicketStatus.RESOLVED:
                return self._session.says("console-reopen-first")

    async def _send(self, message: Written) -> None:
        action = "ticket.note" if message.is_note else "ticket.reply"
        if await self._act(action, {"text": message.text}, message.key, message):
            self._composer.forget(message.key)

    async def _act(self, action: str, args: Mapping[str, Any], key: str, message: Written | None) -> bool:
        """Hand an act to the bot; False if its doer has been signed out meanwhile."""
        self._notice.set_visibility(False)
        try:
            name = await acts.hand_in(self._session, action, {"ticket": self.ticket_id, **args}, key=key)
        except SignedOut:
            ui.navigate.to("/signed-out")
            return False
        self._acts[name] = _Act(message, self._session.desk.clock.now())
        return True

    def _put_back(self, refused: UnderWay) -> None:
        """Let somebody go on with what was refused."""
        self._refused.remove(refused)
        self._composer.take_back(refused.written.text)
        self._look_again()

    def _tell(self, sentence: str) -> None:
        self._notice.clear()
        with self._notice:
            written(sentence, "")
            with pressable("icon-button", testid="notice-close", hint=self._session.says("console-close")) as close:
                ui.icon("close")
            close.on("click", lambda: self._notice.set_visibility(False))
        self._notice.set_visibility(True)

    def _toggle_details(self) -> None:
        self._details.toggle()
