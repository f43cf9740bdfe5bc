"""The sheet on which a person writes a name: of a new topic, or the new one of an old topic.

Not here: what the name is for.
"""

from collections.abc import Callable

from nicegui import ui

from sandbox.page.elements import part, pressable, written


def ask_for_name(title: str, *, label: str, button: str, named: Callable[[str], None], before: str = "") -> None:
    """Open the sheet; `named` gets what was written, unless it is nothing."""
    with ui.dialog(value=True) as dialog, part("sheet", testid="name-sheet"):
        written(title, "sheet-title")
        field = ui.input(label, value=before).props("outlined dense autofocus")

        def take() -> None:
            name = (field.value or "").strip()
            if name:
                dialog.close()
                named(name)

        field.on("keydown.enter", take)
        with pressable("sheet-pay", testid="name-take").on("click", take):
            written(button, "")
