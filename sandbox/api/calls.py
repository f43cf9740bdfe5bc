"""A call in progress: whose it is, what came with it, and the chats and messages it may reach.

Not here: what single methods do. Who may not be written to is refused here once, for all of them.
"""

from dataclasses import dataclass

from aiogram.enums import ChatMemberStatus
from aiogram.types import InputFile

from sandbox.api.refusals import bad_request, forbidden
from sandbox.bots import Bot
from sandbox.chats import Chat
from sandbox.files import File, FileError, FileKind, Upload
from sandbox.messages import Posted
from sandbox.world import World


@dataclass(frozen=True)
class Call:
    world: World
    bot: Bot
    uploads: dict[str, Upload]

    def chat(self, chat_id: int | str | None) -> Chat:
        """Return a chat the bot is in and is not shut out of."""
        chat = self._known_chat(chat_id)
        if chat.is_private:
            if chat.is_blocked:
                raise forbidden("bot was blocked by the user")
            return chat
        status = self.world.chats.member_status(chat, self.bot.id)
        if status is ChatMemberStatus.KICKED:
            raise forbidden(f"bot was kicked from the {chat.kind.value} chat")
        if status is ChatMemberStatus.LEFT:
            raise forbidden(f"bot is not a member of the {chat.kind.value} chat")
        return chat

    def message(self, chat: Chat, message_id: int | None, *, named: str) -> Posted:
        """Return the message; `named` is what the refusal calls it ("message to edit")."""
        if message_id is None:
            raise bad_request("message identifier is not specified")
        posted = self.world.messages.get(chat, message_id)
        if posted is None:
            raise bad_request(f"{named} not found")
        return posted

    def file(self, reference: str | InputFile, kind: FileKind) -> File:
        """Return the file meant by a file_id, or store the one attached to this call."""
        if not isinstance(reference, str):
            raise bad_request("there is no file in the request")
        if reference.startswith(("http://", "https://")):
            raise bad_request("failed to get HTTP URL content")  # the sandbox never leaves the machine
        if not reference.startswith("attach://"):
            return self._known_file(reference, kind)
        upload = self.uploads.get(reference.removeprefix("attach://"))
        if upload is None:
            raise bad_request(f"there is no {kind} in the request")
        try:
            return self.world.files.keep(upload, kind)
        except FileError as error:
            raise bad_request(str(error)) from None

    def _known_chat(self, chat_id: int | str | None) -> Chat:
        if chat_id is None or not str(chat_id).removeprefix("-").isdigit():
            raise bad_request("chat not found")
        id = int(chat_id)
        chat = self.world.chats.for_bot(self.bot, id)
        if chat is not None:
            return chat
        if self.world.people.get(id):
            raise forbidden("bot can't initiate conversation with a user")
        raise bad_request("chat not found")

    def _known_file(self, file_id: str, kind: FileKind) -> File:
        file = self.world.files.get(file_id)
        if file is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if file.kind is not kind:
            raise bad_request(f"can't use file of type {file.kind.capitalize()} as {kind.capitalize()}")
        return file
