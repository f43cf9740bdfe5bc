"""The real aiogram client against the sandbox, over HTTP: each understands the other."""

import asyncio
import io

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    KeyboardButton,
    LabeledPrice,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
    ReplyParameters,
    Update,
)
from PIL import Image

from sandbox.client import PersonInChat
from tests.sandbox.conftest import Served

pytestmark = pytest.mark.asyncio(loop_scope="session")


def keyboard(*labels: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text=label, callback_data=label.lower())] for label in labels]
    )


def picture(color: str = "red") -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), color).save(drawn, "PNG")
    return drawn.getvalue()


async def next_update(bot: Bot) -> Update:
    """Take the oldest update and confirm it."""
    updates = await bot.get_updates(timeout=5, limit=1)
    await bot.get_updates(offset=updates[0].update_id + 1, timeout=0, limit=1)
    return updates[0]


async def test_the_bot_learns_who_it_is(bot: Bot) -> None:
    me = await bot.get_me()

    assert (me.id, me.username, me.is_bot) == (1000001, "xiaoer_bot", True)


async def test_a_wrong_token_is_unauthorized(served: Served, bot: Bot) -> None:
    async with Bot("1000001:OTHER", session=bot.session) as stranger:
        with pytest.raises(TelegramUnauthorizedError):
            await stranger.get_me()


async def test_what_a_person_says_arrives_as_an_update(bot: Bot, bea: PersonInChat) -> None:
    update = await next_update(bot)

    assert update.message is not None
    assert (update.message.text, update.message.chat.id) == ("/start", bea.id)
    assert update.message.entities is not None
    assert update.message.entities[0].type == "bot_command"


async def test_an_update_comes_again_until_it_is_confirmed(bot: Bot, bea: PersonInChat) -> None:
    first = await bot.get_updates(timeout=0)
    second = await bot.get_updates(timeout=0)

    after = await bot.get_updates(offset=first[-1].update_id + 1, timeout=0)

    assert [one.update_id for one in second] == [one.update_id for one in first]
    assert after == []


async def test_a_long_poll_ends_as_soon_as_somebody_speaks(bot: Bot, bea: PersonInChat) -> None:
    await next_update(bot)

    async with asyncio.TaskGroup() as tasks:
        poll = tasks.create_task(bot.get_updates(timeout=30))
        await asyncio.to_thread(bea.says, "hello")

    message = poll.result()[0].message
    assert message is not None
    assert message.text == "hello"


async def test_of_two_polls_at_once_the_earlier_is_told_of_the_conflict(bot: Bot, bea: PersonInChat) -> None:
    await next_update(bot)

    polls = asyncio.as_completed([_outcome(bot), _outcome(bot)])
    ended_first = await next(polls)
    await asyncio.to_thread(bea.says, "hello")

    assert ended_first == "terminated by other getUpdates request"
    assert await next(polls) == "hello"


async def _outcome(bot: Bot) -> str | None:
    """Poll, and return what was said or why the poll ended."""
    try:
        updates = await bot.get_updates(timeout=30)
    except TelegramConflictError as error:
        return error.message.removeprefix("Conflict: ").partition(";")[0]
    return updates[0].message.text if updates[0].message else None


async def test_a_person_sees_formatted_text_with_buttons(bot: Bot, bea: PersonInChat) -> None:
    await bot.send_message(bea.id, "<b>Cards</b> 😀 <i>now</i>", parse_mode="HTML", reply_markup=keyboard("Shop"))

    bubble = bea.waits_for("Cards")

    assert bubble.text == "Cards 😀 now"
    assert [(span.kind, span.offset, span.length) for span in bubble.spans] == [
        ("bold", 0, 5),
        ("italic", 9, 3),
    ]
    assert bubble.labels == ["Shop"]


