"""The foot of a conversation: where a person writes, attaches, picks a command or a sticker.

Not here: the keyboard a bot puts there (`keyboards`), and what sending does (`seat`). What is being written
stays in the browser until it is sent.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass

from nicegui import events, ui

from sandbox.files import FileKind, Upload
from sandbox.page.elements import part, pressable, written
from sandbox.page.seat import Seat
from sandbox.page.stickers import STICKERS
from sandbox.page.wording import named_file
from sandbox.screens import Bubble, Command

_ON_ENTER = """(event) => {
  if (event.shiftKey || event.isComposing) return;
  event.preventDefault();
  const text = event.target.value;
  event.target.value = "";
  if (text.trim()) emit(text);
}"""
_ON_SEND = """(event) => {{
  const input = getHtmlElement({input});
  const text = input.value;
  input.value = "";
  input.focus();
  if (text.trim()) emit(text);
}}"""
_TAKE_TEXT = "const i = getHtmlElement({input}); const text = i.value; i.value = ''; return text;"
_PICK_FILES = "() => getElement({upload}).$refs.qRef.pickFiles()"
_ACCEPTED = {FileKind.PHOTO: "image/*", FileKind.DOCUMENT: "", FileKind.VOICE: "audio/*"}


@dataclass(frozen=True)
class Sending:
    """What the composer asks its conversation to do."""

    words: Callable[[str], None]
    files: Callable[[FileKind, list[Upload], str], None]
    contact: Callable[[], None]
    stop_aside: Callable[[], None]


class Composer:
    """The input with everything around it."""

    def __init__(self, seat: Seat, sending: Sending) -> None:
        self._seat = seat
        self._sending = sending
        self._commands: list[Command] = []
        with part("composer"):
            self._aside = part("aside", testid="aside")
            self._aside.set_visibility(False)
            with part("composer-line"):
                self._menu_button = self._build_commands()
                self._build_attachments()
                self._input = self._build_input()
                self._build_stickers()
                self._build_send()

    def offer(self, commands: list[Command]) -> None:
        """Fill the menu with the bot's commands."""
        if commands == self._commands:
            return
        self._commands = commands
        self._menu_button.set_visibility(bool(commands))
        self._menu.clear()
        with self._menu:
            for one in commands:
                self._command(one)

    def set_placeholder(self, text: str | None) -> None:
        wanted = text or self._seat.words.message
        if self._input.props.get("placeholder") != wanted:
            self._input.props["placeholder"] = wanted

    def set_aside(self, title: str, bubble: Bubble) -> None:
        """Show above the input which message is answered or edited."""
        self._aside.clear()
        self._aside.set_visibility(True)
        with self._aside:
            with part("quote"):
                written(title, "quote-sender")
                kind = bubble.attachment.kind if bubble.attachment else None
                written(bubble.text or named_file(self._seat.words, kind), "quote-text")
            stop = pressable("icon-button", testid="aside-stop", hint=self._seat.words.cancel)
            with stop.on("click", self._sending.stop_aside):
                ui.icon("close")

    def clear_aside(self) -> None:
        self._aside.set_visibility(False)

    def write(self, text: str) -> None:
        """Put a text into the input, to be changed and sent."""
        field = f"getHtmlElement({self._input.id})"
        ui.run_javascript(f"{field}.value = {json.dumps(text)}; {field}.focus()")

    def focus(self) -> None:
        ui.run_javascript(f"getHtmlElement({self._input.id})?.focus({{preventScroll: true}})")

    def _build_input(self) -> ui.element:
        field = part("input", tag="textarea", testid="composer")
        field.props["rows"] = 1
        field.props["aria-label"] = field.props["placeholder"] = self._seat.words.message
        return field.on("keydown.enter", self._send, js_handler=_ON_ENTER)

    def _build_send(self) -> None:
        button = pressable("icon-button send", testid="send", hint=self._seat.words.send)
        with button.on("click", self._send, js_handler=_ON_SEND.format(input=self._input.id)):
            ui.icon("send")

    def _send(self, event: events.GenericEventArguments) -> None:
        self._sending.words(str(event.args))

    def _build_commands(self) -> ui.element:
        button = pressable("menu-button", testid="commands", hint=self._seat.words.commands)
        with button:
            written("/", "")
            self._menu = ui.menu().props("auto-close anchor='top left' self='bottom left'").classes("popup")
        button.set_visibility(False)
        return button

    def _command(self, one: Command) -> None:
        line = pressable("popup-line", testid=f"command-{one.command}")
        with line.on("click", lambda: self._sending.words(f"/{one.command}")):
            written(f"/{one.command}", "popup-name")
            written(one.description, "popup-text")

    def _build_attachments(self) -> None:
        words = self._seat.words
        uploads = {kind: self._upload(kind) for kind in _ACCEPTED}
        button = pressable("icon-button", testid="attach", hint=words.attach)
        with button:
            ui.icon("attach_file")
            menu = ui.menu().props("auto-close anchor='top left' self='bottom left'").classes("popup")
        with menu:
            self._choice("image", words.photo, "photo", uploads[FileKind.PHOTO])
            self._choice("description", words.file, "file", uploads[FileKind.DOCUMENT])
            self._choice("mic", words.voice, "voice", uploads[FileKind.VOICE])
            self._choice("account_circle", words.contact, "contact")

    def _choice(self, sign: str, label: str, name: str, upload: ui.upload | None = None) -> None:
        line = pressable("popup-line", testid=f"attach-{name}")
        if upload is None:
            line.on("click", self._sending.contact)
        else:
            line.on("click", js_handler=_PICK_FILES.format(upload=upload.id))
        with line:
            ui.icon(sign).classes("popup-sign")
            written(label, "popup-text")

    def _upload(self, kind: FileKind) -> ui.upload:
        async def take(event: events.MultiUploadEventArguments) -> None:
            uploads = [Upload(one.name, await one.read(), one.content_type) for one in event.files]
            caption = await ui.run_javascript(_TAKE_TEXT.format(input=self._input.id))
            self._sending.files(kind, uploads, str(caption))
            upload.reset()

        upload = ui.upload(multiple=True, auto_upload=True, max_files=10, on_multi_upload=take)
        upload.props["accept"] = _ACCEPTED[kind]
        upload.props["data-testid"] = f"upload-{kind}"
        return upload.classes("unseen")

    def _build_stickers(self) -> None:
        button = pressable("icon-button", testid="stickers", hint=self._seat.words.stickers)
        with button:
            ui.icon("emoji_emotions")
            menu = ui.menu().props("auto-close anchor='top right' self='bottom right'").classes("popup")
        with menu, part("sticker-grid"):
            for sticker in STICKERS:
                choice = pressable("sticker-choice", testid=f"sticker-{sticker.name}", hint=sticker.name)
                with choice.on(
                    "click",
                    lambda sticker=sticker: self._sending.files(FileKind.STICKER, [sticker.upload], ""),
                ):
                    ui.html(sticker.svg, sanitize=False)
