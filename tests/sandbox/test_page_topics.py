"""The chat page of somebody in a forum, in a real browser: its topics, what is new, and what is sent there."""

import io

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, expect

from sandbox.client import PersonInChat
from tests.browser import Open
from tests.browser import chromium as chromium
from tests.browser import desktop as desktop
from tests.browser import phone as phone
from tests.sandbox.messenger import Messenger
from tests.sandbox.messenger import ana as ana
from tests.sandbox.messenger import bea as bea
from tests.sandbox.messenger import messenger as messenger

pytestmark = pytest.mark.slow

GENERAL = 1


@pytest.fixture
def desk(messenger: Messenger, ana: PersonInChat, bea: PersonInChat) -> int:
    """A forum that Ana leads, with Bea in it; the bot has heard that she joined."""
    desk = messenger.sandbox.found_group(ana, "Desk", members=[bea], is_forum=True)
    messenger.bot_hears("message", bea)
    return desk


def message(page: Page, id: int) -> Locator:
    return page.get_by_test_id(f"message-{id}")


def picture(colour: str) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (64, 40), colour).save(content, "PNG")
    return content.getvalue()


def test_general_shows_what_lies_in_no_topic(messenger: Messenger, ana: PersonInChat, desk: int, desktop: Open) -> None:
    topic = messenger.bot("createForumTopic", chat_id=desk, name="T-1")["message_thread_id"]
    in_topic = messenger.bot("sendMessage", chat_id=desk, message_thread_id=topic, text="Who takes it?")
    outside = messenger.bot("sendMessage", chat_id=desk, text="Good morning")
    page = desktop(messenger.address(ana, chat=desk))

    expect(message(page, outside["message_id"])).to_be_visible()
    expect(message(page, in_topic["message_id"])).not_to_be_attached()
    page.get_by_test_id("composer").fill("Morning!")
    page.get_by_test_id("send").click()

    assert "message_thread_id" not in messenger.bot_hears("message", ana)


def test_something_new_in_a_topic_is_marked_until_it_is_opened(
    messenger: Messenger, ana: PersonInChat, bea: PersonInChat, desk: int, desktop: Open
) -> None:
    topic = messenger.bot("createForumTopic", chat_id=desk, name="T-1")["message_thread_id"]
    page = desktop(messenger.address(ana, chat=desk))
    expect(page.get_by_test_id(f"topic-{topic}")).to_be_visible()
    expect(page.get_by_test_id(f"unread-topic-{topic}")).not_to_be_attached()

    bea.at(desk, topic=topic).says("A customer waits")

    expect(page.get_by_test_id(f"unread-topic-{topic}")).to_be_visible()
    expect(page.get_by_test_id(f"unread-topic-{GENERAL}")).not_to_be_attached()
    page.get_by_test_id(f"topic-{topic}").click()
    expect(page.get_by_test_id(f"unread-topic-{topic}")).not_to_be_attached()


def test_a_face_tells_who_has_something_to_read_and_leads_there(
    messenger: Messenger, ana: PersonInChat, bea: PersonInChat, desk: int, desktop: Open
) -> None:
    page = desktop(messenger.address(bea))
    expect(page.get_by_test_id(f"person-{ana.id}")).to_be_visible()
    expect(page.get_by_test_id(f"unread-person-{ana.id}")).not_to_be_attached()

    said = messenger.bot("sendMessage", chat_id=desk, text="A customer waits")["message_id"]

    expect(page.get_by_test_id(f"unread-person-{ana.id}")).to_be_visible()
    page.get_by_test_id(f"person-{ana.id}").click()
    expect(page.get_by_test_id("chat-title")).to_have_text("Desk")
    expect(message(page, said)).to_be_visible()
    expect(page.get_by_test_id(f"unread-person-{ana.id}")).not_to_be_attached()


def test_who_comes_back_to_a_person_sits_where_they_sat(
    messenger: Messenger, ana: PersonInChat, bea: PersonInChat, desk: int, desktop: Open
) -> None:
    topic = messenger.bot("createForumTopic", chat_id=desk, name="T-1")["message_thread_id"]
    page = desktop(messenger.address(ana, chat=desk, topic=topic))
    expect(page.get_by_test_id("chat-title")).to_have_text("T-1")

    page.get_by_test_id(f"person-{bea.id}").click()
    expect(page.get_by_test_id("person-name")).to_have_text("Bea")
    page.get_by_test_id(f"person-{ana.id}").click()

    expect(page.get_by_test_id("chat-title")).to_have_text("T-1")


