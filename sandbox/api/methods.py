"""The table of methods: what a bot may call, and the function that answers it.

Not here: `getUpdates`, which waits and is answered by the endpoint itself. A method is found by its name in
any case.
"""

from collections.abc import Callable
from typing import Any

from aiogram import methods as telegram

from sandbox.api import chats, delivery, editing, files, payments, profile, relaying, sending, tapping, topics
from sandbox.api.calls import Call
from sandbox.api.requests import AnyMethod

Answer = Callable[[Call, Any], object]  # Any: each function takes its own method's class

ANSWERS: dict[type[AnyMethod], Answer] = {
    telegram.GetMe: profile.get_me,
    telegram.LogOut: profile.log_out,
    telegram.Close: profile.close,
    telegram.SetMyCommands: profile.set_my_commands,
    telegram.GetMyCommands: profile.get_my_commands,
    telegram.DeleteMyCommands: profile.delete_my_commands,
    telegram.SetMyName: profile.set_my_name,
    telegram.GetMyName: profile.get_my_name,
    telegram.SetMyDescription: profile.set_my_description,
    telegram.GetMyDescription: profile.get_my_description,
    telegram.SetMyShortDescription: profile.set_my_short_description,
    telegram.GetMyShortDescription: profile.get_my_short_description,
    telegram.SetChatMenuButton: profile.set_chat_menu_button,
    telegram.GetChatMenuButton: profile.get_chat_menu_button,
    telegram.SetWebhook: delivery.set_webhook,
    telegram.DeleteWebhook: delivery.delete_webhook,
    telegram.GetWebhookInfo: delivery.get_webhook_info,
    telegram.SendMessage: sending.send_message,
    telegram.SendPhoto: sending.send_photo,
    telegram.SendDocument: sending.send_document,
    telegram.SendVoice: sending.send_voice,
    telegram.SendAudio: sending.send_audio,
    telegram.SendVideo: sending.send_video,
    telegram.SendAnimation: sending.send_animation,
    telegram.SendVideoNote: sending.send_video_note,
    telegram.SendSticker: sending.send_sticker,
    telegram.SendMediaGroup: relaying.send_media_group,
    telegram.CopyMessage: relaying.copy_message,
    telegram.ForwardMessage: relaying.forward_message,
    telegram.EditMessageText: editing.edit_message_text,
    telegram.EditMessageCaption: editing.edit_message_caption,
    telegram.EditMessageMedia: editing.edit_message_media,
    telegram.EditMessageReplyMarkup: editing.edit_message_reply_markup,
    telegram.DeleteMessage: editing.delete_message,
    telegram.DeleteMessages: editing.delete_messages,
    telegram.AnswerCallbackQuery: tapping.answer_callback_query,
    telegram.SetMessageReaction: tapping.set_message_reaction,
    telegram.SendInvoice: payments.send_invoice,
    telegram.CreateInvoiceLink: payments.create_invoice_link,
    telegram.AnswerPreCheckoutQuery: payments.answer_pre_checkout_query,
    telegram.RefundStarPayment: payments.refund_star_payment,
    telegram.GetStarTransactions: payments.get_star_transactions,
    telegram.GetMyStarBalance: payments.get_my_star_balance,
    telegram.GetFile: files.get_file,
    telegram.GetChat: chats.get_chat,
    telegram.GetChatMember: chats.get_chat_member,
    telegram.GetChatAdministrators: chats.get_chat_administrators,
    telegram.GetChatMemberCount: chats.get_chat_member_count,
    telegram.LeaveChat: chats.leave_chat,
    telegram.SendChatAction: chats.send_chat_action,
    telegram.PinChatMessage: chats.pin_chat_message,
    telegram.UnpinChatMessage: chats.unpin_chat_message,
    telegram.UnpinAllChatMessages: chats.unpin_all_chat_messages,
    telegram.CreateForumTopic: topics.create_forum_topic,
    telegram.EditForumTopic: topics.edit_forum_topic,
    telegram.CloseForumTopic: topics.close_forum_topic,
    telegram.ReopenForumTopic: topics.reopen_forum_topic,
    telegram.DeleteForumTopic: topics.delete_forum_topic,
    telegram.GetForumTopicIconStickers: topics.get_forum_topic_icon_stickers,
}

_KINDS: list[type[AnyMethod]] = [*ANSWERS, telegram.GetUpdates]
_BY_NAME = {kind.__api_method__.lower(): kind for kind in _KINDS}


def get_kind(name: str) -> type[AnyMethod] | None:
    """Return the class of the method called, or None for one the sandbox does not know."""
    return _BY_NAME.get(name.lower())
