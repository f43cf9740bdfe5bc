"""How a call is read, refused and undone: whatever shape it comes in, it acts wholly or not at all."""

import httpx
import pytest

from sandbox.client import PersonInChat
from tests.sandbox.conftest import TOKEN, Served
from tests.sandbox.test_aiogram_contract import picture


def post(served: Served, method: str, **how: object) -> httpx.Response:
    return httpx.post(f"{served.url}/bot{TOKEN}/{method}", **how)  # type: ignore[arg-type] # any way httpx can send


def test_json_form_and_query_say_the_same(served: Served, bea: PersonInChat) -> None:
    answers = [
        post(served, "sendMessage", json={"chat_id": bea.id, "text": "[1, 2]"}),
        post(served, "sendMessage", data={"chat_id": str(bea.id), "text": "[1, 2]"}),
        post(served, "SENDMESSAGE", params={"chat_id": bea.id, "text": "[1, 2]"}),
    ]

    assert [answer.json()["result"]["text"] for answer in answers] == ["[1, 2]"] * 3


def test_structures_in_a_form_are_json(served: Served, bea: PersonInChat) -> None:
    keyboard = '{"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}'

    post(served, "sendMessage", data={"chat_id": str(bea.id), "text": "x", "reply_markup": keyboard})

    assert bea.sees()[-1].labels == ["A"]


@pytest.mark.parametrize(
    ("method", "body", "status", "description"),
    [
        ("sendSmoke", {}, 404, "Not Found: method not found"),
        ("sendMessage", {"text": "x"}, 400, "Bad Request: chat_id is empty"),
        ("sendMessage", {"chat_id": 1}, 400, "Bad Request: message text is empty"),
        ("sendMessage", {"chat_id": "@nobody", "text": "x"}, 400, "Bad Request: chat not found"),
        ("sendPhoto", {"chat_id": 1}, 400, 'Bad Request: parameter "photo" is required'),
        ("deleteMessage", {"chat_id": 1}, 400, "Bad Request: message identifier is not specified"),
        ("getFile", {"file_id": "nonsense"}, 400, "Bad Request: invalid file_id"),
    ],
)
def test_a_bad_call_is_refused(
    served: Served, method: str, body: dict[str, object], status: int, description: str
) -> None:
    answer = post(served, method, json=body)

    assert answer.status_code == status
    assert answer.json() == {"ok": False, "error_code": status, "description": description}


def test_unsupported_parse_modes_are_refused(served: Served, bea: PersonInChat) -> None:
    answer = post(served, "sendMessage", json={"chat_id": bea.id, "text": "*x*", "parse_mode": "MarkdownV2"})

    assert answer.json()["description"] == "Bad Request: unsupported parse_mode"


def test_an_album_with_one_bad_picture_sends_none(served: Served, bea: PersonInChat) -> None:
    media = '[{"type": "photo", "media": "attach://a"}, {"type": "photo", "media": "attach://b"}]'
    files = {"a": ("a.png", picture()), "b": ("b.png", b"not a picture")}

    answer = post(served, "sendMediaGroup", data={"chat_id": str(bea.id), "media": media}, files=files)

    assert answer.json()["description"] == "Bad Request: IMAGE_PROCESS_FAILED"
    assert [one.text for one in bea.sees()] == ["/start"]


def test_a_file_is_not_downloadable_with_a_strangers_token(served: Served, bea: PersonInChat) -> None:
    bea.shows("document", ("codes.txt", b"CODE-1"))
    attachment = bea.sees()[-1].attachment
    assert attachment is not None
    path = post(served, "getFile", json={"file_id": attachment.file_id}).json()["result"]["file_path"]

    assert httpx.get(f"{served.url}/file/bot{TOKEN}/{path}").content == b"CODE-1"
    assert httpx.get(f"{served.url}/file/bot1:X/{path}").status_code == 404


def test_captions_are_limited_to_1024_characters(served: Served, bea: PersonInChat) -> None:
    how = {"data": {"chat_id": str(bea.id), "caption": "x" * 1025}, "files": {"document": ("a.txt", b"a")}}

    assert post(served, "sendDocument", **how).json()["description"] == "Bad Request: message caption is too long"
