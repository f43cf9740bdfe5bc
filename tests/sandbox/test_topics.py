"""Groups and their topics, as a staff desk needs them: what bots and people do there, held against aiogram."""

import io

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramRetryAfter
from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup, Message, ReplyParameters
from PIL import Image

from sandbox.client import PersonInChat, SandboxError
from tests.sandbox.conftest import Served

pytestmark = pytest.mark.asyncio(loop_scope="session")

GENERAL = 1
CLAIM = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Claim", callback_data="claim")]])


@pytest.fixture
def desk(bea: PersonInChat) -> PersonInChat:
    """Bea in the forum she has founded."""
    return bea.at(bea.sandbox.found_group(bea, "Desk", is_forum=True))


@pytest.fixture
def carl(served: Served, desk: PersonInChat) -> PersonInChat:
    """An ordinary member of the forum."""
    carl = served.sandbox.person("Carl", language_code="en")
    carl.joins(group_of(desk))
    return carl.at(group_of(desk))


def group_of(desk: PersonInChat) -> int:
    return desk.screen().chat


async def heard(bot: Bot) -> list[Message]:
    """The messages the bot has not confirmed yet."""
    return [message for one in await bot.get_updates() if (message := one.message)]


async def test_who_leads_renames_closes_and_reopens_a_topic_and_the_bot_hears_it(bot: Bot, desk: PersonInChat) -> None:
    topic = desk.opens_topic("Ticket 1")

    desk.renames_topic(topic, "Ticket 1: solved")
    desk.closes_topic(topic)
    desk.reopens_topic(topic)

    told = [message for message in await heard(bot) if message.message_thread_id == topic]
    assert told[0].forum_topic_created is not None
    assert told[1].forum_topic_edited is not None
    assert told[1].forum_topic_edited.name == "Ticket 1: solved"
    assert told[2].forum_topic_closed is not None
    assert told[3].forum_topic_reopened is not None
    assert [(one.name, one.is_closed) for one in desk.screen().topics] == [("Ticket 1: solved", False)]


async def test_a_topic_a_person_deleted_is_gone_and_the_bot_is_not_told(bot: Bot, desk: PersonInChat) -> None:
    group, topic = group_of(desk), desk.opens_topic("Ticket 1")
    sent = await bot.send_message(group, "A customer asks", message_thread_id=topic)
    before = len(await heard(bot))

    desk.deletes_topic(topic)

    assert len(await heard(bot)) == before
    assert desk.screen().topics == []
    with pytest.raises(TelegramBadRequest, match="message thread not found"):
        await bot.send_message(group, "hello?", message_thread_id=topic)
    with pytest.raises(TelegramBadRequest, match="TOPIC_ID_INVALID"):
        await bot.edit_forum_topic(group, topic, name="Ticket 1: solved")
    with pytest.raises(TelegramBadRequest, match="TOPIC_ID_INVALID"):
        await bot.close_forum_topic(group, topic)
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await bot.edit_message_text("Solved", chat_id=group, message_id=sent.message_id)


async def test_who_does_not_lead_may_open_a_topic_and_nothing_else(desk: PersonInChat, carl: PersonInChat) -> None:
    topic = carl.opens_topic("Lunch")
    desk.closes_topic(topic)

    for act in (carl.reopens_topic, carl.deletes_topic):
        with pytest.raises(SandboxError, match="Only administrators of Desk"):
            act(topic)
    with pytest.raises(SandboxError, match="The topic Lunch is closed"):
        carl.at(group_of(desk), topic=topic).says("too late")


async def test_changes_of_a_topic_that_make_no_sense_are_explained(desk: PersonInChat) -> None:
    topic = desk.opens_topic("Ticket 1")

    with pytest.raises(SandboxError, match="There is no topic 77"):
        desk.deletes_topic(77)
    with pytest.raises(SandboxError, match="is not closed"):
        desk.reopens_topic(topic)
    with pytest.raises(SandboxError, match="is called Ticket 1 already"):
        desk.renames_topic(topic, "Ticket 1")
    with pytest.raises(SandboxError, match="1 to 128 characters"):
        desk.opens_topic("x" * 129)
    desk.closes_topic(topic)
    with pytest.raises(SandboxError, match="is closed already"):
        desk.closes_topic(topic)


