"""What a call comes to must not depend on the library that made it: one table of troubles for both drivers.

Not here: what the courier does about an outcome (tests.bot.test_courier).
"""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass

import pytest

from bot.drivers.driver import (
    CALL_SECONDS,
    TOO_LARGE,
    BotIdentity,
    Done,
    Driver,
    DriverFailed,
    Flooded,
    Outcome,
    Rejected,
    Unknown,
    Unreached,
    Upload,
)
from tests.conformance.conftest import DRIVERS, HOST, TOKEN, Platform, Wire, address_of

pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass(frozen=True)
class Fault:
    """A fault of the sandbox, what the call must come to, and how many messages arrive all the same."""

    kind: str
    outcome: type[Outcome]
    arrived: int = 0
    retry_after: int = 1


@dataclass(frozen=True)
class Answer:
    """An answer as it goes over the wire, and what it must be understood as."""

    status: str
    body: bytes
    outcome: Outcome | type[Outcome] = Unknown

    @property
    def wire(self) -> bytes:
        head = f"HTTP/1.1 {self.status}\r\ncontent-type: application/json\r\ncontent-length: {len(self.body)}\r\n"
        return f"{head}connection: close\r\n\r\n".encode() + self.body


ANSWERS = {
    "done": Answer("200 OK", b'{"ok":true,"result":true}', Done()),
    "no words at all": Answer("200 OK", b"", Unknown),
    "words of no language": Answer("200 OK", b"\xff\xfe\x80", Unknown),
    "a page instead of an answer": Answer("200 OK", b"<html>Sign in to this network</html>", Unknown),
    "a list instead of an answer": Answer("200 OK", b"[]", Unknown),
    "an answer without a result": Answer("200 OK", b'{"ok":true}', Unknown),
    "a proxy that finds nothing": Answer("404 Not Found", b"<html>404</html>", Unknown),
    "a proxy that minds the size": Answer("413 Too Large", b"<html>413</html>", Unknown),
    "too large": Answer(
        "413 Too Large",
        b'{"ok":false,"error_code":413,"description":"Request Entity Too Large"}',
        Rejected(413, "Request Entity Too Large"),
    ),
    "a constant": Answer(
        "400 Bad Request",
        b'{"ok":false,"error_code":400,"description":"Bad Request: MESSAGE_TOO_LONG"}',
        Rejected(400, "Bad Request: MESSAGE_TOO_LONG"),
    ),
    "a bad gateway in Telegram's words": Answer(
        "502 Bad Gateway", b'{"ok":false,"error_code":502,"description":"Bad Gateway"}', Unknown("Bad Gateway")
    ),
}


@asynccontextmanager
async def talking_to(
    name: str, url: str, *, token: str = TOKEN, call_seconds: int = CALL_SECONDS
) -> AsyncIterator[Driver]:
    """A driver of its own for another address, another bot, or with less patience."""
    driver = DRIVERS[name](token, api_base=url, call_seconds=call_seconds)
    try:
        yield driver
    finally:
        await driver.close()


@pytest.mark.parametrize(
    "fault",
    [
        Fault("429", Flooded, retry_after=3),
        Fault("500", Unknown),
        Fault("502", Unknown),
        Fault("drop-before", Unknown),
        Fault("act-then-drop-reply", Unknown, arrived=1),
        Fault("malformed", Unknown, arrived=1),
    ],
    ids=lambda fault: fault.kind,
)
async def test_a_fault_of_the_platform_comes_to(driver: Driver, platform: Platform, fault: Fault) -> None:
    before = len(platform.ana.sees())
    platform.sandbox.fail(fault.kind, method="sendMessage", retry_after=fault.retry_after)

    outcome = await driver.call("sendMessage", chat_id=platform.ana.id, text="hello")

    platform.sandbox.heal()
    assert type(outcome) is fault.outcome, outcome
    assert not isinstance(outcome, Flooded) or outcome == Flooded(fault.retry_after)
    assert len(platform.ana.sees()) - before == fault.arrived


@pytest.mark.slow
async def test_an_answer_that_takes_too_long_leaves_the_outcome_open(platform: Platform) -> None:
    platform.sandbox.fail("delay", method="sendMessage", seconds=3600, times=len(DRIVERS))

    async def call(name: str) -> Outcome:
        async with talking_to(name, platform.url, call_seconds=3) as driver:
            return await driver.call("sendMessage", chat_id=platform.ana.id, text="hello")

    outcomes = await asyncio.gather(*map(call, DRIVERS))

    platform.sandbox.heal()
    assert [type(outcome) for outcome in outcomes] == [Unknown, Unknown]


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
async def test_an_answer_is_understood_as(wire: Wire, wired: Driver, answer: Answer) -> None:
    wire.answers.append(answer.wire)

    outcome = await wired.call("answerCallbackQuery", callback_query_id="1")

    assert outcome == answer.outcome or type(outcome) is answer.outcome, outcome