def test_who_leads_the_group_renames_closes_and_deletes_a_topic(
    messenger: Messenger, ana: PersonInChat, desk: int, phone: Open
) -> None:
    topic = messenger.bot("createForumTopic", chat_id=desk, name="T-1")["message_thread_id"]
    page = phone(messenger.address(ana, chat=desk, topic=topic))

    page.get_by_test_id("more").click()
    page.get_by_test_id("more-edit").click()
    page.get_by_test_id("name-sheet").get_by_label("Topic name").fill("T-1: solved")
    page.get_by_test_id("name-take").click()
    expect(page.get_by_test_id("chat-title")).to_have_text("T-1: solved")
    page.get_by_test_id("more").click()
    page.get_by_test_id("more-lock").click()
    expect(page.get_by_test_id("chat-subtitle")).to_have_text("Desk · closed")
    page.get_by_test_id("more").click()
    expect(page.get_by_test_id("more-lock")).not_to_be_visible()
    page.get_by_test_id("more-delete").click()

    expect(page.get_by_test_id("chat-title")).to_have_text("Desk")
    page.get_by_test_id("composer").fill("good riddance")
    page.get_by_test_id("send").click()
    expect(page.get_by_test_id("messages")).to_contain_text("good riddance")
    page.get_by_test_id("back").click()
    expect(page.get_by_test_id("new-topic")).to_be_visible()
    expect(page.get_by_test_id(f"topic-{topic}")).not_to_be_attached()


def test_who_only_belongs_to_the_group_is_not_offered_that(
    messenger: Messenger, bea: PersonInChat, desk: int, desktop: Open
) -> None:
    topic = messenger.bot("createForumTopic", chat_id=desk, name="T-1")["message_thread_id"]

    page = desktop(messenger.address(bea, chat=desk, topic=topic))

    expect(page.get_by_test_id("chat-title")).to_have_text("T-1")
    expect(page.get_by_test_id("more")).not_to_be_visible()


def test_a_new_topic_is_opened_on_the_page(messenger: Messenger, ana: PersonInChat, desk: int, desktop: Open) -> None:
    page = desktop(messenger.address(ana, chat=desk))

    page.get_by_test_id("new-topic").click()
    page.get_by_test_id("name-sheet").get_by_label("Topic name").fill("Lunch")
    page.get_by_test_id("name-take").click()

    expect(page.get_by_test_id("chat-title")).to_have_text("Lunch")
    assert messenger.bot_hears("message", ana)["forum_topic_created"]["name"] == "Lunch"


def test_a_button_in_a_topic_is_tapped_by_whoever_sits_there(
    messenger: Messenger, bea: PersonInChat, desk: int, desktop: Open
) -> None:
    topic = messenger.bot("createForumTopic", chat_id=desk, name="T-1")["message_thread_id"]
    keyboard = {"inline_keyboard": [[{"text": "Claim", "callback_data": "claim"}]]}
    card = messenger.bot("sendMessage", chat_id=desk, message_thread_id=topic, text="T-1", reply_markup=keyboard)
    page = desktop(messenger.address(bea, chat=desk, topic=topic))

    page.get_by_test_id(f"button-{card['message_id']}-1-1").click()
    tapped = messenger.bot_hears("callback_query", bea)
    messenger.bot("answerCallbackQuery", callback_query_id=tapped["id"], text="It is yours")

    assert tapped["message"]["message_thread_id"] == topic
    expect(page.get_by_text("It is yours")).to_be_visible()


def test_a_photo_sent_as_an_answer_stays_in_its_topic_and_is_seen_by_all(
    messenger: Messenger, ana: PersonInChat, bea: PersonInChat, desk: int, desktop: Open
) -> None:
    topic = messenger.bot("createForumTopic", chat_id=desk, name="T-1")["message_thread_id"]
    asked = messenger.bot("sendMessage", chat_id=desk, message_thread_id=topic, text="Which card?")["message_id"]
    page = desktop(messenger.address(bea, chat=desk, topic=topic))
    hers = desktop(messenger.address(ana, chat=desk, topic=topic))

    message(page, asked).locator(".bubble").click(button="right")
    page.get_by_test_id("menu-reply").click()
    file = FilePayload(name="card.png", mimeType="image/png", buffer=picture("red"))
    page.get_by_test_id("upload-photo").locator("input[type=file]").set_input_files([file])

    heard = messenger.bot_hears("message", bea)
    assert (heard["message_thread_id"], heard["reply_to_message"]["message_id"]) == (topic, asked)
    expect(page.get_by_test_id("aside")).not_to_be_visible()
    expect(message(hers, heard["message_id"]).get_by_test_id("attachment-photo")).to_be_visible()
    expect(message(hers, heard["message_id"]).locator(".quote")).to_contain_text("Which card?")


def test_an_answer_to_a_photo_without_words_says_it_was_a_photo(
    messenger: Messenger, ana: PersonInChat, bea: PersonInChat, desk: int, desktop: Open
) -> None:
    photo = bea.at(desk).shows("photo", ("card.png", picture("red")))
    answer = ana.at(desk).says("I see", reply_to=photo)

    page = desktop(messenger.address(ana, chat=desk))

    expect(message(page, answer).locator(".quote")).to_contain_text("Photo")
