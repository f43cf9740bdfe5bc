"""The people somebody can be, as a rail of faces: one tap and you are somebody else.

Not here: their chats (`chat_list`).
"""

from collections.abc import Callable

from nicegui import ui

from sandbox.page.avatars import avatar
from sandbox.page.elements import choosable, on_choice, part, pressable, written
from sandbox.page.unread import Unread
from sandbox.page.wording import Words, words_for
from sandbox.people import Person
from sandbox.world import World

MOST_FACES = 30
"""A crowd does not fit; whoever is not shown is reached by the address."""

LANGUAGES = {"zh-hans": "简体中文", "en": "English"}


class Rail:
    """The rail; it grows by itself when somebody is born."""

    def __init__(self, world: World, unread: Unread, *, be: Callable[[Person], None]) -> None:
        self._world = world
        self._unread = unread
        self._be = be
        self._shown: tuple[list[Person], int | None, set[int]] | None = None
        self._bar = part("rail", testid="people")
        on_choice(self._bar, lambda id: self._be(world.people.the(int(id))))

    def refresh(self, current: Person | None) -> None:
        """Show everybody, the current one marked, and those with something new to read."""
        people = self._world.people.all()[:MOST_FACES]
        current_id = current.id if current else None
        unread = {person.id for person in people if person.id != current_id and self._unread.chats(person)}
        wanted = (people, current_id, unread)
        if wanted == self._shown:
            return
        self._shown = wanted
        self._bar.clear()
        with self._bar:
            for person in people:
                self._face(person, is_current=person.id == current_id, is_unread=person.id in unread)
            self._new_face(words_for(current.language_code if current else None))

    def _face(self, person: Person, *, is_current: bool, is_unread: bool) -> None:
        classes = f"face {'is-current' if is_current else ''}"
        with choosable(classes, choice=str(person.id), testid=f"person-{person.id}", hint=person.name):
            avatar(person.name, person.id)
            written(person.first_name, "face-name")
            if is_unread:
                part("unread", testid=f"unread-person-{person.id}")

    def _new_face(self, words: Words) -> None:
        face = pressable("face", testid="new-person", hint=words.new_person)
        with face.on("click", lambda: self._ask(words)):
            with part("avatar is-empty"):
                ui.icon("add")
            written(words.new, "face-name")

    def _ask(self, words: Words) -> None:
        """Ask for a name and a language, and let that person be born."""
        with ui.dialog(value=True) as dialog, part("sheet", testid="new-person-sheet"):
            written(words.new_person, "sheet-title")
            name = ui.input(words.first_name).props("outlined dense autofocus")
            language = ui.toggle(LANGUAGES, value=next(iter(LANGUAGES))).props("no-caps unelevated")

            def add() -> None:
                if (name.value or "").strip():
                    dialog.close()
                    self._be(self._born(name.value.strip(), str(language.value)))

            name.on("keydown.enter", add)
            with pressable("sheet-pay", testid="new-person-add").on("click", add):
                written(words.add, "")

    def _born(self, first_name: str, language_code: str) -> Person:
        with self._world.writing():
            person = self._world.people.add(first_name, language_code=language_code)
            self._world.changes.record()
        return person