async def test_a_tap_is_asked_answered_and_seen(bot: Bot, bea: PersonInChat) -> None:
    await next_update(bot)
    await bot.send_message(bea.id, "Choose", reply_markup=keyboard("Shop", "Help"))

    bea.taps("Help")
    query = (await next_update(bot)).callback_query
    assert query is not None
    await bot.answer_callback_query(query.id, text="Coming", show_alert=True)

    alert = bea.waits_for_alert()
    assert (query.data, query.from_user.id) == ("help", bea.id)
    assert (alert.text, alert.is_modal) == ("Coming", True)


async def test_a_tap_can_be_answered_only_once(bot: Bot, bea: PersonInChat) -> None:
    await next_update(bot)
    await bot.send_message(bea.id, "Choose", reply_markup=keyboard("Shop"))
    bea.taps("Shop")
    query = (await next_update(bot)).callback_query
    assert query is not None
    await bot.answer_callback_query(query.id)

    with pytest.raises(TelegramBadRequest, match="query is too old and response timeout expired"):
        await bot.answer_callback_query(query.id)


async def test_a_message_is_edited_in_place(bot: Bot, bea: PersonInChat) -> None:
    sent = await bot.send_message(bea.id, "One", reply_markup=keyboard("Shop"))

    await bot.edit_message_text("Two", chat_id=bea.id, message_id=sent.message_id, reply_markup=keyboard("Help"))

    bubble = bea.waits_for("Two")
    assert (bubble.message_id, bubble.labels) == (sent.message_id, ["Help"])
    assert bubble.edited_at is not None


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot, bea: PersonInChat) -> None:
    sent = await bot.send_message(bea.id, "One", reply_markup=keyboard("Shop"))

    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await bot.edit_message_text("One", chat_id=bea.id, message_id=sent.message_id, reply_markup=keyboard("Shop"))


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("", "message text is empty"),
        ("   ", "message text is empty"),
        ("x" * 4097, "message is too long"),
        ("<b>open", "can't parse entities: Can't find end tag"),
        ("<h1>big</h1>", "can't parse entities: Unsupported start tag"),
    ],
)
async def test_a_bad_text_is_refused_in_telegrams_words(bot: Bot, bea: PersonInChat, text: str, wording: str) -> None:
    with pytest.raises(TelegramBadRequest, match=wording):
        await bot.send_message(bea.id, text, parse_mode="HTML")

    assert [one.text for one in bea.sees()] == ["/start"]


async def test_button_data_of_65_bytes_is_refused_and_64_are_not(bot: Bot, bea: PersonInChat) -> None:
    await bot.send_message(bea.id, "fits", reply_markup=_with_data("卡" * 21 + "x"))

    with pytest.raises(TelegramBadRequest, match="BUTTON_DATA_INVALID"):
        await bot.send_message(bea.id, "does not", reply_markup=_with_data("卡" * 21 + "xy"))


def _with_data(data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="A", callback_data=data)]])


async def test_a_person_who_blocked_the_bot_is_forbidden(bot: Bot, bea: PersonInChat) -> None:
    bea.blocks()

    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await bot.send_message(bea.id, "hello?")


async def test_a_person_who_never_started_the_bot_is_forbidden(bot: Bot, served: Served) -> None:
    cai = served.sandbox.person("Cai")

    with pytest.raises(TelegramForbiddenError, match="bot can't initiate conversation with a user"):
        await bot.send_message(cai.id, "hello?")


async def test_nobody_at_that_id_is_a_chat_not_found(bot: Bot) -> None:
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(42, "hello?")


async def test_a_photo_and_a_document_arrive_and_can_be_fetched(bot: Bot, bea: PersonInChat) -> None:
    photo = await bot.send_photo(bea.id, BufferedInputFile(picture(), "red.png"), caption="red", has_spoiler=True)
    document = await bot.send_document(bea.id, BufferedInputFile(b"CODE-1", "codes.txt"))

    assert document.document is not None
    fetched = await bot.download(document.document.file_id)
    assert photo.photo is not None
    assert (photo.photo[-1].width, photo.photo[-1].height) == (40, 30)
    assert fetched is not None
    assert fetched.read() == b"CODE-1"
    assert bea.waits_for("red").has_spoiler


