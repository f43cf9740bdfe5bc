"""The courier: what it sends, in which order, and what it does when it can't tell whether it was sent.

Not here: how fast it sends (test_pace) or the words (test_voice).
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count

import pytest
from structlog.testing import capture_logs

from backend import people, troubles
from bot import courier
from bot.courier import MOST_ATTEMPTS, MOST_FAILURES, MOST_STANDSTILL_SECONDS, PAUSES_SECONDS
from bot.drivers.driver import BotIdentity, DriverFailed, Flooded, Outcome, Rejected, Unknown, Unreached
from bot.drivers.memory_driver import ActsThenFails
from flows.words import to_json, words
from storage import conversations, outbox
from storage.database import Database
from storage.outbox import Draft, Kind
from storage.secrets import Vault
from tests.bot.post_office import ANA, ANOTHER, BEA, ME, PostOffice

THE_DEAD = ME
MAY_BE_A_COPY = "may be a repeat"


async def test_a_chat_gets_its_messages_in_the_order_they_were_written(office: PostOffice) -> None:
    office.says("one", "two", "three")

    await office.courier.drain(ANA)

    assert office.texts() == ["Note: one", "Note: two", "Note: three"]
    assert office.statuses == ["sent", "sent", "sent"]


async def test_acknowledgements_and_checkout_answers_overtake(office: PostOffice) -> None:
    office.says("one")
    office.post(Kind.ACK, Kind.CHECKOUT)

    await office.courier.drain(ANA)

    assert office.methods == ["answerCallbackQuery", "answerPreCheckoutQuery", "sendMessage"]


async def test_a_flooded_chat_waits_as_long_as_it_was_told_and_keeps_its_order(office: PostOffice) -> None:
    office.says("one", "two")
    office.driver.script("sendMessage", Flooded(30))

    wait = await office.courier.drain(ANA)
    assert wait == 30
    assert office.texts() == []

    office.clock.forward(seconds=30)
    await office.courier.drain(ANA)
    assert office.texts() == ["Note: one", "Note: two"]


async def test_a_flooded_chat_does_not_hold_up_another(office: PostOffice) -> None:
    office.says("for Ana")
    office.says("for Bea", chat_id=BEA)
    office.driver.script("sendMessage", Flooded(30))

    await office.courier.drain(ANA)
    await office.courier.drain(BEA)

    assert office.texts(ANA) == []
    assert office.texts(BEA) == ["Note: for Bea"]


async def test_an_acknowledgement_overtakes_a_message_that_was_told_to_wait(office: PostOffice) -> None:
    office.says("one")
    office.driver.script("sendMessage", Flooded(30))
    await office.courier.drain(ANA)

    office.post(Kind.ACK)
    await office.courier.drain(ANA)

    assert office.methods == ["sendMessage", "answerCallbackQuery"]
    assert office.statuses == ["waiting", "sent"]


@pytest.mark.parametrize(
    "refusal",
    [
        Rejected(403, "Forbidden: bot was blocked by the user"),
        Rejected(400, "Bad Request: chat not found"),
        Rejected(403, "Forbidden: user is deactivated"),
    ],
)
async def test_who_cannot_be_reached_is_remembered_and_left_alone(office: PostOffice, refusal: Rejected) -> None:
    office.says("one", "two")
    office.driver.script("sendMessage", refusal)

    assert await office.courier.drain(ANA) is None

    assert office.methods == ["sendMessage"]
    assert office.statuses == ["dead", "dead"]
    with office.database.read() as db:
        ana, bea = people.with_telegram_id(db, ANA), people.with_telegram_id(db, BEA)
    assert ana is not None
    assert ana.blocked_at == office.clock.now()
    assert bea is not None
    assert bea.blocked_at is None


async def test_an_edit_that_changes_nothing_is_as_good_as_done(office: PostOffice) -> None:
    screen_id = office.screen("one")
    office.post(Kind.SCREEN, screen_id=screen_id)
    await office.courier.drain(ANA)
    office.change(screen_id, "two")
    office.post(Kind.SCREEN, screen_id=screen_id)
    office.driver.script("editMessageText", Rejected(400, "Bad Request: message is not modified: the same"))

    await office.courier.drain(ANA)

    assert office.statuses == ["sent", "sent"]
    assert office.methods == ["sendMessage", "editMessageText"]


@pytest.mark.parametrize("why", ["message to edit not found", "message can't be edited", "MESSAGE_ID_INVALID"])
async def test_a_screen_whose_message_cannot_be_edited_is_sent_anew(office: PostOffice, why: str) -> None:
    screen_id = office.screen("one")
    office.post(Kind.SCREEN, screen_id=screen_id)
    await office.courier.drain(ANA)
    office.change(screen_id, "two")
    office.post(Kind.SCREEN, screen_id=screen_id)
    office.driver.script("editMessageText", Rejected(400, f"Bad Request: {why}"))

    await office.courier.drain(ANA)

    assert office.texts() == ["Note: one", "Note: two"]
    with office.database.read() as db:
        assert conversations.the_screen(db, screen_id).message_id == 2


@pytest.mark.parametrize("why", ["can't parse entities: unsupported tag", "message is too long", "MESSAGE_TOO_LONG"])
async def test_a_text_the_platform_cannot_read_arrives_bare_and_still_protected(office: PostOffice, why: str) -> None:
    office.post(Kind.NOTICE, screen_id=office.screen("a < b", is_protected=True))
    office.driver.script("sendMessage", Rejected(400, f"Bad Request: {why}"))

    await office.courier.drain(ANA)

    assert office.texts() == ["Note: a < b"]
    assert office.driver.chats[ANA][0].is_protected
    assert office.statuses == ["sent"]


async def test_an_edit_the_platform_cannot_read_arrives_bare_as_well(office: PostOffice) -> None:
    screen_id = office.screen("one")
    office.post(Kind.SCREEN, screen_id=screen_id)
    await office.courier.drain(ANA)
    office.change(screen_id, "two")
    office.post(Kind.SCREEN, screen_id=screen_id)
    office.driver.script("editMessageText", Rejected(400, "Bad Request: MESSAGE_TOO_LONG"))
    office.driver.script("sendMessage", Rejected(400, "Bad Request: message is too long"))

    await office.courier.drain(ANA)

    assert office.texts() == ["Note: one", "Note: two"]


async def test_a_screen_of_unknown_fate_is_shown_again_and_says_that_it_may_be_a_copy(office: PostOffice) -> None:
    office.says("one", kind=Kind.SCREEN)
    office.driver.script("sendMessage", ActsThenFails())

    wait = await office.courier.drain(ANA)
    assert wait is not None
    office.clock.forward(seconds=wait)
    await office.courier.drain(ANA)

    first, second = office.texts()
    assert first == "Note: one"
    assert MAY_BE_A_COPY in second
    assert office.statuses == ["sent"]


async def test_an_edit_of_unknown_fate_is_made_again_without_a_word(office: PostOffice) -> None:
    screen_id = office.screen("one")
    office.post(Kind.SCREEN, screen_id=screen_id)
    await office.courier.drain(ANA)
    office.change(screen_id, "two")
    office.post(Kind.SCREEN, screen_id=screen_id)
    office.driver.script("editMessageText", Unknown("timeout"))

    wait = await office.courier.drain(ANA)
    assert wait is not None
    office.clock.forward(seconds=wait)
    await office.courier.drain(ANA)

    assert office.texts() == ["Note: two"]


async def test_a_notice_of_unknown_fate_is_repeated_and_says_that_it_may_be_a_copy(office: PostOffice) -> None:
    office.says("one")
    office.driver.script("sendMessage", ActsThenFails())

    wait = await office.courier.drain(ANA)
    assert wait is not None
    office.clock.forward(seconds=wait)
    await office.courier.drain(ANA)

    first, second = office.texts()
    assert MAY_BE_A_COPY not in first
    assert MAY_BE_A_COPY in second


async def test_a_notice_that_never_left_is_sent_as_if_for_the_first_time(office: PostOffice) -> None:
    office.says("one")
    office.driver.script("sendMessage", Unreached("no route"))

    wait = await office.courier.drain(ANA)
    assert wait is not None
    office.clock.forward(seconds=wait)
    await office.courier.drain(ANA)

    assert office.texts() == ["Note: one"]


@pytest.mark.parametrize("kind", [Kind.ACK, Kind.BROADCAST])
async def test_what_must_not_come_twice_is_taken_as_sent_when_in_doubt(office: PostOffice, kind: Kind) -> None:
    office.post(kind, screen_id=office.screen("news") if kind is Kind.BROADCAST else None)
    office.driver.script("sendMessage", Unknown("timeout"))
    office.driver.script("answerCallbackQuery", Unknown("timeout"))

    assert await office.courier.drain(ANA) is None

    assert office.statuses == ["unknown"]
    assert len(office.driver.calls) == 1


@pytest.mark.parametrize("trouble", [Flooded(1), Unreached("no route")])
async def test_an_acknowledgement_is_not_tried_again(office: PostOffice, trouble: Flooded | Unreached) -> None:
    office.post(Kind.ACK)
    office.driver.script("answerCallbackQuery", trouble)

    assert await office.courier.drain(ANA) is None

    assert office.statuses == ["dead"]


@pytest.mark.parametrize(("kind", "seconds"), [(Kind.ACK, 16), (Kind.CHECKOUT, 11)])
async def test_an_answer_that_comes_too_late_is_not_sent(office: PostOffice, kind: Kind, seconds: int) -> None:
    office.post(kind)
    office.clock.forward(seconds=seconds)

    await office.courier.drain(ANA)

    assert office.driver.calls == []
    assert office.statuses == ["dead"]


async def test_while_the_platform_does_not_know_our_token_everything_waits_and_nothing_is_given_up(
    office: PostOffice,
) -> None:
    office.driver.is_known = False
    office.says("for Ana", "and more")
    office.says("for Bea", chat_id=BEA)

    for _ in range(MOST_ATTEMPTS + 5):
        await office.courier.drain(ANA)
        office.clock.forward(seconds=await office.courier.drain(BEA) or 0)
    assert office.methods == ["sendMessage"]
    assert office.statuses == ["waiting", "waiting", "waiting"]

    office.driver.is_known = True
    for chat_id in (ANA, BEA):
        await office.courier.drain(chat_id)
    assert office.texts(ANA) == ["Note: for Ana", "Note: and more"]
    assert office.texts(BEA) == ["Note: for Bea"]


async def test_that_the_token_is_not_known_is_said_once(office: PostOffice) -> None:
    office.driver.is_known = False
    office.says("for Ana")
    office.says("for Bea", chat_id=BEA)

    with capture_logs() as log:
        await asyncio.gather(office.courier.drain(ANA), office.courier.drain(BEA))
        for _ in range(3):
            office.clock.forward(minutes=2)
            await office.courier.drain(ANA)
        office.driver.is_known = True
        office.clock.forward(minutes=2)
        await office.courier.drain(ANA)

    assert [(entry["log_level"], entry["event"]) for entry in log] == [
        ("error", "Telegram does not know our token: nothing is sent until it does"),
        ("info", "Telegram knows our token again"),
    ]


@pytest.mark.parametrize("said", ["Not Found: method not found", "Not Found"])
async def test_a_call_that_alone_is_unknown_to_the_platform_is_given_up_at_once(office: PostOffice, said: str) -> None:
    office.says("one", "two")
    office.driver.script("sendMessage", Rejected(404, said))

    await office.courier.drain(ANA)

    assert office.statuses == ["dead", "sent"]
    with office.database.read() as db:
        assert [(trouble.what, trouble.why) for trouble in troubles.newest(db, most=5)] == [("notice", f"404 {said}")]


async def test_a_refusal_that_could_be_meant_for_the_token_waits_until_somebody_can_be_asked(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nobody_answers() -> BotIdentity:
        raise DriverFailed("no route to host", fatal=False)

    office.says("one")
    office.driver.script("sendMessage", Rejected(404, "Not Found"))
    monkeypatch.setattr(office.driver, "identify", nobody_answers)

    wait = await office.courier.drain(ANA)
    assert wait == PAUSES_SECONDS[0]
    office.clock.forward(seconds=wait)
    await office.courier.drain(ANA)

    assert office.texts() == ["Note: one"]


async def test_a_process_that_dies_during_a_call_leaves_it_to_the_next_one(office: PostOffice, vault: Vault) -> None:
    office.says("one", "two")
    with office.database.transaction() as db:
        assert outbox.claim(db, ANA, holder=THE_DEAD, now=office.clock.now()) is not None

    after = office.another_courier(vault)
    await after.take_over(lambda _: [ANOTHER])
    wait = await after.drain(ANA)
    assert wait is not None
    office.clock.forward(seconds=wait)
    await after.drain(ANA)

    first, second = office.texts()
    assert first.startswith("Note: one")
    assert MAY_BE_A_COPY in first
    assert second == "Note: two"


async def test_who_waits_for_leave_has_claimed_nothing(office: PostOffice) -> None:
    office.says("one", "two", kind=Kind.BROADCAST)
    waiting: list[list[str]] = []

    @asynccontextmanager
    async def die_waiting(chat_id: int, *, rank: int) -> AsyncIterator[None]:
        waiting.append(office.statuses)
        if waiting:
            raise asyncio.CancelledError
        yield

    office.courier._pace.leave_for_message = die_waiting  # type: ignore[method-assign]  # nobody else can see it
    with pytest.raises(asyncio.CancelledError):
        await office.courier.drain(ANA)

    assert waiting == [["waiting", "waiting"]]


async def test_a_process_that_stood_still_leaves_the_call_to_whoever_took_it_over(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.says("one")
    moments = count(step=MOST_STANDSTILL_SECONDS + 1)
    monkeypatch.setattr(courier, "monotonic", lambda: next(moments))

    await office.courier.drain(ANA)

    assert office.driver.calls == []
    assert office.statuses == ["waiting"]


async def test_a_call_that_was_taken_over_is_not_settled_by_who_lost_it(
    office: PostOffice, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.says("one", "two")
    after = office.another_courier(vault)
    call = office.driver.call

    async def call_and_be_overtaken(method: str, **parameters: object) -> Outcome:
        outcome = await call(method, **parameters)
        await after.take_over(lambda _: [ANOTHER])
        return outcome

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(office.driver, "call", call_and_be_overtaken)
        wait = await office.courier.drain(ANA)
    assert wait is not None
    office.clock.forward(seconds=wait)
    await after.drain(ANA)

    assert [text.splitlines()[0] for text in office.texts()] == ["Note: one", "Note: one", "Note: two"]
    assert MAY_BE_A_COPY in office.texts()[1]
    assert office.statuses == ["sent", "sent"]


async def test_a_dead_process_s_acknowledgement_is_not_repeated(office: PostOffice, vault: Vault) -> None:
    office.post(Kind.ACK)
    with office.database.transaction() as db:
        assert outbox.claim(db, ANA, holder=THE_DEAD, now=office.clock.now()) is not None

    after = office.another_courier(vault)
    await after.take_over(lambda _: [ANOTHER])
    await after.drain(ANA)

    assert office.statuses == ["unknown"]
    assert office.driver.calls == []


async def test_a_screen_that_was_shown_meanwhile_is_not_shown_again(office: PostOffice) -> None:
    screen_id = office.screen("one")
    office.post(Kind.SCREEN, Kind.SCREEN, screen_id=screen_id)

    await office.courier.drain(ANA)

    assert office.methods == ["sendMessage"]
    assert office.statuses == ["sent", "sent"]


async def test_a_message_we_cannot_make_is_given_up_and_its_chat_goes_on(office: PostOffice) -> None:
    office.post(Kind.NOTICE, screen_id=office.screen("the codes of no order", codes_of=404))
    office.says("two")

    for _ in range(MOST_FAILURES):
        wait = await office.courier.drain(ANA)
        office.clock.forward(seconds=wait or 0)

    assert office.texts() == ["Note: two"]
    assert office.statuses == ["dead", "sent"]


async def test_a_message_is_given_up_after_many_attempts(office: PostOffice) -> None:
    office.says("one")
    office.driver.script("sendMessage", *[Unreached("no route")] * 20)

    for _ in range(20):
        wait = await office.courier.drain(ANA)
        office.clock.forward(seconds=wait or 0)

    assert office.statuses == ["dead"]


async def test_a_toast_is_spoken_in_the_language_of_who_tapped(office: PostOffice) -> None:
    content = {"query_id": "q", "toast": to_json(words("tap-outdated")), "language": "zh-CN"}
    with office.database.transaction() as db:
        outbox.post(db, [Draft(ANA, Kind.ACK, None, content)], cause=900, now=office.clock.now())

    await office.courier.drain(ANA)

    assert len(office.driver.toasts) == 1
    assert office.driver.toasts[0].isascii() is False


async def test_everything_that_waits_at_the_start_is_sent(office: PostOffice) -> None:
    office.says("for Ana")
    office.says("for Bea", chat_id=BEA)

    async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(office.courier.run())
        await office.courier.chats.at_rest()
        running.cancel()

    assert office.texts(ANA) == ["Note: for Ana"]
    assert office.texts(BEA) == ["Note: for Bea"]


async def test_who_has_waited_longest_comes_first_after_a_start(sqlite_database: Database, vault: Vault) -> None:
    office = PostOffice(sqlite_database, vault)  # where limits are shared, those who ask at once get leave in any order
    office.says("for Bea, long ago", chat_id=BEA)
    office.says("for Ana, just now")
    office.courier.chats.wake(ANA)  # answered while the courier was still on its way

    async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(office.courier.run())
        await office.courier.chats.at_rest()
        running.cancel()

    assert [call["chat_id"] for _, call in office.driver.calls] == [BEA, ANA]


async def test_a_chat_is_looked_at_again_when_its_wait_is_over(office: PostOffice) -> None:
    office.says("later")
    office.driver.script("sendMessage", Flooded(2))
    await office.courier.drain(ANA)
    office.clock.forward(seconds=1)

    assert await office.courier.drain(ANA) == 1
