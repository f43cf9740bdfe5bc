"""The broadcasts page: what goes out to many, and how far it has come.

Not here: composing and sending one, which is done in the chat (flows.broadcast, backend.broadcasts).
"""

from collections.abc import Sequence

from nicegui import ui

from backend.broadcasts import BroadcastStatus
from backend.people import Person
from console import views
from console.pages.elements import chip, part, written
from console.pages.frame import Look
from console.pages.wording import moment
from console.session import Session
from console.views import BroadcastView
from storage.database import Db

LOOK_ANYWAY_SECONDS = 1
"""What is sent is no event, so progress is looked at whether or not something else happened."""


class BroadcastsPage:
    """The page in one tab."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._shown: dict[int, tuple[BroadcastView, ui.element]] = {}
        with part("sheet"):
            self._cards = part("", testid="broadcasts")
            self._hint = written(session.says("console-no-broadcasts"), "hint", testid="no-broadcasts")
        self._look = Look(session, self._refresh, anyway_seconds=LOOK_ANYWAY_SECONDS)
        self._look.take()

    def _refresh(self, db: Db, _: Person) -> None:
        found = views.broadcasts(db, language=self._session.language)
        self._hint.set_visibility(not found)
        if [view.broadcast.id for view in found] != list(self._shown):
            self._cards.clear()
            self._shown.clear()
        self._put(found)

    def _put(self, found: Sequence[BroadcastView]) -> None:
        for view in found:
            known = self._shown.get(view.broadcast.id)
            if known is not None and known[0] == view:
                continue
            if known is None:
                with self._cards:
                    card = part("card broadcast", testid=f"broadcast-{view.broadcast.id}")
            else:
                card = known[1]
                card.clear()
            self._shown[view.broadcast.id] = (view, card)
            with card:
                self._build(view)

    def _build(self, view: BroadcastView) -> None:
        session, broadcast, tally = self._session, view.broadcast, view.tally
        with part("row-line"):
            written(session.says("console-broadcast", number=str(broadcast.id)), "ticket-name")
            chip(session.says(f"console-broadcast-{broadcast.status}"), broadcast.status)
            part("gap")
            written(self._when(view), "ticket-time")
        written(view.text, "broadcast-text")
        if tally.recipients == 0:
            return
        percent = 100 * tally.settled // tally.recipients
        with part("progress", testid=f"progress-{broadcast.id}") as bar:
            bar.props["role"], bar.props["aria-valuenow"] = "progressbar", percent
            part("progress-done").style(f"width: {percent}%")
        with part("row-line is-wrapping"):
            chip(session.says("broadcast-sent", sent=tally.sent, recipients=tally.recipients), "plain")
            if waiting := tally.pending + tally.under_way:
                chip(session.says("broadcast-waiting", waiting=waiting), "plain")
            if blocked := tally.blocked + tally.unreached:
                chip(session.says("broadcast-blocked", blocked=blocked), "plain")
            if tally.unknown:
                chip(session.says("broadcast-unknown", unknown=tally.unknown), "late")
            if left_out := tally.opted_out + tally.cancelled:
                chip(session.says("broadcast-left-out", left_out=left_out), "plain")

    def _when(self, view: BroadcastView) -> str:
        broadcast = view.broadcast
        if broadcast.status is BroadcastStatus.SCHEDULED and broadcast.starts_at is not None:
            return self._session.says("broadcast-starts-at", at=broadcast.starts_at)
        return moment(self._session, broadcast.started_at or broadcast.created_at)