async def test_a_photo_sent_before_is_sent_again_by_its_id(bot: Bot, bea: PersonInChat) -> None:
    first = await bot.send_photo(bea.id, BufferedInputFile(picture(), "red.png"))
    assert first.photo is not None

    second = await bot.send_photo(bea.id, first.photo[-1].file_id)

    assert second.photo == first.photo


async def test_an_album_is_several_messages_of_one_group(bot: Bot, bea: PersonInChat) -> None:
    sent = await bot.send_media_group(
        bea.id,
        [
            InputMediaPhoto(media=BufferedInputFile(picture("red"), "r.png"), caption="two"),
            InputMediaPhoto(media=BufferedInputFile(picture("blue"), "b.png")),
        ],
    )

    assert len(sent) == 2
    assert len({one.media_group_id for one in sent}) == 1


async def test_a_persons_album_reaches_the_bot(bot: Bot, bea: PersonInChat) -> None:
    await next_update(bot)

    bea.shows("photo", ("a.png", picture()), ("b.png", picture("blue")), caption="broken")
    messages = [one.message for one in await bot.get_updates(timeout=5)]

    assert [one.caption for one in messages if one] == ["broken", None]
    assert len({one.media_group_id for one in messages if one}) == 1


async def test_media_can_replace_media(bot: Bot, bea: PersonInChat) -> None:
    sent = await bot.send_photo(bea.id, BufferedInputFile(picture(), "r.png"), caption="old")

    await bot.edit_message_media(
        InputMediaDocument(media=BufferedInputFile(b"%PDF", "receipt.pdf"), caption="new"),
        chat_id=bea.id,
        message_id=sent.message_id,
    )

    attachment = bea.waits_for("new").attachment
    assert attachment is not None
    assert (attachment.kind, attachment.name) == ("document", "receipt.pdf")


async def test_stars_are_paid_and_refunded(bot: Bot, bea: PersonInChat) -> None:
    await next_update(bot)
    await bot.send_invoice(bea.id, "Card", "A game card", "order-1", "XTR", [LabeledPrice(label="Card", amount=250)])

    async with asyncio.TaskGroup() as tasks:
        paying = tasks.create_task(asyncio.to_thread(bea.pays))
        query = (await next_update(bot)).pre_checkout_query
        assert query is not None
        await bot.answer_pre_checkout_query(query.id, ok=True)
    receipt = (await next_update(bot)).message
    assert receipt is not None
    assert receipt.successful_payment is not None
    charge_id = receipt.successful_payment.telegram_payment_charge_id
    await bot.refund_star_payment(bea.id, charge_id)

    assert paying.result().state == "paid"
    assert (query.total_amount, query.invoice_payload) == (250, "order-1")
    assert bea.stars() == 10_000
    transactions = (await bot.get_star_transactions()).transactions
    assert [(one.id, one.amount, one.receiver is not None) for one in transactions] == [
        (charge_id, 250, False),
        (charge_id, 250, True),
    ]
    with pytest.raises(TelegramBadRequest, match="CHARGE_ALREADY_REFUNDED"):
        await bot.refund_star_payment(bea.id, charge_id)


async def test_a_refused_checkout_costs_nothing_and_says_why(bot: Bot, bea: PersonInChat) -> None:
    await next_update(bot)
    link = await bot.create_invoice_link("Card", "A card", "order-2", "XTR", [LabeledPrice(label="Card", amount=5)])

    async with asyncio.TaskGroup() as tasks:
        paying = tasks.create_task(asyncio.to_thread(bea.pays, link=link))
        query = (await next_update(bot)).pre_checkout_query
        assert query is not None
        await bot.answer_pre_checkout_query(query.id, ok=False, error_message="Sold out")

    assert (paying.result().state, paying.result().error_message) == ("refused", "Sold out")
    assert bea.stars() == 10_000


