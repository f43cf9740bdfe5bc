"""The page's own words, in Chinese and English; each person reads it in the language they are said to speak.

Not here: anything a bot says. The page stands for a messenger and knows none of the shop's texts.
"""

from dataclasses import dataclass

CHINESE = "zh"


@dataclass(frozen=True)
class Words:
    """Everything the page says by itself; a `{}` is filled in by `str.format`."""

    language: str
    new_person: str
    new: str
    first_name: str
    add: str
    no_people: str
    no_chats: str
    general: str
    new_topic: str
    topic_name: str
    rename_topic: str
    close_topic: str
    reopen_topic: str
    delete_topic: str
    save: str
    closed: str
    back: str
    more: str
    bot: str
    members: str
    typing: str
    blocked: str
    block: str
    unblock: str
    what_it_does: str
    say_start: str
    start: str
    earlier: str
    newest: str
    today: str
    yesterday: str
    edited: str
    pinned: str
    forwarded: str
    is_protected: str
    copied: str
    copy: str
    reply: str
    edit: str
    message: str
    send: str
    attach: str
    photo: str
    file: str
    voice: str
    contact: str
    stickers: str
    commands: str
    cancel: str
    ok: str
    pay: str
    receipt: str
    refunded: str
    invoice: str
    balance: str
    paying: str
    paid: str
    bot_was_silent: str
    services: tuple[tuple[str, str], ...] = ()


ENGLISH_WORDS = Words(
    language="en",
    new_person="New person",
    new="New",
    first_name="Name",
    add="Add",
    no_people="Nobody lives here yet. Add a person, and be them.",
    no_chats="No bot is here yet.",
    general="General",
    new_topic="New topic",
    topic_name="Topic name",
    rename_topic="Rename topic",
    close_topic="Close topic",
    reopen_topic="Reopen topic",
    delete_topic="Delete topic",
    save="Save",
    closed="closed",
    back="Back",
    more="More",
    bot="bot",
    members="members: {}",
    typing="typing",
    blocked="blocked",
    block="Block bot",
    unblock="Unblock",
    what_it_does="What can this bot do?",
    say_start="Nothing said yet. Tap Start below, or write /start.",
    start="Start",
    earlier="Show earlier messages",
    newest="Newest",
    today="Today",
    yesterday="Yesterday",
    edited="edited",
    pinned="Pinned message",
    forwarded="Forwarded from {}",
    is_protected="Protected: can't be copied or forwarded",
    copied="Copied",
    copy="Copy text",
    reply="Reply",
    edit="Edit",
    message="Message",
    send="Send",
    attach="Attach",
    photo="Photo",
    file="File",
    voice="Voice recording",
    contact="My contact",
    stickers="Stickers",
    commands="Menu",
    cancel="Cancel",
    ok="OK",
    pay="Pay {}",
    receipt="Paid · {}",
    refunded="Refunded · {}",
    invoice="Invoice",
    balance="Your balance: {}",
    paying="Waiting for the bot…",
    paid="Payment done",
    bot_was_silent="The bot did not answer in time. You were not charged.",
)

CHINESE_WORDS = Words(
    language="zh-Hans",
    new_person="新建人物",
    new="新建",
    first_name="名字",
    add="添加",
    no_people="这里还没有人。先添加一个人物来扮演吧。",
    no_chats="这里还没有机器人。",
    general="综合",
    new_topic="新建话题",
    topic_name="话题名称",
    rename_topic="重命名话题",
    close_topic="关闭话题",
    reopen_topic="重新打开话题",
    delete_topic="删除话题",
    save="保存",
    closed="已关闭",
    back="返回",
    more="更多",
    bot="机器人",
    members="{} 位成员",
    typing="正在输入",
    blocked="已屏蔽",
    block="屏蔽机器人",
    unblock="取消屏蔽",
    what_it_does="这个机器人能做什么？",
    say_start="还没有消息。点下方“开始”，或发送 /start。",
    start="开始",
    earlier="查看更早的消息",
    newest="最新消息",
    today="今天",
    yesterday="昨天",
    edited="已编辑",
    pinned="置顶消息",
    forwarded="转发自 {}",
    is_protected="受保护内容：不可复制或转发",
    copied="已复制",
    copy="复制文字",
    reply="回复",
    edit="编辑",
    message="输入消息",
    send="发送",
    attach="附件",
    photo="图片",
    file="文件",
    voice="语音",
    contact="我的名片",
    stickers="表情贴纸",
    commands="菜单",
    cancel="取消",
    ok="好",
    pay="支付 {}",
    receipt="已支付 · {}",
    refunded="已退款 · {}",
    invoice="账单",
    balance="余额：{}",
    paying="等待机器人确认…",
    paid="支付成功",
    bot_was_silent="机器人没有及时回应，没有扣款。",
    services=(
        ("paid ", "已支付 "),
        ("refunded ", "已退款 "),
        ("pinned message ", "置顶了消息 "),
        ("joined: ", "加入了群组："),
        ("left: ", "离开了群组："),
        ("topic renamed: ", "话题改名为："),
        ("topic closed", "话题已关闭"),
        ("topic reopened", "话题已重新打开"),
        ("topic: ", "新话题："),
    ),
)


def words_for(language_code: str | None) -> Words:
    """Return the words of the language, English when it is none of ours."""
    return CHINESE_WORDS if (language_code or "").startswith(CHINESE) else ENGLISH_WORDS


def named_file(words: Words, kind: str | None) -> str:
    """Name a file that came without a word; nothing for no file."""
    return {None: "", "photo": words.photo, "voice": words.voice, "sticker": words.stickers}.get(kind, words.file)


def service_line(words: Words, service: str) -> str:
    """Say in the person's language what a service message tells; `sight` tells it in English."""
    for english, own in words.services:
        if service.startswith(english):
            return own + service.removeprefix(english)
    return service
