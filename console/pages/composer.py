"""The composer: where an agent writes to the customer, or a note that stays among staff.

Not here: what becomes of it (`ticket_pane`). What is being written, and whether it is a note, stays in the browser's
tab (`composer.js`) until the server says that it is stored, so a lost line or a reload loses nothing.
"""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from nicegui import ui
from nicegui.events import GenericEventArguments

from console.pages.elements import part, pressable, written
from console.session import Session

MOST_CHARACTERS = 3500
"""Room is left for the writer's name in the platform's limit of 4096 a message."""

_ON_ENTER = "(event) => consoleComposer.enter(event, emit)"
_ON_SEND = "(event) => consoleComposer.send(event.target.closest('.composer'), emit)"
_ON_INPUT = "(event) => consoleComposer.keep(event.target.closest('.composer'))"
_ON_MODE = "(event) => consoleComposer.mode(event.target.closest('.composer'), {is_note})"


@dataclass(frozen=True)
class Written:
    """A message as it was sent off; the same `key` again is the same message."""

    key: str
    text: str
    is_note: bool


class Composer:
    """The foot of a ticket."""

    def __init__(self, session: Session, ticket_id: int, *, send: Callable[[Written], Awaitable[None]]) -> None:
        self._session = session
        self._send = send
        self._allowed: tuple[str | None, bool] | None = None
        with part("composer", testid="composer") as self._root:
            self._root.props["data-draft"] = f"draft-{session.person.id}-{ticket_id}"
            with part("modes"):
                self._mode("reply", is_note=False)
                self._mode("note", is_note=True)
                self._why = written("", "composer-why", testid="composer-why")
            with part("composer-line"):
                self._build_field()
                button = pressable("send", testid="send", hint=session.says("console-send"))
                with button.on("click", self._sent, js_handler=_ON_SEND):
                    ui.icon("send")
        self._run("open(root)")

    def allow(self, why_not: str | None, *, is_open: bool) -> None:
        """Let the writer reply, or only take notes, and say why."""
        if (why_not, is_open) == self._allowed:
            return
        self._allowed = (why_not, is_open)
        self._root.props["data-may-reply"] = "no" if why_not else "yes"
        self._why.set_text(why_not or "")
        self._run(f"allow(root, {json.dumps(why_not is None)})")

    def forget(self, key: str) -> None:
        """The message with this key is stored: empty the field if it still holds that."""
        self._run(f"forget(root, {json.dumps(key)})")

    def take_back(self, text: str) -> None:
        """Put a text back into the field, before what is there."""
        self._run(f"takeBack(root, {json.dumps(text)})")

    def _mode(self, name: str, *, is_note: bool) -> None:
        button = pressable(f"mode is-{name}", testid=f"mode-{name}")
        with button.on("click", js_handler=_ON_MODE.format(is_note=json.dumps(is_note))):
            written(self._session.says(f"console-{name}"), "")

    def _build_field(self) -> None:
        session = self._session
        field = part("field", tag="textarea", testid="field")
        field.props["rows"], field.props["maxlength"] = 1, MOST_CHARACTERS
        field.props["data-reply"] = session.says("console-write-reply")
        field.props["data-note"] = session.says("console-write-note")
        field.props["aria-label"] = session.says("console-reply")
        field.on("keydown.enter", self._sent, js_handler=_ON_ENTER)
        field.on("input", js_handler=_ON_INPUT)

    async def _sent(self, event: GenericEventArguments) -> None:
        key, text, is_note = event.args
        await self._send(Written(str(key), str(text)[:MOST_CHARACTERS], bool(is_note)))

    def _run(self, call: str) -> None:
        ui.run_javascript(f"{{ const root = getHtmlElement({self._root.id}); if (root) consoleComposer.{call}; }}")