async def test_a_group_that_became_another_refuses_with_its_code(wire: Wire, wired: Driver) -> None:
    body = b'{"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded to a supergroup chat",'
    wire.answers.append(Answer("400 Bad Request", body + b'"parameters":{"migrate_to_chat_id":-1001}}').wire)

    outcome = await wired.call("sendMessage", chat_id=-1, text="hello")

    assert isinstance(outcome, Rejected)
    assert outcome.code == 400
    assert "group chat was upgraded to a supergroup chat" in outcome.description


async def test_a_connection_that_ends_without_a_word_leaves_the_outcome_open(wire: Wire, wired: Driver) -> None:
    wire.answers.append(b"")

    assert isinstance(await wired.call("sendMessage", chat_id=1, text="hello"), Unknown)


@pytest.mark.parametrize("name", DRIVERS)
async def test_what_nobody_listens_to_never_left(name: str) -> None:
    with socket.create_server((HOST, 0)) as listener:
        port = listener.getsockname()[1]
    async with talking_to(name, f"http://{HOST}:{port}") as driver:
        outcome = await driver.call("sendMessage", chat_id=1, text="hello")
        with pytest.raises(DriverFailed) as failure:
            await driver.fetch(None, wait_seconds=0)

    assert isinstance(outcome, Unreached)
    assert not failure.value.fatal


@pytest.mark.parametrize("name", DRIVERS)
async def test_a_connection_that_takes_too_long_never_left(name: str) -> None:
    with closing(socket.socket()) as listener, closing(socket.socket()) as first, closing(socket.socket()) as second:
        listener.bind((HOST, 0))
        listener.listen(0)
        for one in (first, second):  # they fill the queue of those who wait to be let in
            one.setblocking(False)
            one.connect_ex(listener.getsockname())
        async with talking_to(name, f"http://{HOST}:{listener.getsockname()[1]}", call_seconds=1) as driver:
            outcome = await driver.call("sendMessage", chat_id=1, text="hello")

    assert isinstance(outcome, Unreached)


async def test_a_refusal_keeps_the_platforms_code_and_words(driver: Driver, platform: Platform) -> None:
    ana = platform.ana.id
    ben = platform.sandbox.person("Ben")
    ben.says("/start")
    ben.blocks()
    sent = await driver.call("sendMessage", chat_id=ana, text="once")
    assert isinstance(sent, Done)

    assert await driver.call("editMessageText", chat_id=ana, message_id=sent.message_id, text="once") == Rejected(
        400,
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same"
        " as a current content and reply markup of the message",
    )
    unreadable = await driver.call("sendMessage", chat_id=ana, text="<b>", parse_mode="HTML")
    assert isinstance(unreadable, Rejected)
    assert (unreadable.code, unreadable.description[:38]) == (400, "Bad Request: can't parse entities: Can")
    assert await driver.call("sendMessage", chat_id=ben.id, text="hello") == Rejected(
        403, "Forbidden: bot was blocked by the user"
    )


async def test_a_method_newer_than_the_platform_is_refused_and_changes_nothing(driver: Driver) -> None:
    """The bot uses nothing above Bot API 10.0; whatever will, has to live with this answer."""
    outcome = await driver.call("sendTelepathy", chat_id=1, thought={"text": "hello"})

    assert outcome == Rejected(404, "Not Found: method not found")


@pytest.mark.parametrize("name", DRIVERS)
async def test_a_wrong_token_and_a_set_webhook_are_fatal(name: str, platform: Platform) -> None:
    async with talking_to(name, platform.url, token="1000001:OTHER") as stranger:
        outcome = await stranger.call("sendMessage", chat_id=platform.ana.id, text="hello")
        with pytest.raises(DriverFailed, match="Unauthorized") as unauthorized:
            await stranger.identify()
    async with talking_to(name, platform.url) as driver:
        assert await driver.call("setWebhook", url="http://127.0.0.1:9/hook") == Done()
        with pytest.raises(DriverFailed, match="webhook is active") as conflict:
            await driver.fetch(None, wait_seconds=0)
        assert await driver.call("deleteWebhook") == Done()

    assert outcome == Rejected(401, "Unauthorized")
    assert unauthorized.value.fatal
    assert conflict.value.fatal


@pytest.mark.parametrize("kind", ["429", "500", "malformed", "drop-before"])
async def test_a_fetch_that_fails_may_be_tried_again(driver: Driver, platform: Platform, kind: str) -> None:
    platform.sandbox.fail(kind, method="getUpdates")

    with pytest.raises(DriverFailed) as failure:
        await driver.fetch(None, wait_seconds=0)

    assert not failure.value.fatal


