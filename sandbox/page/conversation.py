"""The chat somebody looks at: its header, its messages, the bot's keyboard and the composer, kept up to date.

Not here: which chat that is (`window`), and the look of one message (`bubbles`).
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from nicegui import ui

from sandbox.files import FileError, FileKind, Upload
from sandbox.impossible import Impossible
from sandbox.invoices import Invoice
from sandbox.keyboards import Place
from sandbox.page.blocks import blocks_of
from sandbox.page.checkout import CheckoutSheet
from sandbox.page.composer import Composer, Sending
from sandbox.page.elements import part, pressable, written
from sandbox.page.gestures import COPY, Gestures
from sandbox.page.header import ChatActs, Header
from sandbox.page.keyboards import keys_below
from sandbox.page.links import BotLink, InvoiceLink, read_link
from sandbox.page.message_list import MessageList
from sandbox.page.pinned import PinnedBar
from sandbox.page.seat import Seat
from sandbox.page.welcome import welcome
from sandbox.screens import Alert, Bubble, Keyboard, Screen

SHOWN_MESSAGES = 60
"""As many at first, and as many more at each wish for earlier ones."""


class Conversation:
    """One seat on the screen; `open_bot` takes the window to another bot's chat."""

    def __init__(self, seat: Seat, *, go_back: Callable[[], None], open_bot: Callable[[BotLink], None]) -> None:
        self._seat = seat
        self._open_bot = open_bot
        self._limit = SHOWN_MESSAGES
        self._alerts_shown = seat.world.changes.number
        self._keyboard: Keyboard | None = None
        self._waiting: dict[int, ui.element] = {}
        self._sheet: CheckoutSheet | None = None
        self._answering: Bubble | None = None
        self._editing: Bubble | None = None
        acts = self._acts()
        self._header = Header(seat, acts, go_back=go_back)
        self._pinned = PinnedBar(seat.words, go_to=lambda id: self._messages.scroll_to(id))
        self._build_messages()
        self._build_foot(acts)
        self.refresh()
        self._composer.focus()

    def refresh(self) -> None:
        """Bring everything in step with the world."""
        screen = self._seat.sees(limit=self._limit)
        self._header.show(screen)
        self._pinned.show(screen.bubbles)
        self._messages.show(
            blocks_of(screen.bubbles, self._seat.settled_invoices()),
            are_earlier_ones=len(screen.bubbles) >= self._limit,
        )
        self._welcome.set_visibility(not screen.bubbles)
        self._show_foot(screen)
        for alert in screen.alerts:
            self._show_alert(alert)
        if self._sheet is not None:
            self._sheet.refresh()

    def _build_messages(self) -> None:
        gestures = Gestures(tap=self._tap, pay=self._pay, copied=self._say_copied)
        self._messages = MessageList(
            self._seat,
            gestures,
            on_text_click=self._text_clicked,
            on_menu=self._open_menu,
            on_earlier=self._show_earlier,
        )
        self._welcome = welcome(self._seat)
        with self._messages.column:
            self._menu = ui.context_menu().classes("popup").props("auto-close")

    def _build_foot(self, acts: ChatActs) -> None:
        words = self._seat.words
        with part("foot"):
            self._start = pressable("wide-button", testid="start").on("click", lambda: self._say("/start"))
            with self._start:
                written(words.start, "")
            self._unblock_button = pressable("wide-button", testid="unblock").on("click", acts.unblock)
            with self._unblock_button:
                written(words.unblock, "")
            with part("foot-writing") as self._writing:
                self._composer = Composer(
                    self._seat,
                    Sending(words=self._say, files=self._show, contact=self._contact, stop_aside=self._stop_aside),
                )
                self._keys = part("keys-place")

    def _show_foot(self, screen: Screen) -> None:
        is_new = screen.kind == "private" and not screen.bubbles
        self._start.set_visibility(is_new and not screen.is_blocked)
        self._unblock_button.set_visibility(screen.is_blocked)
        self._writing.set_visibility(not screen.is_blocked)
        self._composer.offer(screen.commands)
        self._composer.set_placeholder(screen.keyboard.placeholder if screen.keyboard else None)
        if screen.keyboard != self._keyboard:
            self._keyboard = screen.keyboard
            self._keys.clear()
            if screen.keyboard is not None and screen.keyboard.rows:
                with self._keys:
                    keys_below(screen.keyboard, self._press)

    def _show_alert(self, alert: Alert) -> None:
        """Show what the bot answered to a tap, once."""
        if not alert.is_answered or alert.changed <= self._alerts_shown:
            return
        self._alerts_shown = alert.changed
        button = self._waiting.pop(alert.tap_id, None)
        if button is not None and not button.is_deleted:
            button.classes(remove="is-waiting")
        if alert.url is not None:
            self._follow(alert.url)
        if alert.text and alert.is_modal:
            self._tell(alert.text)
        elif alert.text:
            _toast(alert.text)

    def _tell(self, text: str) -> None:
        with ui.dialog(value=True) as dialog, part("sheet is-alert", testid="alert"):
            written(text, "alert-text")
            with pressable("sheet-pay", testid="alert-ok").on("click", dialog.close):
                written(self._seat.words.ok, "")

    def _tap(self, button: ui.element, message_id: int, place: Place) -> None:
        with _telling_impossible():
            tap = self._seat.taps(message_id, place)
            if tap is not None:
                self._waiting[tap.id] = button.classes("is-waiting")

    def _press(self, label: str) -> None:
        with _telling_impossible():
            self._seat.presses(label)
            self._messages.scroll_to_newest()

    def _pay(self, message_id: int) -> None:
        invoice = self._seat.world.invoices.of_message(self._seat.chat, message_id)
        if invoice is not None:
            self._open_sheet(invoice)

    def _open_sheet(self, invoice: Invoice) -> None:
        self._sheet = CheckoutSheet(self._seat, invoice)
        self._sheet.open()

    def _say(self, text: str) -> None:
        with _telling_impossible():
            if self._editing is not None:
                self._seat.corrects(self._editing.message_id, text)
            else:
                self._seat.says(text, reply_to=self._reply_to())
                self._messages.scroll_to_newest()
            self._stop_aside()

    def _reply_to(self) -> int | None:
        if self._answering is not None:
            return self._answering.message_id
        return self._keyboard.forces_reply_to if self._keyboard else None

    def _show(self, kind: FileKind, uploads: list[Upload], caption: str) -> None:
        with _telling_impossible():
            self._seat.shows(kind, uploads, caption=caption, reply_to=self._reply_to())
            self._messages.scroll_to_newest()
            self._stop_aside()

    def _contact(self) -> None:
        with _telling_impossible():
            self._seat.shares_contact()
            self._messages.scroll_to_newest()

    def _acts(self) -> ChatActs:
        seat, telling = self._seat, _telling_impossible()
        return ChatActs(
            block=telling(seat.blocks),
            unblock=telling(seat.unblocks),
            rename_topic=telling(seat.renames_topic),
            close_topic=telling(seat.closes_topic),
            reopen_topic=telling(seat.reopens_topic),
            delete_topic=telling(seat.deletes_topic),
        )

    def _show_earlier(self) -> None:
        self._limit += SHOWN_MESSAGES
        self.refresh()

    def _text_clicked(self, what: str, value: str) -> None:
        match what:
            case "say":
                self._say(value)
            case "follow":
                self._follow(value)
            case "copied":
                self._say_copied()

    def _follow(self, url: str) -> None:
        """Open a link of Telegram's inside the sandbox, any other in a new tab."""
        with _telling_impossible():
            match read_link(url):
                case BotLink() as link:
                    self._open_bot(link)
                case InvoiceLink(slug):
                    self._open_sheet(self._invoice_of(slug))
                case None:
                    ui.navigate.to(url, new_tab=True)

    def _invoice_of(self, slug: str) -> Invoice:
        invoice = self._seat.world.invoices.of_slug(slug)
        if invoice is None:
            raise Impossible(f"There is no invoice {slug}.")
        return invoice

    def _say_copied(self) -> None:
        _toast(self._seat.words.copied)

    def _open_menu(self, bubble: Bubble) -> None:
        """Offer what can be done with the message under the pointer."""
        words = self._seat.words
        self._menu.clear()
        with self._menu:
            self._menu_line("reply", words.reply).on("click", lambda: self._answer(bubble))
            if bubble.text and not bubble.is_protected:
                copy = COPY.format(text=json.dumps(bubble.text))
                self._menu_line("content_copy", words.copy).on("click", self._say_copied, js_handler=copy)
            if bubble.is_own and bubble.text:
                self._menu_line("edit", words.edit).on("click", lambda: self._edit(bubble))

    def _menu_line(self, sign: str, label: str) -> ui.element:
        line = pressable("popup-line", testid=f"menu-{sign}")
        with line:
            ui.icon(sign).classes("popup-sign")
            written(label, "popup-text")
        return line

    def _answer(self, bubble: Bubble) -> None:
        self._stop_aside()
        self._answering = bubble
        self._composer.set_aside(f"{self._seat.words.reply} · {bubble.sender}", bubble)
        self._composer.focus()

    def _edit(self, bubble: Bubble) -> None:
        self._stop_aside()
        self._editing = bubble
        self._composer.set_aside(self._seat.words.edit, bubble)
        self._composer.write(bubble.text)

    def _stop_aside(self) -> None:
        self._answering = self._editing = None
        self._composer.clear_aside()


@contextmanager
def _telling_impossible() -> Iterator[None]:
    """Show a person why something can't be done, as a toast."""
    try:
        yield
    except (Impossible, FileError) as reason:
        _toast(str(reason))


def _toast(text: str) -> None:
    ui.notify(text, position="top", classes="toast")
