"""What people do over HTTP works, and what they can't do is explained in a sentence."""

import pytest

from sandbox.client import NotSeen, PersonInChat, SandboxError
from tests.sandbox.conftest import TOKEN, Served
from tests.sandbox.test_aiogram_contract import picture
from tests.sandbox.test_webhooks import call

MENU = {
    "inline_keyboard": [[{"text": "🛒 Shop", "callback_data": "shop"}, {"text": "Site", "url": "http://127.0.0.1:1"}]]
}


def test_a_missing_button_is_explained_by_those_there_are(served: Served, bea: PersonInChat) -> None:
    call(served, "sendMessage", chat_id=bea.id, text="Menu", reply_markup=MENU)

    with pytest.raises(SandboxError, match=r"There is no such button; there are: “🛒 Shop”, “Site”."):
        bea.taps("Orders")


def test_a_button_is_found_by_part_of_its_label_by_data_and_by_place(served: Served, bea: PersonInChat) -> None:
    call(served, "sendMessage", chat_id=bea.id, text="Menu", reply_markup=MENU)

    bea.taps("Shop")
    bea.taps(data="shop")
    bea.taps_at(1, 1)

    assert [one["content"].get("data") for one in served.sandbox.updates()][1:] == ["shop"] * 3
    assert bea.taps("Site") == "http://127.0.0.1:1"


def test_an_old_message_is_tapped_by_its_number(served: Served, bea: PersonInChat) -> None:
    call(served, "sendMessage", chat_id=bea.id, text="Old", reply_markup=MENU)
    call(served, "sendMessage", chat_id=bea.id, text="New", reply_markup=MENU)

    bea.taps("Shop", message=2)

    assert served.sandbox.updates()[-1]["content"]["message"]["text"] == "Old"


def test_a_forged_tap_reaches_the_bot_as_the_client_sent_it(served: Served, bea: PersonInChat) -> None:
    bea.forges_tap("refund:everything", message=77)

    query = served.sandbox.updates()[-1]["content"]
    assert (query["data"], query["message"]["message_id"], query["message"]["date"]) == ("refund:everything", 77, 0)


def test_an_own_message_is_edited_and_a_strangers_is_not(served: Served, bea: PersonInChat) -> None:
    said = bea.says("One")
    call(served, "sendMessage", chat_id=bea.id, text="mine")

    bea.edits(said, "Two")

    assert served.sandbox.updates()[-1]["kind"] == "edited_message"
    with pytest.raises(SandboxError, match="Bea has written no message 3 in this chat"):
        bea.edits(said + 1, "Two")


def test_who_blocked_a_bot_has_to_unblock_it_before_speaking(bea: PersonInChat) -> None:
    bea.blocks()
    with pytest.raises(SandboxError, match="Bea has blocked @xiaoer_bot: unblock it first"):
        bea.says("hello")
    bea.unblocks()
    bea.says("hello again")

    assert bea.sees()[-1].text == "hello again"
    kinds = [one["kind"] for one in bea.sandbox.updates()]
    assert kinds == ["message", "my_chat_member", "my_chat_member", "message"]


def test_files_contacts_and_places_are_shown(served: Served, bea: PersonInChat) -> None:
    cai = served.sandbox.person("Cai")

    bea.shows("voice", ("note.ogg", b"OggS"))
    bea.shows("sticker", ("hello.webp", b"RIFF"))
    bea.shares_contact()
    bea.shares_contact(cai)
    bea.shares_location(31.2, 121.5)

    voice, sticker, own, other, place = bea.sees()[1:]
    assert voice.attachment is not None
    assert sticker.attachment is not None
    assert (voice.attachment.kind, sticker.attachment.kind) == ("voice", "sticker")
    assert (own.contact, other.contact) == ("Bea 8613800000001", "Cai 8613800000002")
    assert place.location == "31.2, 121.5"


def test_what_is_no_picture_cannot_be_a_photo(bea: PersonInChat) -> None:
    with pytest.raises(SandboxError, match=r"a.png can't be sent as a photo: IMAGE_PROCESS_FAILED"):
        bea.shows("photo", ("a.png", b"not a picture"))

    assert len(bea.sees()) == 1