async def test_general_is_what_lies_in_no_topic_and_a_bot_may_not_name_it(bot: Bot, desk: PersonInChat) -> None:
    group, topic = group_of(desk), desk.opens_topic("Ticket 1")
    general = desk.at(group, topic=GENERAL)

    general.says("good morning")
    await bot.send_message(group, "good morning, all")
    await bot.send_message(group, "A customer asks", message_thread_id=topic)

    assert [one.text for one in general.sees() if not one.service] == ["good morning", "good morning, all"]
    assert [one.text for one in desk.at(group, topic=topic).sees() if not one.service] == ["A customer asks"]
    said = (await heard(bot))[-1]
    assert (said.text, said.message_thread_id, said.is_topic_message) == ("good morning", None, None)
    with pytest.raises(TelegramBadRequest, match="message thread not found"):
        await bot.send_message(group, "hello?", message_thread_id=GENERAL)


async def test_a_reply_in_general_carries_a_thread_that_is_no_topic(bot: Bot, desk: PersonInChat) -> None:
    group = group_of(desk)
    first = await bot.send_message(group, "Lunch?")

    second = desk.says("Yes", reply_to=first.message_id)
    desk.says("At noon", reply_to=second)

    replies = (await heard(bot))[-2:]
    assert [one.message_thread_id for one in replies] == [first.message_id, first.message_id]
    assert [one.is_topic_message for one in replies] == [None, None]
    assert [one.topic for one in desk.sees()] == [None, None, None]


async def test_a_reply_in_a_topic_stays_there_and_what_replies_to_nothing_replies_to_its_first(
    bot: Bot, desk: PersonInChat
) -> None:
    group, topic = group_of(desk), desk.opens_topic("Ticket 1")
    asked = await bot.send_message(group, "A customer asks", message_thread_id=topic)

    desk.says("On it", reply_to=asked.message_id)
    desk.at(group, topic=topic).says("Anybody else?")

    reply, plain = (await heard(bot))[-2:]
    assert (reply.message_thread_id, reply.is_topic_message) == (topic, True)
    assert reply.reply_to_message is not None
    assert reply.reply_to_message.message_id == asked.message_id
    assert plain.reply_to_message is not None
    assert plain.reply_to_message.forum_topic_created is not None
    assert desk.at(group, topic=topic).sees()[-1].quote is None


async def test_a_tap_in_a_topic_says_where_it_was_and_who_tapped(
    bot: Bot, desk: PersonInChat, carl: PersonInChat
) -> None:
    group, topic = group_of(desk), desk.opens_topic("Ticket 1")
    card = await bot.send_message(group, "Ticket 1", message_thread_id=topic, reply_markup=CLAIM)

    carl.at(group, topic=topic).taps("Claim")

    tapped = (await bot.get_updates())[-1].callback_query
    assert tapped is not None
    assert isinstance(tapped.message, Message)
    assert (tapped.from_user.id, tapped.message.message_id) == (carl.id, card.message_id)
    assert (tapped.message.chat.id, tapped.message.message_thread_id) == (group, topic)
    assert tapped.message.is_topic_message


async def test_an_edit_in_a_topic_is_told_with_its_new_words(bot: Bot, desk: PersonInChat) -> None:
    group, topic = group_of(desk), desk.opens_topic("Ticket 1")
    here = desk.at(group, topic=topic)
    said = here.says("hallo")
    shown = here.shows("photo", ("card.png", picture()), caption="the kard")

    here.edits(said, "hello")
    here.edits(shown, "the card")

    first, second = [one.edited_message for one in await bot.get_updates() if one.edited_message]
    assert (first.message_id, first.text, first.message_thread_id) == (said, "hello", topic)
    assert (second.message_id, second.caption, second.text) == (shown, "the card", None)
    assert second.photo