async def test_a_checkout_nobody_answers_lapses_after_ten_seconds(bot: Bot, bea: PersonInChat) -> None:
    await next_update(bot)
    await bot.send_invoice(bea.id, "Card", "A card", "order-3", "XTR", [LabeledPrice(label="Card", amount=5)])

    async with asyncio.TaskGroup() as tasks:
        paying = tasks.create_task(asyncio.to_thread(bea.pays))
        query = (await next_update(bot)).pre_checkout_query
        bea.sandbox.forward_clock(seconds=10)

    assert paying.result().state == "lapsed"
    assert query is not None
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await bot.answer_pre_checkout_query(query.id, ok=True)


async def test_staff_and_bot_meet_in_a_topic(bot: Bot, bea: PersonInChat) -> None:
    await next_update(bot)
    group = bea.sandbox.found_group(bea, "Desk", is_forum=True)
    topic = await bot.create_forum_topic(group, "Ticket 1")
    await bot.send_message(group, "A customer asks", message_thread_id=topic.message_thread_id)

    desk = bea.at(group, topic=topic.message_thread_id)
    seen = [one.text or one.service for one in desk.sees()]
    desk.says("On it")

    assert seen == ["topic: Ticket 1", "A customer asks"]
    messages = [one.message for one in await bot.get_updates(timeout=5) if one.message]
    assert (messages[-1].text, messages[-1].message_thread_id) == ("On it", topic.message_thread_id)
    assert messages[-1].is_topic_message


async def test_a_deleted_topic_is_not_found(bot: Bot, bea: PersonInChat) -> None:
    group = bea.sandbox.found_group(bea, "Desk", is_forum=True)
    topic = await bot.create_forum_topic(group, "Ticket 1")
    await bot.close_forum_topic(group, topic.message_thread_id)
    await bot.reopen_forum_topic(group, topic.message_thread_id)
    await bot.edit_forum_topic(group, topic.message_thread_id, name="Ticket 1: solved")

    await bot.delete_forum_topic(group, topic.message_thread_id)

    with pytest.raises(TelegramBadRequest, match="message thread not found"):
        await bot.send_message(group, "hello?", message_thread_id=topic.message_thread_id)


async def test_a_copy_forgets_and_a_forward_names_the_author(bot: Bot, bea: PersonInChat) -> None:
    group = bea.sandbox.found_group(bea, "Desk")
    said = bea.says("My card is dead")

    await bot.copy_message(group, bea.id, said)
    await bot.forward_message(group, bea.id, said)

    copied, forwarded = bea.at(group).sees()[-2:]
    assert (copied.text, copied.forwarded_from) == ("My card is dead", None)
    assert (forwarded.text, forwarded.forwarded_from) == ("My card is dead", "Bea")


async def test_protected_content_is_neither_copied_nor_forwarded(bot: Bot, bea: PersonInChat) -> None:
    sent = await bot.send_message(bea.id, "secret", protect_content=True)

    with pytest.raises(TelegramBadRequest, match="message can't be copied"):
        await bot.copy_message(bea.id, bea.id, sent.message_id)
    with pytest.raises(TelegramBadRequest, match="message can't be forwarded"):
        await bot.forward_message(bea.id, bea.id, sent.message_id)


async def test_a_reply_shows_what_it_answers(bot: Bot, bea: PersonInChat) -> None:
    said = bea.says("When?")

    await bot.send_message(bea.id, "Today", reply_parameters=ReplyParameters(message_id=said))

    quote = bea.waits_for("Today").quote
    assert quote is not None
    assert quote.text == "When?"


async def test_a_reply_keyboard_stands_below_the_chat_and_speaks(bot: Bot, bea: PersonInChat) -> None:
    await next_update(bot)
    keys = [[KeyboardButton(text="Orders"), KeyboardButton(text="My number", request_contact=True)]]
    await bot.send_message(bea.id, "Menu", reply_markup=ReplyKeyboardMarkup(keyboard=keys))

    bea.taps("Orders")
    bea.taps("My number")
    said, shared = (one.message for one in await bot.get_updates(timeout=5))

    keyboard = bea.screen().keyboard
    assert keyboard is not None
    assert keyboard.rows == [["Orders", "My number"]]
    assert said is not None
    assert said.text == "Orders"
    assert shared is not None
    assert shared.contact is not None
    assert shared.contact.user_id == bea.id