def test_only_members_write_in_a_group_and_only_administrators_in_a_channel(served: Served, bea: PersonInChat) -> None:
    cai = served.sandbox.person("Cai")
    group = served.sandbox.found_group(bea, "Desk")
    channel = served.sandbox.found_group(bea, "News", kind="channel", members=[cai])

    with pytest.raises(SandboxError, match="Cai is not in Desk: join it first"):
        cai.at(group).says("hello")
    cai.joins(group)
    cai.at(group).says("hello")
    with pytest.raises(SandboxError, match="Only administrators post in the channel News"):
        cai.at(channel).says("hello")
    bea.at(channel).says("We open at nine")

    assert served.sandbox.updates()[-1]["kind"] == "channel_post"


def test_a_bot_thrown_out_of_a_group_may_not_write_there(served: Served, bea: PersonInChat) -> None:
    group = served.sandbox.found_group(bea, "Desk")

    served.sandbox.post(f"/groups/{group}/removes", person=bea.id, bot="xiaoer_bot")

    with pytest.raises(AssertionError, match="Forbidden: bot was kicked from the supergroup chat"):
        call(served, "sendMessage", chat_id=group, text="hello?")


def test_a_person_without_enough_stars_cannot_pay(served: Served) -> None:
    dan = served.sandbox.person("Dan", stars=3)
    dan.starts("p_card")
    price = [{"label": "Card", "amount": 5}]
    call(
        served,
        "sendInvoice",
        chat_id=dan.id,
        title="Card",
        description="A card",
        payload="o1",
        currency="XTR",
        prices=price,
    )

    with pytest.raises(SandboxError, match="Dan has 3 Stars and needs 5"):
        dan.pays()


def test_waiting_in_vain_tells_what_was_there(served: Served, bea: PersonInChat) -> None:
    call(served, "sendMessage", chat_id=bea.id, text="Menu", reply_markup=MENU)

    with pytest.raises(NotSeen, match=r"Bea waited for 'Receipt' and saw:\n  Bea: /start .*\n  Xiaoer: Menu"):
        bea.waits_for("Receipt", timeout_seconds=0)


def test_a_wait_ends_with_what_comes_after_the_own_act(served: Served, bea: PersonInChat) -> None:
    call(served, "sendMessage", chat_id=bea.id, text="Hello 1")
    bea.says("again")

    with pytest.raises(NotSeen):
        bea.waits_for("Hello", timeout_seconds=0)
    call(served, "sendMessage", chat_id=bea.id, text="Hello 2")

    assert bea.waits_for("Hello").text == "Hello 2"


def test_the_journal_tells_what_was_accepted_and_what_was_not(served: Served, bea: PersonInChat) -> None:
    call(served, "sendMessage", chat_id=bea.id, text="Hello")
    with pytest.raises(AssertionError, match="chat not found"):
        call(served, "sendMessage", chat_id=42, text="Hello")

    calls = served.sandbox.calls(method="sendMessage")
    assert [(one["chat_id"], one["status"]) for one in calls] == [(str(bea.id), 200), ("42", 400)]
    assert calls[0]["answer"]["result"]["message_id"] == 2
    assert TOKEN not in str(calls)


def test_the_chat_list_shows_bots_and_groups(served: Served, bea: PersonInChat) -> None:
    group = served.sandbox.found_group(bea, "Desk", is_forum=True)
    topic = bea.at(group).opens_topic("Ticket 1")

    assert [(one.title, one.chat) for one in bea.chats()] == [("Xiaoer", 1000001), ("Desk", group)]
    assert [one.topic for one in bea.at(group).screen().topics] == [topic]


def test_a_file_is_fetched_by_the_id_its_message_shows(served: Served, bea: PersonInChat) -> None:
    bea.shows("photo", ("a.png", picture()))

    attachment = bea.sees()[-1].attachment
    assert attachment is not None
    assert served.sandbox.download(attachment.file_id) == picture()
    with pytest.raises(SandboxError, match=r"There is no file nonsense."):
        served.sandbox.download("nonsense")


def test_nobody_and_nowhere_are_named(served: Served, bea: PersonInChat) -> None:
    with pytest.raises(SandboxError, match=r"There is no person 1; there are: 700000001 \(Bea\)."):
        served.sandbox.known_person(1)
    with pytest.raises(SandboxError, match=r"There is no bot @nobody; there are: @xiaoer_bot \(1000001\)."):
        bea.at("@nobody").says("hello")
    with pytest.raises(SandboxError, match=r"There is no group -5; there are: none yet."):
        bea.at(-5).says("hello")