async def test_updates_that_fit_no_model_come_as_they_are_and_hold_up_nobody(wire: Wire, wired: Driver) -> None:
    updates = (
        b'[{"update_id":7,"message":{"date":"yesterday","chat":"somewhere"}},{"update_id":8,"of_next_year":{"a":[1]}},'
        b'{"update_id":9,"message":{"message_id":1,"date":99999999999999,"chat":{"id":5,"type":"private"}}}]'
    )
    wire.answers.append(Answer("200 OK", b'{"ok":true,"result":' + updates + b"}").wire)

    fetched = await wired.fetch(None, wait_seconds=0)

    assert fetched == json.loads(updates)


async def test_updates_that_are_no_list_fail_the_fetch_alone(wire: Wire, wired: Driver) -> None:
    wire.answers.append(Answer("200 OK", b'{"ok":true,"result":{}}').wire)

    with pytest.raises(DriverFailed) as failure:
        await wired.fetch(None, wait_seconds=0)

    assert not failure.value.fatal


async def test_who_we_are_is_known(driver: Driver) -> None:
    assert await driver.identify() == BotIdentity(1000001, "xiaoer_bot")


async def test_a_topic_is_told_from_a_message_in_it(driver: Driver, platform: Platform) -> None:
    group = platform.sandbox.found_group(platform.ana, "Desk", is_forum=True)

    topic = await driver.call("createForumTopic", chat_id=group, name="T-1")
    assert isinstance(topic, Done)
    message = await driver.call("sendMessage", chat_id=group, message_thread_id=topic.thread_id, text="hello")

    assert topic.message_id is None
    assert topic.thread_id is not None
    assert isinstance(message, Done)
    assert message.message_id is not None
    assert message.thread_id is None


async def test_files_go_both_ways(driver: Driver, platform: Platform) -> None:
    ana, sandbox = platform.ana, platform.sandbox
    ana.shows("document", ("codes.txt", b"CODE-1\nCODE-2"))
    updates = await driver.fetch(None, wait_seconds=0)
    file_id = updates[-1]["message"]["document"]["file_id"]

    first = await driver.call("sendDocument", chat_id=ana.id, document=Upload(b"CODE-3", "one.txt"), caption="one")
    assert isinstance(first, Done)
    media = {"type": "document", "media": Upload(b"CODE-4", "two.txt"), "caption": "two"}
    second = await driver.call("editMessageMedia", chat_id=ana.id, message_id=first.message_id, media=media)

    assert second == first
    shown = sandbox.calls(method="editMessageMedia")[-1]["answer"]["result"]["document"]
    assert shown["file_name"] == "two.txt"
    assert await driver.download(shown["file_id"], most_bytes=100) == b"CODE-4"
    assert await driver.download(file_id, most_bytes=13) == b"CODE-1\nCODE-2"
    assert await driver.download(file_id, most_bytes=12) == Rejected(400, TOO_LARGE)
    assert await driver.download("nothing", most_bytes=100) == Rejected(400, "Bad Request: invalid file_id")


async def test_a_file_that_is_longer_than_it_said_is_not_cut_short(wire: Wire, wired: Driver) -> None:
    there = b'{"ok":true,"result":{"file_id":"F","file_unique_id":"U","file_path":"documents/F.txt","file_size":4}}'
    wire.answers += [Answer("200 OK", there).wire, Answer("200 OK", b"CODE-1").wire]

    assert await wired.download("F", most_bytes=5) == Rejected(400, TOO_LARGE)


async def test_a_download_that_fails_is_asked_for_again_and_its_reason_holds_no_token(
    wire: Wire, wired: Driver
) -> None:
    there = b'{"ok":true,"result":{"file_id":"F","file_unique_id":"U","file_path":"documents/F.txt"}}'
    wire.answers += [Answer("200 OK", there).wire, Answer("404 Not Found", b"gone").wire]

    outcome = await wired.download("F", most_bytes=100)

    assert isinstance(outcome, Unreached)
    assert "SECRET" not in outcome.reason


@pytest.mark.parametrize("name", DRIVERS)
async def test_thirty_two_calls_are_under_way_at_once_while_a_fetch_waits(name: str) -> None:
    all_there = asyncio.Barrier(33)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        await all_there.wait()
        result = b"[]" if b"/getUpdates" in head else b"true"
        writer.write(Answer("200 OK", b'{"ok":true,"result":' + result + b"}").wire)
        writer.close()

    server = await asyncio.start_server(answer, HOST, 0)
    async with server, talking_to(name, address_of(server)) as driver:
        calls = [driver.call("answerCallbackQuery", callback_query_id=f"{n}") for n in range(32)]
        fetched, *outcomes = await asyncio.gather(driver.fetch(None, wait_seconds=0), *calls)

    assert fetched == []
    assert outcomes == [Done()] * 32


@pytest.mark.parametrize("name", DRIVERS)
async def test_a_proxy_of_the_environment_is_not_used(
    name: str, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(variable, f"http://{HOST}:9")

    async with talking_to(name, platform.url) as driver:
        assert await driver.identify() == BotIdentity(1000001, "xiaoer_bot")
