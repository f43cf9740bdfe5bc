"""The conversation of a ticket on the screen: the customer on the left, staff on the right, notes apart.

Not here: writing (`composer`). What changed is rebuilt, the rest stays; the list scrolls from its foot
(`column-reverse`), so a browser keeps both the newest message and the place somebody scrolled up to.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nicegui import ui

from backend.tickets import Message, Side
from console.pages.composer import Written
from console.pages.elements import labelled, link, part, written
from console.pages.wording import hour, matter_or_text, moment, text_of
from console.session import Session
from console.views import Remark
from flows.events import Matter

_IN_THE_MIDDLE = {Side.NOTE, Side.SHOP}


@dataclass(frozen=True)
class UnderWay:
    """Something written that the bot has not answered yet, or has refused, and why."""

    name: str
    written: Written
    is_slow: bool
    refusal: str | None


class Talk:
    """The scrolling part of a ticket."""

    def __init__(self, session: Session, *, put_back: Callable[[UnderWay], None]) -> None:
        self._session = session
        self._put_back = put_back
        self._shown: dict[int, tuple[Remark, ui.element]] = {}
        self._under_way_shown: list[UnderWay] = []
        with part("talk", testid="talk"), part("talk-column"):
            self._column = part("remarks")
            self._under_way = part("remarks")

    def show(self, remarks: Sequence[Remark], under_way: list[UnderWay]) -> None:
        """Bring the conversation in step."""
        wanted = {remark.message.id: remark for remark in remarks}
        if not _only_grew(list(self._shown), list(wanted)):
            self._column.clear()
            self._shown.clear()
        day = None
        for id, remark in wanted.items():
            today = remark.message.said_at.astimezone(self._session.desk.time_zone).date()
            self._put(id, remark, begins_day=today != day)
            day = today
        if under_way != self._under_way_shown:
            self._under_way_shown = under_way
            self._under_way.clear()
            with self._under_way:
                for each in under_way:
                    self._build_under_way(each)

    def _put(self, id: int, remark: Remark, *, begins_day: bool) -> None:
        known = self._shown.get(id)
        if known is not None and known[0] == remark:
            return
        if known is None:
            with self._column:
                element = part("remark-place")
        else:
            element = known[1]
            element.clear()
        self._shown[id] = (remark, element)
        with element:
            if begins_day:
                written(moment(self._session, remark.message.said_at), "day")
            self._build(remark)

    def _build(self, remark: Remark) -> None:
        message = remark.message
        with part(f"remark is-{message.side}", testid=f"message-{message.id}"):
            self._build_head(remark)
            if remark.replied_to is not None:
                written(matter_or_text(self._session, remark.replied_to), "quote")
            if message.matter is not None and message.file_id is not None:
                self._build_file(message)
            if message.text:
                written(text_of(self._session, message), "remark-text")

    def _build_head(self, remark: Remark) -> None:
        message, session = remark.message, self._session
        with part("remark-head"):
            if message.side is Side.NOTE:
                written(session.says("console-note-by", name=remark.author), "remark-author")
            elif remark.author:
                written(remark.author, "remark-author")
            if message.edited_at is not None:
                written(session.says("console-edited"), "remark-edited")
            written(hour(session, message.said_at), "remark-time")

    def _build_file(self, message: Message) -> None:
        address = f"/messages/{message.id}/file"
        with link(address, "file", testid=f"file-{message.id}") as opened:
            opened.props["target"], opened.props["rel"] = "_blank", "noopener"
            if message.matter == Matter.PHOTO:
                picture = part("picture", tag="img")
                picture.props["src"], picture.props["loading"] = address, "lazy"
                picture.props["alt"] = self._session.says("console-matter", matter=message.matter or "other")
            else:
                ui.icon("download")
                written(self._session.says("console-matter", matter=message.matter or "other"), "")

    def _build_under_way(self, each: UnderWay) -> None:
        side, state = "note" if each.written.is_note else "staff", "refused" if each.refusal else "under-way"
        with part(f"remark is-{side} is-{state}", testid=state):
            written(each.written.text, "remark-text")
            if each.refusal is not None:
                written(each.refusal, "remark-why")
                labelled(self._session.says("console-put-back"), "button", testid="put-back").on(
                    "click", lambda: self._put_back(each)
                )
            elif each.is_slow:
                written(self._session.says("console-bot-silent"), "remark-why")


def _only_grew(before: list[int], now: list[int]) -> bool:
    return now[: len(before)] == before
