"""Decoding a call: query, JSON, form and multipart bodies into aiogram's generated method classes.

Not here: what the call does. The classes say which fields there are and of which type, so a misspelt or
missing field is refused here, before anything happens.
"""

import json
from typing import Any, TypeVar

from aiogram.client.default import Default
from aiogram.methods import TelegramMethod
from pydantic import ValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from sandbox.api.refusals import Refusal, bad_request
from sandbox.files import MOST_UPLOAD_BYTES, Upload

Parameters = dict[str, Any]  # Any: whatever the bot sent
AnyMethod = TelegramMethod[Any]  # Any: each method returns something else
Given = TypeVar("Given")

_EMPTY = {
    "chat_id": "chat_id is empty",
    "from_chat_id": "from_chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
}


async def read(request: Request) -> tuple[Parameters, dict[str, Upload]]:
    """Return what was sent and the files that came along, by the name of their part."""
    parameters: Parameters = dict(request.query_params)
    if request.headers.get("content-type", "").startswith("application/json"):
        return parameters | _json_object(await request.body()), {}
    async with request.form() as form:
        uploads = await _uploads(form)
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
    # a file may be the field itself, or be referred to by attach://name
    named = {name: f"attach://{name}" for name in uploads if name not in fields}
    return parameters | fields | named, uploads


def parse_structures(kind: type[AnyMethod], parameters: Parameters) -> Parameters:
    """Turn the JSON that forms carry as text into lists and objects, where the method has one of those."""
    return {name: _structure(kind, name, value) for name, value in parameters.items() if value != ""}


def decode(kind: type[AnyMethod], parameters: Parameters) -> AnyMethod:
    """Return the typed call. Raises a Refusal that names the first field at fault."""
    client_defaults = {name: None for name, field in kind.model_fields.items() if isinstance(field.default, Default)}
    try:
        return kind.model_validate(client_defaults | parameters)
    except ValidationError as error:
        first = error.errors()[0]
        raise bad_request(_complaint(first["type"], [str(part) for part in first["loc"]], first["msg"])) from None


def given(value: Given | Default) -> Given | None:
    """Return a nested field's value, None where aiogram holds the place of a client-side default."""
    return None if isinstance(value, Default) else value


def _json_object(body: bytes) -> Parameters:
    try:
        decoded = json.loads(body or b"{}")
    except ValueError:
        raise bad_request("can't parse JSON encoded parameters") from None
    if not isinstance(decoded, dict):
        raise bad_request("can't parse JSON encoded parameters: object expected")
    return decoded


async def _uploads(form: FormData) -> dict[str, Upload]:
    uploads = {}
    for name, part in form.items():
        if not isinstance(part, UploadFile):
            continue
        if (part.size or 0) > MOST_UPLOAD_BYTES:
            raise Refusal(413, "Request Entity Too Large")
        uploads[name] = Upload(part.filename or name, await part.read(), part.content_type)
    return uploads


def _structure(kind: type[AnyMethod], name: str, value: Any) -> Any:  # Any: whatever the bot sent
    field = kind.model_fields.get(name)
    if field is None or not isinstance(value, str) or not value.startswith(("{", "[")):
        return value
    if str(field.annotation).replace("typing.", "").startswith(("<class 'str'>", "str", "int | str")):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise bad_request(f"can't parse {name} JSON object") from None


def _complaint(kind: str, place: list[str], reason: str) -> str:
    name = place[0] if place else "request"
    if kind == "missing" and len(place) == 1:
        return _EMPTY.get(name, f'parameter "{name}" is required')
    return f"can't parse {'.'.join(place)}: {reason}"
