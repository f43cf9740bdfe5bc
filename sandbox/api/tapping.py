"""Answering taps and reacting to messages.

Not here: a person's tap itself (`acts.tapping`).
"""

from aiogram.methods import AnswerCallbackQuery, SetMessageReaction
from aiogram.types import ReactionTypeEmoji

from sandbox.api.calls import Call
from sandbox.api.refusals import bad_request

MOST_ANSWER = 200


def answer_callback_query(call: Call, request: AnswerCallbackQuery) -> bool:
    if len(request.text or "") > MOST_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    was_in_time = call.world.taps.answer(
        call.bot,
        request.callback_query_id,
        text=request.text or None,
        is_alert=bool(request.show_alert),
        url=request.url,
    )
    if not was_in_time:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    return True


def set_message_reaction(call: Call, request: SetMessageReaction) -> bool:
    chat = call.chat(request.chat_id)
    posted = call.message(chat, request.message_id, named="message to react")
    emojis = [one.emoji for one in request.reaction or [] if isinstance(one, ReactionTypeEmoji)]
    if len(emojis) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    call.world.messages.react(posted, call.bot.id, emojis)
    return True
