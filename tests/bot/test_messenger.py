"""The messenger: what is sent on, drawn, edited in its place, and as a reply to what.

Not here: when (test_courier), or in which topic (test_topics).
"""

from dataclasses import replace

import pytest

from bot import pictures
from bot.drivers.driver import Rejected, Upload
from flows.events import Matter
from flows.screens import Attachment, Picture, ReplyTo
from storage.outbox import Kind
from tests.bot.post_office import ANA, PostOffice, saying

PHOTO = Attachment(Matter.PHOTO, "FILE-1")


@pytest.mark.parametrize(
    ("matter", "method"),
    [
        (Matter.PHOTO, "sendPhoto"),
        (Matter.DOCUMENT, "sendDocument"),
        (Matter.VOICE, "sendVoice"),
        (Matter.VIDEO, "sendVideo"),
        (Matter.AUDIO, "sendAudio"),
        (Matter.ANIMATION, "sendAnimation"),
    ],
)
async def test_what_somebody_sent_is_sent_on_with_its_text(office: PostOffice, matter: Matter, method: str) -> None:
    office.post(Kind.NOTICE, screen_id=office.shows(replace(saying("look"), attachment=Attachment(matter, "FILE-1"))))

    await office.courier.drain(ANA)

    called, parameters = office.driver.calls[-1]
    assert called == method
    assert parameters[matter.value] == "FILE-1"
    assert "look" in parameters["caption"]
    assert office.statuses == ["sent"]


@pytest.mark.parametrize("matter", [Matter.STICKER, Matter.VIDEO_NOTE])
async def test_what_can_have_no_text_is_sent_without(office: PostOffice, matter: Matter) -> None:
    office.post(Kind.NOTICE, screen_id=office.shows(replace(saying("look"), attachment=Attachment(matter, "FILE-1"))))

    await office.courier.drain(ANA)

    assert "caption" not in office.driver.calls[-1][1]


async def test_the_text_of_a_photo_is_edited_where_it_stands(office: PostOffice) -> None:
    screen_id = office.shows(replace(saying("before"), attachment=PHOTO))
    office.post(Kind.NOTICE, screen_id=screen_id)
    await office.courier.drain(ANA)

    office.change(screen_id, replace(saying("after"), attachment=PHOTO))
    office.post(Kind.SCREEN, screen_id=screen_id)
    await office.courier.drain(ANA)

    assert office.methods == ["sendPhoto", "editMessageCaption"]
    assert [text for text in office.texts() if "after" in text] == office.texts()


async def test_a_text_too_long_for_its_photo_is_cut_and_the_photo_still_goes(office: PostOffice) -> None:
    office.driver.script("sendPhoto", Rejected(400, "Bad Request: message caption is too long"))
    office.post(Kind.NOTICE, screen_id=office.shows(replace(saying("x" * 2000), attachment=PHOTO)))

    await office.courier.drain(ANA)

    assert office.methods == ["sendPhoto", "sendPhoto"]
    assert len(office.driver.calls[-1][1]["caption"]) == 1024
    assert office.driver.calls[-1][1]["photo"] == "FILE-1"


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures that are only their kind and numbers."""

    async def draw(picture: Picture, language: str) -> bytes:
        return f"{picture.kind} {dict(picture.numbers)} {language}".encode()

    monkeypatch.setattr(pictures, "draw", draw)


async def test_a_picture_is_drawn_when_it_is_sent_and_again_when_it_changes(office: PostOffice, drawn: None) -> None:
    screen_id = office.shows(replace(saying("7 days"), picture=Picture("report", {"days": 7})))
    office.post(Kind.NOTICE, screen_id=screen_id)
    await office.courier.drain(ANA)

    office.change(screen_id, replace(saying("30 days"), picture=Picture("report", {"days": 30})))
    office.post(Kind.SCREEN, screen_id=screen_id)
    await office.courier.drain(ANA)

    assert office.methods == ["sendPhoto", "editMessageMedia"]
    assert office.driver.calls[0][1]["photo"] == Upload(b"report {'days': 7} en", "picture.png")
    assert office.driver.calls[1][1]["media"]["media"] == Upload(b"report {'days': 30} en", "picture.png")


async def test_a_reply_to_somebodys_message_is_one(office: PostOffice) -> None:
    office.post(Kind.NOTICE, screen_id=office.shows(replace(saying("yes"), reply_to=ReplyTo(message_id=77))))

    await office.courier.drain(ANA)

    assert office.driver.calls[-1][1]["reply_parameters"]["message_id"] == 77


async def test_a_reply_to_a_screen_finds_the_message_it_has_become_by_then(office: PostOffice) -> None:
    first = office.shows(saying("the first"))
    office.post(Kind.NOTICE, screen_id=first)
    office.post(Kind.NOTICE, screen_id=office.shows(replace(saying("yes"), reply_to=ReplyTo(screen_id=first))))

    await office.courier.drain(ANA)

    first_message = office.driver.chats[ANA][0].message_id
    assert office.driver.chats[ANA][1].reply_to == first_message


async def test_a_reply_to_what_was_never_sent_is_sent_as_none(office: PostOffice) -> None:
    never_sent = office.shows(saying("the first"))
    office.post(Kind.NOTICE, screen_id=office.shows(replace(saying("yes"), reply_to=ReplyTo(screen_id=never_sent))))

    await office.courier.drain(ANA)

    assert "reply_parameters" not in office.driver.calls[-1][1]
    assert office.statuses == ["sent"]