async def test_messages_are_deleted_pinned_and_reacted_to(bot: Bot, bea: PersonInChat) -> None:
    said = bea.says("hello")
    sent = await bot.send_message(bea.id, "gone soon")

    await bot.set_message_reaction(bea.id, said, [ReactionTypeEmoji(emoji="👍")])
    await bot.pin_chat_message(bea.id, said)
    await bot.delete_message(bea.id, sent.message_id)

    hello = next(one for one in bea.sees() if one.message_id == said)
    assert (hello.reactions, hello.is_pinned) == (["👍"], True)
    assert "gone soon" not in [one.text for one in bea.sees()]
    pinned = (await bot.get_chat(bea.id)).pinned_message
    assert pinned is not None
    assert pinned.message_id == said


async def test_a_message_of_two_days_ago_cannot_be_deleted(bot: Bot, bea: PersonInChat) -> None:
    sent = await bot.send_message(bea.id, "old")
    bea.sandbox.forward_clock(seconds=48 * 3600 + 1)

    with pytest.raises(TelegramBadRequest, match="message can't be deleted"):
        await bot.delete_message(bea.id, sent.message_id)


async def test_commands_are_offered_in_the_persons_language(bot: Bot, bea: PersonInChat) -> None:
    await bot.set_my_commands([BotCommand(command="menu", description="菜单")])
    await bot.set_my_commands([BotCommand(command="menu", description="The menu")], language_code="en")

    assert [one.description for one in bea.screen().commands] == ["The menu"]
    assert [one.description for one in await bot.get_my_commands()] == ["菜单"]


async def test_sending_too_fast_is_told_how_long_to_wait(bot: Bot, bea: PersonInChat) -> None:
    bea.sandbox.enforce_limits(True)
    for number in range(20):
        await bot.send_message(bea.id, str(number))

    with pytest.raises(TelegramRetryAfter) as caught:
        await bot.send_message(bea.id, "one too many")
    bea.sandbox.forward_clock(seconds=caught.value.retry_after)

    assert caught.value.retry_after == 1
    assert (await bot.send_message(bea.id, "later")).text == "later"


async def test_a_dropped_reply_leaves_the_message_sent(bot: Bot, bea: PersonInChat) -> None:
    bea.sandbox.fail("act-then-drop-reply", method="sendMessage")

    with pytest.raises(TelegramNetworkError):
        await bot.send_message(bea.id, "sent anyway")

    assert bea.waits_for("sent anyway").is_bot
    assert [call["fault"] for call in bea.sandbox.calls(method="sendMessage")] == ["act-then-drop-reply"]


async def test_scripted_faults_strike_as_often_as_they_say(bot: Bot, bea: PersonInChat) -> None:
    bea.sandbox.fail("500", method="sendMessage", times=1)
    bea.sandbox.fail("drop-before", method="sendMessage", times=1)
    bea.sandbox.fail("429", method="sendMessage", times=1, retry_after=7)

    with pytest.raises(TelegramServerError):
        await bot.send_message(bea.id, "a")
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(bea.id, "b")
    with pytest.raises(TelegramRetryAfter, match="in 7 seconds"):
        await bot.send_message(bea.id, "c")
    await bot.send_message(bea.id, "d")

    assert [one.text for one in bea.sees()] == ["/start", "d"]


async def test_a_healed_sandbox_fails_no_more(bot: Bot, bea: PersonInChat) -> None:
    bea.sandbox.fail("502", times=9)

    bea.sandbox.heal()

    assert (await bot.get_me()).username == "xiaoer_bot"


async def test_polling_is_refused_while_a_webhook_is_set(bot: Bot) -> None:
    await bot.set_webhook("http://127.0.0.1:9/hook")

    with pytest.raises(TelegramConflictError, match="webhook is active"):
        await bot.get_updates(timeout=0)
