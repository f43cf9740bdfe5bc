"""The transcript: a scene as it is read in the terminal — who says and taps what, what the bot shows, what was checked.

Not here: what is played (bot.tour.scenes). Colours are left out by typer where the output is no terminal.
"""

import textwrap

import typer

from sandbox.screens import Bubble

WIDTH = 76


class Transcript:
    """Writes to the terminal; an empty line sets apart what does not belong together."""

    def __init__(self) -> None:
        self._is_apart = True
        self._last: str | None = None

    def title(self, name: str, about: str) -> None:
        """Begin a scene."""
        line = "━" * WIDTH
        self._set_apart()
        self._write(typer.style(f"{line}\n {name} · {about}\n{line}", fg="cyan", bold=True))
        self._set_apart()

    def narrate(self, text: str) -> None:
        """Tell what can't be seen in the chat."""
        self._set_apart()
        self._write(typer.style(textwrap.fill(text, WIDTH, initial_indent="  ", subsequent_indent="  "), dim=True))
        self._set_apart()

    def says(self, name: str, text: str) -> None:
        """Somebody writes."""
        self._last = name
        self._write(f"{typer.style(f'{name} ›', bold=True)} {text}")

    def taps(self, name: str, label: str) -> None:
        """Somebody taps a button."""
        self.says(name, f"taps {typer.style(f'[{label}]', fg='blue')}")

    def shows(self, bubble: Bubble, *, to: str) -> None:
        """Somebody is shown a message, new or edited, with its buttons; they are named if they did not act last."""
        if to != self._last:
            self._last = to
            self._write(typer.style(f"{to} sees", bold=True))
        side = typer.style("      │", fg="green")
        if bubble.attachment is not None:
            self._write(f"{side} [{bubble.attachment.kind}]")
        for line in bubble.text.splitlines():
            self._write(f"{side} {line}".rstrip())
        for row in bubble.buttons:
            self._write(f"{side} {typer.style(' '.join(f'[{button.label}]' for button in row), fg='blue')}")
        self._set_apart()

    def notices(self, text: str) -> None:
        """The line that fades, in answer to a tap."""
        self._write(f"{typer.style('      │', fg='green')} {typer.style(f'({text})', dim=True)}")
        self._set_apart()

    def checked(self, sentence: str) -> None:
        """Something was expected and is so."""
        self._write(typer.style(f"  ✓ {sentence}", fg="green"))

    def failed(self, sentence: str) -> None:
        """Something was expected and is not so."""
        self._set_apart()
        self._write(typer.style(f"  ✗ {sentence}", fg="red", bold=True))

    def _write(self, text: str) -> None:
        typer.echo(text)
        self._is_apart = False

    def _set_apart(self) -> None:
        if not self._is_apart:
            typer.echo()
        self._is_apart = True
