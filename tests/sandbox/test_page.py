"""The chat page in a real browser: what a person sees, taps, writes and pays, on a desktop and on a phone."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, expect

from sandbox.client import PersonInChat
from tests.browser import Open
from tests.browser import chromium as chromium
from tests.browser import desktop as desktop
from tests.browser import phone as phone
from tests.sandbox.messenger import BOT_ID, Messenger
from tests.sandbox.messenger import ana as ana
from tests.sandbox.messenger import bea as bea
from tests.sandbox.messenger import messenger as messenger

pytestmark = pytest.mark.slow


def message(page: Page, id: int) -> Locator:
    return page.get_by_test_id(f"message-{id}")


def picture(colour: str) -> FilePayload:
    content = io.BytesIO()
    Image.new("RGB", (64, 40), colour).save(content, "PNG")
    return FilePayload(name=f"{colour}.png", mimeType="image/png", buffer=content.getvalue())


def test_a_newcomer_is_told_how_to_begin_and_starts_by_a_button(
    messenger: Messenger, ana: PersonInChat, desktop: Open
) -> None:
    page = desktop(messenger.address(ana))
    expect(page.get_by_test_id("welcome")).to_contain_text("/start")

    page.get_by_test_id("start").click()

    expect(message(page, 1)).to_contain_text("/start")
    expect(page.get_by_test_id("welcome")).not_to_be_visible()
    assert messenger.bot_hears("message", ana)["text"] == "/start"


def test_enter_sends_what_was_written_and_empties_the_input(
    messenger: Messenger, bea: PersonInChat, desktop: Open
) -> None:
    page = desktop(messenger.address(bea))
    page.get_by_test_id("composer").press_sequentially("two lines")
    page.get_by_test_id("composer").press("Shift+Enter")
    page.get_by_test_id("composer").press_sequentially("one message")

    page.get_by_test_id("composer").press("Enter")

    expect(message(page, 2)).to_contain_text("two lines")
    expect(page.get_by_test_id("composer")).to_have_value("")
    assert messenger.bot_hears("message", bea)["text"] == "two lines\none message"


def test_what_the_bot_says_appears_by_itself_and_the_newest_is_in_sight(
    messenger: Messenger, bea: PersonInChat, desktop: Open
) -> None:
    page = desktop(messenger.address(bea))
    expect(message(page, 1)).to_be_in_viewport()

    ids = [messenger.bot("sendMessage", chat_id=bea.id, text=f"line {n}")["message_id"] for n in range(30)]

    expect(message(page, ids[-1])).to_be_in_viewport()
    expect(message(page, 1)).not_to_be_in_viewport()


def test_who_scrolled_up_keeps_the_place_until_they_go_down(
    messenger: Messenger, bea: PersonInChat, desktop: Open
) -> None:
    for number in range(30):
        messenger.bot("sendMessage", chat_id=bea.id, text=f"line {number}")
    page = desktop(messenger.address(bea))
    message(page, 5).scroll_into_view_if_needed()
    before = message(page, 5).bounding_box()

    latest = messenger.bot("sendMessage", chat_id=bea.id, text="news")["message_id"]
    expect(message(page, latest)).to_be_attached()

    assert message(page, 5).bounding_box() == before
    expect(message(page, latest)).not_to_be_in_viewport()
    page.get_by_test_id("to-newest").click()
    expect(message(page, latest)).to_be_in_viewport()


def test_a_tap_reaches_the_bot_and_its_edit_appears_in_place(
    messenger: Messenger, bea: PersonInChat, desktop: Open
) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Shop", "callback_data": "shop"}]]}
    sent = messenger.bot("sendMessage", chat_id=bea.id, text="Menu", reply_markup=keyboard)
    id = sent["message_id"]
    page = desktop(messenger.address(bea))

    page.get_by_test_id(f"button-{id}-1-1").click()
    tapped = messenger.bot_hears("callback_query", bea)
    expect(page.get_by_test_id(f"button-{id}-1-1")).to_have_class(re.compile("is-waiting"))
    messenger.bot("answerCallbackQuery", callback_query_id=tapped["id"], text="Coming")
    messenger.bot("editMessageText", chat_id=bea.id, message_id=id, text="Shelves")

    assert tapped["data"] == "shop"
    expect(page.get_by_text("Coming")).to_be_visible()
    expect(message(page, id)).to_contain_text("Shelves")
    expect(message(page, id)).not_to_contain_text("Menu")
    expect(message(page, id)).not_to_contain_text("edited")


def test_an_answer_without_an_edit_stops_the_waiting(messenger: Messenger, bea: PersonInChat, desktop: Open) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Shop", "callback_data": "shop"}]]}
    id = messenger.bot("sendMessage", chat_id=bea.id, text="Menu", reply_markup=keyboard)["message_id"]
    page = desktop(messenger.address(bea))

    page.get_by_test_id(f"button-{id}-1-1").click()
    tapped = messenger.bot_hears("callback_query", bea)
    messenger.bot("answerCallbackQuery", callback_query_id=tapped["id"], text="Sold out", show_alert=True)

    expect(page.get_by_test_id("alert")).to_contain_text("Sold out")
    page.get_by_test_id("alert-ok").click()
    expect(page.get_by_test_id("alert")).not_to_be_visible()
    expect(page.get_by_test_id(f"button-{id}-1-1")).not_to_have_class(re.compile("is-waiting"))


def test_a_copy_button_copies_and_a_link_opens_in_a_new_tab(
    messenger: Messenger, bea: PersonInChat, desktop: Open
) -> None:
    row = [{"text": "Copy", "copy_text": {"text": "X-1'\"2"}}, {"text": "Help", "url": "https://example.test/a"}]
    sent = messenger.bot("sendMessage", chat_id=bea.id, text="Order", reply_markup={"inline_keyboard": [row]})
    id = sent["message_id"]
    page = desktop(messenger.address(bea))

    page.get_by_test_id(f"button-{id}-1-1").click()

    expect(page.get_by_text("Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "X-1'\"2"
    link = page.get_by_test_id(f"button-{id}-1-2")
    expect(link).to_have_attribute("href", "https://example.test/a")
    expect(link).to_have_attribute("target", "_blank")


def test_a_link_to_a_bot_opens_its_chat_here_and_starts_it(
    messenger: Messenger, bea: PersonInChat, desktop: Open
) -> None:
    row = [{"text": "Card", "url": "https://t.me/xiaoer_bot?start=p_7"}]
    sent = messenger.bot("sendMessage", chat_id=bea.id, text="See", reply_markup={"inline_keyboard": [row]})
    page = desktop(messenger.address(bea))

    page.get_by_test_id(f"button-{sent['message_id']}-1-1").click()

    expect(message(page, sent["message_id"] + 1)).to_contain_text("/start p_7")
    assert messenger.bot_hears("message", bea)["text"] == "/start p_7"


def test_a_spoiler_stays_hidden_until_it_is_clicked(messenger: Messenger, bea: PersonInChat, desktop: Open) -> None:
    text = "Card: <tg-spoiler><code>AB-12</code></tg-spoiler>"
    id = messenger.bot("sendMessage", chat_id=bea.id, text=text, parse_mode="HTML")["message_id"]
    page = desktop(messenger.address(bea))
    hidden = message(page, id).locator(".spoiler")
    expect(hidden).to_have_css("color", "rgba(0, 0, 0, 0)")

    hidden.click()

    expect(hidden).not_to_have_css("color", "rgba(0, 0, 0, 0)")
    hidden.click()
    expect(page.get_by_text("Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "AB-12"


def test_protected_content_says_so_and_is_not_copied(messenger: Messenger, bea: PersonInChat, desktop: Open) -> None:
    sent = messenger.bot(
        "sendMessage", chat_id=bea.id, text="<code>AB-12</code>", parse_mode="HTML", protect_content=True
    )
    page = desktop(messenger.address(bea))
    page.evaluate("navigator.clipboard.writeText('as before')")

    message(page, sent["message_id"]).locator("code").click()
    message(page, sent["message_id"]).click(button="right")

    expect(message(page, sent["message_id"]).get_by_test_id("protected")).to_be_visible()
    expect(page.get_by_test_id("menu-reply")).to_be_visible()
    expect(page.get_by_test_id("menu-content_copy")).not_to_be_attached()
    assert page.evaluate("navigator.clipboard.readText()") == "as before"


def test_hostile_text_is_shown_and_never_run(messenger: Messenger, desktop: Open) -> None:
    evil = "<img src=x onerror=window.broken=1>{{7*7}}"
    mallory = messenger.sandbox.person(evil, language_code="en")
    mallory.says(evil)
    keyboard = {"inline_keyboard": [[{"text": evil, "callback_data": "x"}, {"text": "u", "url": "tg://" + evil}]]}
    entities = [{"type": "text_link", "offset": 0, "length": 4, "url": "javascript:window.broken=1"}]
    sent = messenger.bot("sendMessage", chat_id=mallory.id, text=evil, reply_markup=keyboard, entities=entities)

    page = desktop(messenger.address(mallory))

    expect(message(page, 1)).to_contain_text(evil)
    expect(message(page, sent["message_id"])).to_contain_text(evil)
    expect(page.get_by_test_id(f"button-{sent['message_id']}-1-1")).to_have_text(evil)
    expect(page.get_by_test_id("person-name")).to_have_text(evil)
    expect(message(page, sent["message_id"]).locator(".text a")).to_have_count(0)
    assert page.evaluate("window.broken") is None


def test_a_key_of_the_keyboard_below_speaks_for_the_person(
    messenger: Messenger, bea: PersonInChat, phone: Open
) -> None:
    rows = [[{"text": "1"}, {"text": "2"}], [{"text": "My number", "request_contact": True}]]
    markup = {"keyboard": rows, "input_field_placeholder": "How many?"}
    messenger.bot("sendMessage", chat_id=bea.id, text="How many?", reply_markup=markup)
    page = phone(messenger.address(bea))
    expect(page.get_by_test_id("composer")).to_have_attribute("placeholder", "How many?")

    page.get_by_test_id("key").filter(has_text="2").click()
    assert messenger.bot_hears("message", bea)["text"] == "2"
    page.get_by_test_id("key").filter(has_text="My number").click()
    assert messenger.bot_hears("message", bea)["contact"]["user_id"] == bea.id

    messenger.bot("sendMessage", chat_id=bea.id, text="Done", reply_markup={"remove_keyboard": True})
    expect(page.get_by_test_id("reply-keyboard")).not_to_be_attached()


def test_stars_are_paid_on_a_sheet_and_leave_a_receipt(messenger: Messenger, bea: PersonInChat, phone: Open) -> None:
    prices = [{"label": "Month", "amount": 50}]
    sent = messenger.bot(
        "sendInvoice",
        chat_id=bea.id,
        title="Membership",
        description="A month",
        payload="m",
        currency="XTR",
        prices=prices,
    )
    id = sent["message_id"]
    page = phone(messenger.address(bea))

    page.get_by_test_id(f"button-{id}-1-1").click()
    page.get_by_test_id("checkout-pay").click()
    asked = messenger.bot_hears("pre_checkout_query", bea)
    messenger.bot("answerPreCheckoutQuery", pre_checkout_query_id=asked["id"], ok=True)

    expect(page.get_by_test_id("checkout")).not_to_be_visible()
    expect(page.get_by_test_id("receipt")).to_contain_text("Paid · ⭐ 50")
    expect(message(page, id + 1)).to_contain_text("paid 50 XTR")
    assert bea.stars() == 9_950


def test_a_refused_payment_shows_the_bots_reason_and_can_be_tried_again(
    messenger: Messenger, bea: PersonInChat, desktop: Open
) -> None:
    prices = [{"label": "Month", "amount": 50}]
    sent = messenger.bot(
        "sendInvoice",
        chat_id=bea.id,
        title="Membership",
        description="A month",
        payload="m",
        currency="XTR",
        prices=prices,
    )
    page = desktop(messenger.address(bea))
    page.get_by_test_id(f"button-{sent['message_id']}-1-1").click()

    page.get_by_test_id("checkout-pay").click()
    first = messenger.bot_hears("pre_checkout_query", bea)
    messenger.bot("answerPreCheckoutQuery", pre_checkout_query_id=first["id"], ok=False, error_message="Sold out")

    expect(page.get_by_test_id("checkout-outcome")).to_have_text("Sold out")
    page.get_by_test_id("checkout-pay").click()
    second = messenger.bot_hears("pre_checkout_query", bea)
    assert second["id"] != first["id"]
    assert bea.stars() == 10_000


def test_pictures_are_sent_as_an_album_with_what_was_written_as_caption(
    messenger: Messenger, bea: PersonInChat, desktop: Open
) -> None:
    page = desktop(messenger.address(bea))
    page.get_by_test_id("composer").fill("look")
    page.get_by_test_id("attach").click()

    with page.expect_file_chooser() as chooser:
        page.get_by_test_id("attach-photo").click()
    chooser.value.set_files([picture("red"), picture("green")])

    expect(message(page, 2).locator(".album img")).to_have_count(2)
    expect(message(page, 2)).to_contain_text("look")
    first = messenger.bot_hears("message", bea)
    assert first["caption"] == "look"
    assert first["photo"]


def test_a_file_can_be_sent_and_one_from_the_bot_downloaded(
    messenger: Messenger, bea: PersonInChat, desktop: Open
) -> None:
    page = desktop(messenger.address(bea))
    page.get_by_test_id("attach").click()

    with page.expect_file_chooser() as chooser:
        page.get_by_test_id("attach-file").click()
    chooser.value.set_files(FilePayload(name="codes.csv", mimeType="text/csv", buffer=b"a,b"))
    heard = messenger.bot_hears("message", bea)
    messenger.bot("sendDocument", chat_id=bea.id, document=heard["document"]["file_id"])

    with page.expect_download() as download:
        message(page, 3).get_by_test_id("attachment-document").click()
    assert download.value.suggested_filename == "codes.csv"
    assert download.value.path().read_bytes() == b"a,b"


def test_a_sticker_and_a_contact_are_sent(messenger: Messenger, bea: PersonInChat, phone: Open) -> None:
    page = phone(messenger.address(bea))

    page.get_by_test_id("stickers").click()
    page.get_by_test_id("sticker-glad").click()
    sticker = messenger.bot_hears("message", bea)
    page.get_by_test_id("attach").click()
    page.get_by_test_id("attach-contact").click()
    contact = messenger.bot_hears("message", bea)

    expect(message(page, 2).get_by_test_id("attachment-sticker")).to_be_visible()
    assert sticker["sticker"]
    assert contact["contact"]["user_id"] == bea.id


def test_typing_is_shown_while_the_bot_writes(messenger: Messenger, bea: PersonInChat, desktop: Open) -> None:
    page = desktop(messenger.address(bea))
    expect(page.get_by_test_id("chat-subtitle")).to_have_text("bot")

    messenger.bot("sendChatAction", chat_id=bea.id, action="typing")

    expect(page.get_by_test_id("chat-subtitle")).to_have_text("typing…")


def test_a_blocked_bot_can_be_unblocked(messenger: Messenger, bea: PersonInChat, phone: Open) -> None:
    page = phone(messenger.address(bea))

    page.get_by_test_id("more").click()
    page.get_by_test_id("more-block").click()

    expect(page.get_by_test_id("unblock")).to_be_visible()
    expect(page.get_by_test_id("composer")).not_to_be_visible()
    assert messenger.bot_hears("my_chat_member", bea)["new_chat_member"]["status"] == "kicked"
    page.get_by_test_id("unblock").click()
    expect(page.get_by_test_id("composer")).to_be_visible()


def test_commands_are_offered_in_the_persons_language(messenger: Messenger, desktop: Open) -> None:
    messenger.bot("setMyCommands", commands=[{"command": "orders", "description": "My orders"}])
    own = [{"command": "orders", "description": "我的订单"}]
    messenger.bot("setMyCommands", commands=own, language_code="zh")
    mei = messenger.sandbox.person("小梅", language_code="zh-hans")
    page = desktop(messenger.address(mei))

    page.get_by_test_id("commands").click()

    expect(page.get_by_test_id("command-orders")).to_contain_text("我的订单")
    page.get_by_test_id("command-orders").click()
    expect(message(page, 1)).to_contain_text("/orders")


def test_an_own_message_is_answered_and_edited(messenger: Messenger, bea: PersonInChat, desktop: Open) -> None:
    own = bea.says("wrong")
    messenger.bot_hears("message", bea)
    page = desktop(messenger.address(bea))

    message(page, own).locator(".bubble").click(button="right")
    page.get_by_test_id("menu-edit").click()
    expect(page.get_by_test_id("composer")).to_have_value("wrong")
    page.get_by_test_id("composer").fill("right")
    page.get_by_test_id("send").click()
    edited = messenger.bot_hears("edited_message", bea)
    message(page, own).locator(".bubble").click(button="right")
    page.get_by_test_id("menu-reply").click()
    page.get_by_test_id("composer").fill("indeed")
    page.get_by_test_id("send").click()

    assert edited["text"] == "right"
    expect(message(page, own)).to_contain_text("edited")
    expect(message(page, own + 1).locator(".quote")).to_contain_text("right")
    assert messenger.bot_hears("message", bea)["reply_to_message"]["message_id"] == own


def test_a_phone_shows_the_list_or_the_chat(messenger: Messenger, bea: PersonInChat, phone: Open) -> None:
    page = phone(messenger.address(bea, chat=None))
    expect(page.get_by_test_id("chats")).to_be_visible()
    expect(page.get_by_test_id("messages")).not_to_be_visible()

    page.get_by_test_id(f"chat-{BOT_ID}").click()
    expect(page.get_by_test_id("messages")).to_be_visible()
    expect(page.get_by_test_id("chats")).not_to_be_visible()
    page.get_by_test_id("back").click()

    expect(page.get_by_test_id("chats")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_another_person_is_one_tap_away(
    messenger: Messenger, ana: PersonInChat, bea: PersonInChat, desktop: Open
) -> None:
    page = desktop(messenger.address(bea))
    expect(message(page, 1)).to_be_visible()

    page.get_by_test_id(f"person-{ana.id}").click()

    expect(page.get_by_test_id("person-name")).to_have_text("Ana")
    expect(page.get_by_test_id("welcome")).to_be_visible()
    expect(page.get_by_test_id("messages").get_by_test_id("message-1")).not_to_be_attached()


def test_a_new_person_is_born_on_the_page(messenger: Messenger, ana: PersonInChat, desktop: Open) -> None:
    page = desktop(messenger.address(ana))

    page.get_by_test_id("new-person").click()
    page.get_by_test_id("new-person-sheet").get_by_label("Name").fill("Dora")
    page.get_by_test_id("new-person-add").click()

    expect(page.get_by_test_id("person-name")).to_have_text("Dora")


def test_the_topics_of_a_forum_are_listed_and_hold_their_own_messages(
    messenger: Messenger, ana: PersonInChat, bea: PersonInChat, desktop: Open
) -> None:
    group = messenger.sandbox.found_group(ana, "Desk", members=[bea], is_forum=True)
    topic = messenger.bot("createForumTopic", chat_id=group, name="T-1")["message_thread_id"]
    other = messenger.bot("createForumTopic", chat_id=group, name="T-2")["message_thread_id"]
    asked = messenger.bot("sendMessage", chat_id=group, message_thread_id=topic, text="Who takes it?")
    page = desktop(messenger.address(ana, chat=group))

    page.get_by_test_id(f"topic-{topic}").click()
    expect(page.get_by_test_id("chat-title")).to_have_text("T-1")
    expect(page.get_by_test_id("chat-subtitle")).to_contain_text("Desk")
    page.get_by_test_id("composer").fill("I do")
    page.get_by_test_id("send").click()

    expect(message(page, asked["message_id"])).to_contain_text("Who takes it?")
    expect(message(page, other)).not_to_be_attached()
    assert messenger.bot_hears("message", ana)["message_thread_id"] == topic


def test_people_in_a_group_see_each_other_write(
    messenger: Messenger, ana: PersonInChat, bea: PersonInChat, desktop: Open
) -> None:
    group = messenger.sandbox.found_group(ana, "Desk", members=[bea])
    hers = desktop(messenger.address(bea, chat=group))

    said = ana.at(group).says("hello all")

    expect(message(hers, said)).to_contain_text("Ana")
    expect(message(hers, said)).to_contain_text("hello all")


def test_something_new_in_another_chat_is_marked_in_the_list(
    messenger: Messenger, ana: PersonInChat, bea: PersonInChat, desktop: Open
) -> None:
    group = messenger.sandbox.found_group(ana, "Desk", members=[bea])
    page = desktop(messenger.address(bea))
    expect(page.get_by_test_id(f"chat-{group}")).to_be_visible()
    expect(page.get_by_test_id(f"unread-{group}")).not_to_be_attached()

    ana.at(group).says("hello all")

    expect(page.get_by_test_id(f"unread-{group}")).to_be_visible()
    page.get_by_test_id(f"chat-{group}").click()
    expect(page.get_by_test_id(f"unread-{group}")).not_to_be_attached()


def test_a_pinned_message_stays_in_sight(messenger: Messenger, bea: PersonInChat, desktop: Open) -> None:
    id = messenger.bot("sendMessage", chat_id=bea.id, text="Open at nine")["message_id"]
    page = desktop(messenger.address(bea))

    messenger.bot("pinChatMessage", chat_id=bea.id, message_id=id)

    expect(page.get_by_test_id("pinned")).to_contain_text("Open at nine")
