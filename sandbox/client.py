"""A person in the sandbox, for scripts and tests: says, taps, pays, sees, and waits without sleeping.

Not here: anything of Telegram's, so importing this is quick. What can't be done raises `SandboxError` with
the server's sentence.

    sandbox = Sandbox("http://127.0.0.1:8081")
    ana = sandbox.person("Ana", language_code="en")
    ana.says("/start")
    ana.waits_for("Welcome")
    ana.taps("Shop")
"""

import ssl
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import httpx

from sandbox.screens import Alert, Bubble, ChatTitle, Screen, TopicTitle

PATIENCE_SECONDS = 20.0


class SandboxError(Exception):
    """The sandbox refused; the message is its sentence."""


class NotSeen(AssertionError):
    """What a person waited for did not come; the message tells what they saw instead."""


@dataclass(frozen=True)
class Payment:
    """How a checkout ended: paid, refused, lapsed, approved (abandoned) or still asked."""

    id: int
    state: str
    error_message: str | None
    charge_id: str | None


class Sandbox:
    """A running sandbox: its people, groups, clock, faults and journals."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._http = httpx.Client(
            base_url=self.url,
            timeout=httpx.Timeout(30.0, read=150.0),
            trust_env=False,
            verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),  # plain HTTP on loopback: load no certificates
        )

    def person(self, first_name: str, **attributes: Any) -> "PersonInChat":  # Any: fields of a new person
        """Let a person be born and return them in their chat with the first bot."""
        born = self.post("/people", first_name=first_name, **attributes)
        return PersonInChat(self, born["id"], born["first_name"])

    def crowd(
        self, first_names: Iterable[str], *, language_code: str = "zh-hans", has_started: bool = True
    ) -> list[int]:
        """Let many people be born at once; returns their ids. The bot may write to those who have started it."""
        names = list(first_names)
        ids: list[int] = self.post("/crowds", first_names=names, language_code=language_code, has_started=has_started)
        return ids

    def known_person(self, id: int) -> "PersonInChat":
        """Return somebody born before."""
        known = self.get(f"/people/{id}")
        return PersonInChat(self, known["id"], known["first_name"])

    def found_group(
        self, owner: "PersonInChat", title: str, *, members: Iterable["PersonInChat"] = (), **kind: Any
    ) -> int:  # Any: `kind` and `is_forum` of a new group
        """Found a group with every bot in it and return its chat id."""
        ids = [member.id for member in members]
        return int(self.post("/groups", owner=owner.id, title=title, members=ids, **kind)["id"])

    def forward_clock(self, *, seconds: int) -> None:
        """Let time pass in the sandbox: updates and taps expire, limits refill."""
        self.post("/clock", seconds=seconds)

    def enforce_limits(self, are_enforced: bool) -> None:
        """Answer 429 to bots that are too fast, or stop doing so."""
        self.post("/limits", are_enforced=are_enforced)

    def fail(self, kind: str, **rule: Any) -> None:  # Any: fields of a fault rule
        """Add a fault: `fail("502", method="sendMessage", times=2)`."""
        self._answer(self._http.post("/faults", json=[{"kind": kind, **rule}]))

    def heal(self) -> None:
        """Remove all faults."""
        self._answer(self._http.delete("/faults"))

    def calls(self, *, method: str | None = None, chat: int | None = None, after: int = 0) -> list[dict[str, Any]]:
        """Return the Bot API calls made, with their answers, oldest first."""
        return self._all("/journal", "number", after=after, method=method, chat=chat)

    def updates(self, *, after: int = 0) -> list[dict[str, Any]]:
        """Return the updates issued and what became of each, oldest first."""
        return self._all("/updates", "update_id", after=after)

    def get(self, path: str, **parameters: Any) -> Any:  # Any: JSON
        present = {name: value for name, value in parameters.items() if value is not None}
        return self._answer(self._http.get(path, params=present))

    def post(self, path: str, **body: Any) -> Any:  # Any: JSON
        return self._answer(self._http.post(path, json=body))

    def upload(self, path: str, *, files: list[tuple[str, bytes]], **fields: Any) -> Any:  # Any: JSON
        present = {name: str(value) for name, value in fields.items() if value is not None}
        return self._answer(self._http.post(path, data=present, files=[("files", file) for file in files]))

    def download(self, file_id: str) -> bytes:
        """Return what is in a file that somebody sent."""
        response = self._http.get(f"/files/{file_id}")
        return response.content if response.is_success else self._answer(response)

    def close(self) -> None:
        self._http.close()

    def _all(self, path: str, number: str, *, after: int, **wanted: Any) -> list[dict[str, Any]]:  # Any: JSON
        """Ask for page after page of a journal, whose records are numbered under that name."""
        found: list[dict[str, Any]] = []
        while page := self.get(path, after=found[-1][number] if found else after, **wanted):
            found += page
        return found

    def _answer(self, response: httpx.Response) -> Any:  # Any: JSON
        if response.is_success:
            return response.json()
        try:
            detail = response.json()["detail"]
        except (ValueError, KeyError):
            detail = response.text
        raise SandboxError(str(detail))


class PersonInChat:
    """A person looking at one chat. What they wait for must have come after their own latest act."""

    def __init__(
        self, sandbox: Sandbox, id: int, name: str, *, chat: int | str | None = None, topic: int | None = None
    ) -> None:
        self.sandbox = sandbox
        self.id = id
        self.name = name
        self._chat = chat
        self._topic = topic
        self._acted_at = 0

    def at(self, chat: int | str, *, topic: int | None = None) -> "PersonInChat":
        """Return the same person looking at another chat: a bot's @username, or a group's id."""
        return PersonInChat(self.sandbox, self.id, self.name, chat=chat, topic=topic)

    def says(self, text: str, *, reply_to: int | None = None) -> int:
        """Write a text and return its message id."""
        return self._act("says", text=text, topic=self._topic, reply_to=reply_to)["message_id"] or 0

    def starts(self, payload: str = "") -> int:
        """Open the bot by a link, with what the link carries."""
        return self.says(f"/start {payload}".strip())

    def taps(self, label: str | None = None, *, data: str | None = None, message: int | None = None) -> str | None:
        """Press a button by its label or data; returns the address if it opens one."""
        url: str | None = self._act("taps", label=label, data=data, message=message)["url"]
        return url

    def taps_at(self, row: int, column: int = 1, *, message: int | None = None) -> None:
        """Press the button standing there, counted from 1."""
        self._act("taps", row=row, column=column, message=message)

    def forges_tap(self, data: str, *, message: int) -> None:
        """Send tap data that no button offered."""
        self._act("taps", forged=data, message=message)

    def edits(self, message: int, text: str) -> None:
        self._act("edits", message=message, text=text)

    def shows(self, kind: str, *files: tuple[str, bytes], caption: str = "", reply_to: int | None = None) -> int:
        """Send files of a kind ("photo", "voice", …), several as an album; returns its first id."""
        done = self.sandbox.upload(
            f"/people/{self.id}/shows",
            files=list(files),
            kind=kind,
            caption=caption,
            chat=self._chat,
            topic=self._topic,
            reply_to=reply_to,
        )
        self._acted_at = done["change"]
        return int(done["message_id"])

    def shares_contact(self, of: "PersonInChat | None" = None) -> None:
        """Send one's own contact, or somebody else's."""
        self._act("shares", contact_of=of.id if of else None)

    def shares_location(self, latitude: float, longitude: float) -> None:
        self._act("shares", latitude=latitude, longitude=longitude)

    def pays(self, *, message: int | None = None, link: str | None = None, abandons: bool = False) -> Payment:
        """Pay the latest invoice, that of a message or behind a link, and wait for how it ends."""
        self._acted_at = self.sandbox.get("/changes")["change"]
        ended = self.sandbox.post(
            f"/people/{self.id}/pays", chat=self._chat, message=message, link=link, abandons=abandons
        )
        return Payment(**ended)

    def blocks(self) -> None:
        self._act("blocks")

    def unblocks(self) -> None:
        self._act("unblocks")

    def joins(self, group: int, *, is_administrator: bool = False) -> None:
        self.sandbox.post(f"/groups/{group}/joins", person=self.id, is_administrator=is_administrator)

    def opens_topic(self, name: str) -> int:
        """Open a topic in the forum looked at and return its id."""
        return int(self.sandbox.post(f"/groups/{self._chat}/topics", person=self.id, name=name)["message_id"])

    def renames_topic(self, topic: int, name: str) -> None:
        self.sandbox.post(f"/groups/{self._chat}/topics/{topic}/renames", person=self.id, name=name)

    def closes_topic(self, topic: int) -> None:
        self.sandbox.post(f"/groups/{self._chat}/topics/{topic}/closes", person=self.id)

    def reopens_topic(self, topic: int) -> None:
        self.sandbox.post(f"/groups/{self._chat}/topics/{topic}/reopens", person=self.id)

    def deletes_topic(self, topic: int) -> None:
        """Delete a topic of the forum looked at with everything in it; no bot is told."""
        self.sandbox.post(f"/groups/{self._chat}/topics/{topic}/deletes", person=self.id)

    def waits_for_topic(self, name: str, *, timeout_seconds: float = PATIENCE_SECONDS) -> TopicTitle:
        """Return the latest topic of the forum looked at whose name contains that. Raises NotSeen."""
        screen = self._wait(lambda screen: any(name in one.name for one in screen.topics), timeout_seconds)
        found = [one for one in screen.topics if name in one.name]
        if not found:
            raise NotSeen(f"{self.name} waited for a topic {name!r} and saw: {[one.name for one in screen.topics]}")
        return found[-1]

    def stars(self) -> int:
        return int(self.sandbox.get(f"/people/{self.id}")["stars"])

    def chats(self) -> list[ChatTitle]:
        return [ChatTitle(**one) for one in self.sandbox.get(f"/people/{self.id}/chats")]

    def screen(self, *, after: int | None = None, wait_seconds: float = 0.0) -> Screen:
        """Return the chat as it is, or as soon as something changed after that number."""
        seen = self.sandbox.get(
            f"/people/{self.id}/sees",
            chat=self._chat,
            topic=self._topic,
            after=after,
            wait_seconds=wait_seconds,
        )
        return Screen(**seen)

    def sees(self) -> list[Bubble]:
        """Return the messages in the chat, the latest last."""
        return self.screen().bubbles

    def waits_for(self, wanted: str | Callable[[Bubble], bool], *, timeout_seconds: float = PATIENCE_SECONDS) -> Bubble:
        """Return the latest message that others wrote or changed since one's own last act and that fits.

        A text fits when the message or a button contains it. Raises NotSeen with what was there instead.
        """
        fits = wanted if callable(wanted) else lambda bubble: _contains(bubble, wanted)
        screen = self._wait(lambda screen: any(fits(one) for one in self._new(screen)), timeout_seconds)
        found = [one for one in self._new(screen) if fits(one)]
        if not found:
            raise NotSeen(f"{self.name} waited for {wanted!r} and saw:\n{_told(screen)}")
        return found[-1]

    def waits_for_alert(self, *, timeout_seconds: float = PATIENCE_SECONDS) -> Alert:
        """Return the bot's answer to one's latest tap. Raises NotSeen when there is none in time."""
        screen = self._wait(lambda screen: bool(self._answered(screen)), timeout_seconds)
        answered = self._answered(screen)
        if not answered:
            raise NotSeen(f"{self.name} waited for an answer to a tap and saw:\n{_told(screen)}")
        return answered[-1]

    def _act(self, verb: str, **body: Any) -> dict[str, Any]:
        done: dict[str, Any] = self.sandbox.post(f"/people/{self.id}/{verb}", chat=self._chat, **body)
        self._acted_at = done["change"]
        return done

    def _wait(self, is_there: Callable[[Screen], bool], timeout_seconds: float) -> Screen:
        deadline = time.monotonic() + timeout_seconds
        screen = self.screen()
        while not is_there(screen) and (remaining := deadline - time.monotonic()) > 0:
            screen = self.screen(after=screen.change, wait_seconds=remaining)
        return screen

    def _new(self, screen: Screen) -> list[Bubble]:
        return [one for one in screen.bubbles if one.changed > self._acted_at and not one.is_own]

    def _answered(self, screen: Screen) -> list[Alert]:
        return [one for one in screen.alerts if one.changed > self._acted_at and one.is_answered]


def _contains(bubble: Bubble, text: str) -> bool:
    return text in bubble.text or text in (bubble.service or "") or any(text in label for label in bubble.labels)


def _told(screen: Screen) -> str:
    lines = [
        f"  {one.sender}: {one.text or one.service or one.attachment} {one.labels or ''}" for one in screen.bubbles
    ]
    return "\n".join(lines[-12:]) or "  nothing"