async def test_the_bot_answers_a_persons_message_and_they_see_which(bot: Bot, bea: PersonInChat) -> None:
    asked = bea.says("Where is my card?")

    await bot.send_message(bea.id, "Here", reply_parameters=ReplyParameters(message_id=asked))

    quote = bea.waits_for("Here").quote
    assert quote is not None
    assert (quote.message_id, quote.text) == (asked, "Where is my card?")


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("photo", "card.png"),
        ("document", "receipt.pdf"),
        ("voice", "hello.ogg"),
        ("audio", "song.mp3"),
        ("video", "proof.mp4"),
        ("animation", "fun.mp4"),
        ("video_note", "hello.mp4"),
        ("sticker", "glad.webp"),
    ],
)
async def test_what_a_person_sends_is_passed_on_by_its_id_and_fetched(
    bot: Bot, desk: PersonInChat, bea: PersonInChat, kind: str, name: str
) -> None:
    group, topic = group_of(desk), desk.opens_topic("Ticket 1")
    content = picture() if kind == "photo" else b"any bytes"
    bea.shows(kind, (name, content))
    sent = getattr((await heard(bot))[-1], kind)
    file_id = (sent[-1] if kind == "photo" else sent).file_id

    await getattr(bot, f"send_{kind}")(group, file_id, message_thread_id=topic)

    arrived = desk.at(group, topic=topic).sees()[-1].attachment
    assert arrived is not None
    assert (arrived.kind, arrived.file_id) == (kind, file_id)
    file = await bot.get_file(file_id)
    fetched = await bot.download_file(file.file_path or "")
    assert fetched is not None
    assert fetched.read() == content


async def test_a_picture_the_bot_uploads_is_seen_with_its_caption_and_can_be_changed(
    bot: Bot, desk: PersonInChat
) -> None:
    group, topic = group_of(desk), desk.opens_topic("Report")

    sent = await bot.send_photo(
        group, BufferedInputFile(picture(), "report.png"), caption="This week", message_thread_id=topic
    )
    await bot.edit_message_caption(chat_id=group, message_id=sent.message_id, caption="Last week", reply_markup=CLAIM)

    seen = desk.at(group, topic=topic).sees()[-1]
    assert seen.attachment is not None
    assert (seen.attachment.kind, seen.attachment.width, seen.text) == ("photo", 64, "Last week")
    assert seen.labels == ["Claim"]


async def test_a_quiet_topic_keeps_its_messages_in_sight_while_others_talk(bot: Bot, desk: PersonInChat) -> None:
    group, quiet, loud = group_of(desk), desk.opens_topic("Quiet"), desk.opens_topic("Loud")
    await bot.send_message(group, "still here", message_thread_id=quiet)
    for number in range(120):
        desk.at(group, topic=loud).says(f"line {number}")

    assert [one.text for one in desk.at(group, topic=quiet).sees() if not one.service] == ["still here"]


async def test_a_group_takes_twenty_messages_a_minute(bot: Bot, served: Served, desk: PersonInChat) -> None:
    served.sandbox.enforce_limits(True)
    group = group_of(desk)
    for number in range(20):
        await bot.send_message(group, f"line {number}")

    with pytest.raises(TelegramRetryAfter, match="retry after 3"):
        await bot.send_message(group, "one more")


async def test_a_new_topic_is_waited_for_by_its_name(desk: PersonInChat) -> None:
    topic = desk.opens_topic("T-17 · Steam")

    assert desk.waits_for_topic("T-17").topic == topic
    with pytest.raises(AssertionError, match="waited for a topic 'T-18'"):
        desk.waits_for_topic("T-18", timeout_seconds=0)


def picture() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (64, 40), "red").save(content, "PNG")
    return content.getvalue()
