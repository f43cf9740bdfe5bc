"""What a bot says about itself: commands, name, descriptions, menu button; and who it is.

Not here: which of them a person sees (`profiles.seen_by`).
"""

import json
import re
from typing import Any

from aiogram.methods import (
    Close,
    DeleteMyCommands,
    GetChatMenuButton,
    GetMe,
    GetMyCommands,
    GetMyDescription,
    GetMyName,
    GetMyShortDescription,
    LogOut,
    SetChatMenuButton,
    SetMyCommands,
    SetMyDescription,
    SetMyName,
    SetMyShortDescription,
)
from aiogram.types import (
    BotCommand,
    BotDescription,
    BotName,
    BotShortDescription,
    MenuButtonCommands,
    MenuButtonDefault,
    MenuButtonWebApp,
    User,
)
from pydantic import TypeAdapter

from sandbox.api.calls import Call
from sandbox.api.refusals import bad_request
from sandbox.profiles import EVERYWHERE, ProfilePart

MenuButton = MenuButtonCommands | MenuButtonDefault | MenuButtonWebApp

_COMMANDS: TypeAdapter[list[BotCommand]] = TypeAdapter(list[BotCommand])
_MENU_BUTTON: TypeAdapter[MenuButton] = TypeAdapter(MenuButton)
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")


def get_me(call: Call, request: GetMe) -> User:
    return call.bot.as_me()


def log_out(call: Call, request: LogOut) -> bool:
    return True


def close(call: Call, request: Close) -> bool:
    return True


def set_my_commands(call: Call, request: SetMyCommands) -> bool:
    if len(request.commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in request.commands:
        _check_command(command)
    value = _COMMANDS.dump_json(request.commands, exclude_none=True).decode()
    call.world.profiles.set(call.bot, ProfilePart.COMMANDS, value, **_where(request))
    return True


def get_my_commands(call: Call, request: GetMyCommands) -> list[BotCommand]:
    kept = call.world.profiles.get(call.bot, ProfilePart.COMMANDS, **_where(request))
    return _COMMANDS.validate_json(kept) if kept else []


def delete_my_commands(call: Call, request: DeleteMyCommands) -> bool:
    call.world.profiles.forget(call.bot, ProfilePart.COMMANDS, **_where(request))
    return True


def set_my_name(call: Call, request: SetMyName) -> bool:
    _set_text(call, ProfilePart.NAME, request.name, request.language_code, most=64)
    if request.name and not request.language_code:
        call.world.bots.rename(call.bot, request.name)
    return True


def get_my_name(call: Call, request: GetMyName) -> BotName:
    return BotName(name=_text(call, ProfilePart.NAME, request.language_code) or call.bot.name)


def set_my_description(call: Call, request: SetMyDescription) -> bool:
    return _set_text(call, ProfilePart.DESCRIPTION, request.description, request.language_code, most=512)


def get_my_description(call: Call, request: GetMyDescription) -> BotDescription:
    return BotDescription(description=_text(call, ProfilePart.DESCRIPTION, request.language_code))


def set_my_short_description(call: Call, request: SetMyShortDescription) -> bool:
    return _set_text(call, ProfilePart.SHORT_DESCRIPTION, request.short_description, request.language_code, most=120)


def get_my_short_description(call: Call, request: GetMyShortDescription) -> BotShortDescription:
    return BotShortDescription(short_description=_text(call, ProfilePart.SHORT_DESCRIPTION, request.language_code))


def set_chat_menu_button(call: Call, request: SetChatMenuButton) -> bool:
    button = request.menu_button or MenuButtonDefault()
    value = button.model_dump_json(exclude_none=True)
    call.world.profiles.set(call.bot, ProfilePart.MENU_BUTTON, value, scope=_chat_scope(request.chat_id))
    return True


def get_chat_menu_button(call: Call, request: GetChatMenuButton) -> MenuButton:
    kept = call.world.profiles.seen_by(
        call.bot, ProfilePart.MENU_BUTTON, scopes=[_chat_scope(request.chat_id)], language_code=None
    )
    return _MENU_BUTTON.validate_json(kept) if kept else MenuButtonDefault()


def _check_command(command: BotCommand) -> None:
    if not _COMMAND.fullmatch(command.command.removeprefix("/")):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(command.description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")


def _where(request: Any) -> dict[str, str]:  # Any: three generated classes share these fields
    """Name a command scope in one word: its type, the chat's and the user's id."""
    scope = request.scope.model_dump(mode="json", exclude_none=True) if request.scope else {"type": EVERYWHERE}
    return {
        "scope": ":".join(str(part) for part in scope.values()),
        "language_code": request.language_code or "",
    }


def _chat_scope(chat_id: int | None) -> str:
    return f"chat:{chat_id}" if chat_id else EVERYWHERE


def _set_text(call: Call, part: ProfilePart, text: str | None, language_code: str | None, *, most: int) -> bool:
    if len(text or "") > most:
        raise bad_request(f"bot's {part.replace('_', ' ')} is too long")
    call.world.profiles.set(call.bot, part, json.dumps(text or ""), language_code=language_code or "")
    return True


def _text(call: Call, part: ProfilePart, language_code: str | None) -> str:
    kept = call.world.profiles.seen_by(call.bot, part, scopes=[], language_code=language_code)
    return str(json.loads(kept)) if kept else ""
