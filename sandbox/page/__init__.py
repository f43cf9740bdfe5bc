"""The chat page: a messenger in the browser in which one can be any person of the world.

Not here: the world and what people do in it; the page reads the nouns, acts through `acts` and waits on the
change feed. It can be mounted once in a process, because NiceGUI keeps its routes in the process.
"""

from collections.abc import Sequence
from importlib.resources import files

from fastapi import FastAPI
from nicegui import ui

from sandbox.page.chat_list import PageLink
from sandbox.page.window import Window
from sandbox.world import World

TITLE = "Sandbox"
_STYLE = files("sandbox.page").joinpath("style.css").read_text()


def mount(app: FastAPI, world: World, *, links: Sequence[PageLink] = ()) -> None:
    """Serve the page at `/`; `?person=…&chat=…&topic=…` choose who one is and where."""

    @ui.page("/", title=TITLE, dark=None)
    def chat_page(person: int | None = None, chat: str | None = None, topic: int | None = None) -> None:
        ui.add_css(_STYLE)
        Window(world, links).open(person=person, chat=chat, topic=topic)

    ui.run_with(app, title=TITLE, show_welcome_message=False, tailwind=False)
