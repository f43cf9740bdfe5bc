"""The real python-telegram-bot client against the sandbox, over HTTP: the other framework understands it too."""

from collections.abc import AsyncIterator

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    LabeledPrice,
    ReactionTypeEmoji,
    Update,
)
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from sandbox.client import PersonInChat
from tests.sandbox.conftest import TOKEN, Served
from tests.sandbox.test_aiogram_contract import picture

SHOP = InlineKeyboardMarkup([[InlineKeyboardButton("Shop", callback_data="shop")]])


@pytest.fixture
async def ptb(served: Served, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # what the library wants of new code
    async with Bot(TOKEN, base_url=f"{served.url}/bot", base_file_url=f"{served.url}/file/bot") as bot:
        yield bot


async def next_update(bot: Bot) -> Update:
    """Take the oldest update and confirm it."""
    updates = await bot.get_updates(timeout=5, limit=1)
    await bot.get_updates(offset=updates[0].update_id + 1, timeout=0, limit=1)
    return updates[0]


async def test_the_bot_learns_who_it_is(ptb: Bot) -> None:
    assert (ptb.username, ptb.bot.is_bot) == ("xiaoer_bot", True)


async def test_a_wrong_token_is_invalid(served: Served) -> None:
    async with HTTPXRequest() as request, HTTPXRequest() as polling:
        stranger = Bot("1000001:OTHER", f"{served.url}/bot", request=request, get_updates_request=polling)
        with pytest.raises(InvalidToken):
            await stranger.get_me()


async def test_a_person_speaks_taps_and_sees_the_answer(ptb: Bot, bea: PersonInChat) -> None:
    said = (await next_update(ptb)).message
    sent = await ptb.send_message(bea.id, "<b>Choose</b>", parse_mode="HTML", reply_markup=SHOP)
    bea.taps("Shop")
    query = (await next_update(ptb)).callback_query
    assert query is not None
    await ptb.answer_callback_query(query.id, text="Here you are")
    await ptb.edit_message_text("Cards", chat_id=bea.id, message_id=sent.message_id)

    assert said is not None
    assert said.text == "/start"
    assert query.data == "shop"
    assert bea.waits_for_alert().text == "Here you are"
    assert bea.waits_for("Cards").labels == []


async def test_files_go_both_ways(ptb: Bot, bea: PersonInChat) -> None:
    await next_update(ptb)
    sent = await ptb.send_document(bea.id, b"CODE-1", filename="codes.txt", caption="Your codes")
    bea.shows("photo", ("broken.png", picture()), caption="Look")
    shown = (await next_update(ptb)).message

    assert sent.document is not None
    assert bytes(await (await sent.document.get_file()).download_as_bytearray()) == b"CODE-1"
    assert shown is not None
    assert bytes(await (await shown.photo[-1].get_file()).download_as_bytearray()) == picture()


async def test_an_album_is_sent(ptb: Bot, bea: PersonInChat) -> None:
    sent = await ptb.send_media_group(bea.id, [InputMediaPhoto(picture()), InputMediaPhoto(picture("blue"))])

    assert len({one.media_group_id for one in sent}) == 1


async def test_an_invoice_is_sent_and_topics_are_kept(ptb: Bot, bea: PersonInChat) -> None:
    group = bea.sandbox.found_group(bea, "Desk", is_forum=True)

    invoice = await ptb.send_invoice(bea.id, "Card", "A card", "order-1", "XTR", [LabeledPrice("Card", 5)])
    topic = await ptb.create_forum_topic(group, "Ticket 1")
    note = await ptb.send_message(group, "hello", message_thread_id=topic.message_thread_id)
    member = await ptb.get_chat_member(group, ptb.id)

    assert invoice.invoice is not None
    assert invoice.invoice.total_amount == 5
    assert note.message_thread_id == topic.message_thread_id
    assert member.status == "administrator"


async def test_a_reaction_shows_that_a_message_was_read(ptb: Bot, bea: PersonInChat) -> None:
    said = bea.says("hello")

    await ptb.set_message_reaction(bea.id, said, [ReactionTypeEmoji("👀")])

    assert bea.sees()[-1].reactions == ["👀"]


async def test_refusals_become_the_librarys_errors(ptb: Bot, bea: PersonInChat) -> None:
    sent = await ptb.send_message(bea.id, "One")
    with pytest.raises(BadRequest, match="Message is not modified"):
        await ptb.edit_message_text("One", chat_id=bea.id, message_id=sent.message_id)
    bea.blocks()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await ptb.send_message(bea.id, "hello?")
    bea.sandbox.fail("429", retry_after=3)
    with pytest.raises(RetryAfter):
        await ptb.get_me()
    bea.sandbox.fail("malformed")
    with pytest.raises(TelegramError, match="Invalid server response"):
        await ptb.get_me()
    await ptb.set_webhook("http://127.0.0.1:9/hook")
    with pytest.raises(Conflict, match="webhook is active"):
        await ptb.get_updates(timeout=0)
