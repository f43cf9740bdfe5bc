"""Asking for a human: the one wish that must never be missed, so it is looked for by rule beside the model.

Not here: any other wish (intents). In doubt it is a call for a human: the way back is a tap.
"""

import re
from collections.abc import Sequence

from flows.understanding.dialects import characters_in_common
from flows.understanding.normalise import normalise

_STAFF = "店员|店主|店长|店家|老板|经理|负责人|管理员|主管|工作人员|掌柜|领导|上级|管事的|做主的"
_EXPERTS = "领导|上级|师傅|技术人员|技术员|会计|同事|专员|人员|管事儿的|那位|后台的?人|审核的?人|human|agent"
_BEHIND_THE_SHOP = "店员|经理|负责人|管理员|主管|工作人员|店长|领导|管事的"
"""老板在吗 only says hello; who asks for one of these wants them."""

_CHINESE = re.compile(
    r"人工(?!智|草|湖|降|合成|授|成本|费|岛|养|心脏|受)|人攻(?!略)|仁工|转人|真人(?!秀|版|cs|游戏)|活人"
    r"|客服(?=$|\s|在|呢|吗|么|电话|微信|热线|出来|来|回我|人员|处理|帮|介入|谢|啊|呀|吧|呗|有|号|mm|妹|小姐|给我|快|请|说话|聊)"
    r"|(?:找|转|叫|联系|人工|接|要|在线|真人|请|呼叫|跟|和|换|喊|给我|帮我)\S{0,3}客服(?!态度)"
    r"|克服务|课服|客福|接线员|坐席|座席"
    rf"|(?:找|叫|换|派|喊|要)(?:个|一个|位|你们)?的?(?:人|{_STAFF})"
    r"(?:来|$|[\s,，。!！]|说|聊|处理|谈|问|吧|啊|跟|和|给我|出来)"
    rf"|(?:把|让|请|叫|喊)\S{{0,4}}?(?:人|同事|{_STAFF})(?:给我|帮我)?(?:叫|喊|请)?(?:过来|出来|来|协助|帮我|回我|联系我|打给我|看一下)"
    rf"|(?:找|叫|派|请|换)(?:一?个|一?位)\S{{0,4}}的?(?:人|同事|{_STAFF})(?:跟我|和我|来|帮我|协助|聊|看|说)"
    r"|(?:跟|和|与)(?:真|活|个|一个)?人(?:说话|聊|讲|沟通|对话|谈)"
    rf"|(?:让|叫|找|请|派|换|转|接|喊|跟)\S{{0,8}}?(?:{_BEHIND_THE_SHOP}|{_EXPERTS})"
    rf"|(?:{_EXPERTS})(?:能|可以|帮)\S{{0,4}}(?:出来|谈|看|查|算|解释|说)"
    r"|有(?:没有|个)?人(?:给我|能给|来|解释|看一下|处理|回)|(?:直接)?给我人(?=$|\s)|[跟和]人(?:说|讲|谈)|转到?人(?!民)"
    r"|[不没]\S{0,2}[跟和]机器|转\s?(?:rg|kf)(?![a-z])|有人没有(?=$|\s|啊|呀)"
    r"|让\S{0,6}的人(?:来|查|看|处理|说)|给我(?:接|转|找|派|换)个?(?:能|会|懂)"
    rf"|(?:{_STAFF})(?:呢|出来|在哪|回我)|(?:{_BEHIND_THE_SHOP})(?:在吗|在么|在不在)"
    r"|有(?:没有)?人(?:在|管|理|吗|能帮|值班)|(?:联系|加)(?:一下)?(?:你们|微信|店家|老板|店主|工作人员|负责人)"
    r"|不(?:要|想|跟)(?:和|跟)?(?:机器人|bot)|(?:别|不要|停止?)\S{0,3}(?:机器|自动)\S{0,2}回复"
    r"|有人[没么吗不](?=$|\s|啊|呀|[吗么])|没人(?:[吗么]|管|理我|回我|在)|人呢|来个(?:人|活的|能)(?=$|\s|[啊呀吧吗行来帮管处给说救])"
)
_PINYIN = re.compile(
    r"(?<![a-z])(?:(?:zhuan|zhao|wo yao|yao|jiao)?\s?ren\s?gong(?!\s?zhi)|(?:zhao|zhuan|jiao)?\s?ke\s?fu|kefuu?|kf"
    r"|zhen\s?ren|huo\s?ren|zhuan\s?ren)(?![a-z])"
)

_WHO = (
    r"hum+[aeo]n+s?|hmuan|hman|humna|huamn|huma|humn|person|people|somebody|someone|some1|sum1|sb|anyone|anybody|any1"
    r"|operators?|representatives?|reps?|agents?|agnet|agen|staff|employees?|managers?|supervisors?|owner|boss|admin"
    r"|technicians?|specialists?|account managers?|sales ?person|accountants?|grown ?ups?|experts?"
    r"|support|suport|supprot|cs|(?:customer|costumer|custmer|custumer|client) (?:service|support|suport|care|servis)"
)
_DECLINED_CHINESE = re.compile(
    r"(?<!你们)(?<!什么)(?<!为啥)(?<!怎么)(?<!干嘛)(?<!都)(?:不用|不需要|不必|无需|没必要|用不着|先别|别|不想|不要)(?:再|去)?(?:给我|帮我|麻烦)?"
    r"(?:转|找|叫|接|要|联系|麻烦|喊)?(?:到|你们)?(?:人工|客服|真人|活人)(?:客服|服务)?(?!.{0,2}[吗么嘛])"
)

_FEW_WORDS = 6
"""Who says in so few words that nobody answers wants somebody; who says more tells what went wrong."""

_SOON = "please|pls|plz|now|asap|here|help|instead|right|already|immediately|thanks|thx"
_LIVING = re.compile(
    rf"\b(?:real|live|living|actual|genuine|alive) (?:{_WHO}|chat)(?= (?:{_SOON}|to|who|on|for|and)\b|$)"
    r"|\bhuman being\b|\blive ?chat\b"
)
_ASKED = re.compile(
    r"\b(?:talk|speak|spk|chat|connect|transfer|put|pass|switch|escalate|hand|get|give|find|call|contact|reach|needs?|want"
    r"|wanna|bring|send|ask|let|summon|fetch|giz|gis|gimme|lemme|explain)\b"
    r"(?: (?:me|this|that|it|us|through|over|with|to|for|in|on|now|up|talk|speak|chat"
    rf"|a|an|the|your|some|any|hold|of|out|real|live|actual))* (?:{_WHO})\b"
    rf"(?= (?:{_SOON}|who|that|to|can|for|about|on|from|in|with|and|will|my|i|im|rather|because|cos)\b|$)"
)
_DECLINED = re.compile(
    r"\b(?:do not|don ?t|dont|needn ?t|no need(?: for| to)?)"
    r"(?: (?:need|want|require|talk|speak|chat|transfer|connect|me|to|with|for))*"
    rf" (?:(?:a|an|any|the|your|real|live|human) )*(?:{_WHO})\b"
    rf"|\bno (?:real |live )?(?:{_WHO}) (?:needed|required|necessary)\b"
)
_ALONE = re.compile(
    r"(?:(?:a|an|the|pls|please|plz|hi|hello|hey|no|stop|bot|just|ok|i|want|need) )*"
    rf"(?:{_WHO})(?: (?:{_SOON}|agent|chat|team|desk|online|available|today|hello))*"
)
_NOBODY = re.compile(
    r"\b(?:nobody|no ?one|no1|anyone|anybody|any1) (?:is |s |ever |going to |even )*"
    r"(?:repl|answer|respond|read|help|there|here)\w*"
)
_INSISTED = re.compile(
    r"\b(?:not|no|hate|stop|without|instead of) (?:\w+ ){0,4}(?:bots?|robots?|machines?)\b"
    r"|\bput me (?:through|thru)\b|\bhand me over\b|\bwhoever (?:is|did|does|runs|handles|pressed|made)\b"
    r"|\bpass (?:me|it|this) (?:over|up|on)\b|\bget past (?:the|this) (?:bot|menu|robot|machine)\b"
    r"|\bno more (?:buttons?|menus?)\b|\bmy account manager\b"
    r"|\bget (?:her|him|them) back\b|\brather than a (?:machine|bot|robot)\b"
    r"|\b(?:can|could|would|will|may) (?:someone|somebody|anyone|anybody|one of you) (?:\w+ ){0,4}"
    r"(?:ring|call|phone|contact|message|look|help|check|sort|reply|answer|explain|fix)\b"
    r"|\b(?:talk|speak|chat|connect(?: me)?|transfer(?: me)?) (?:to|with)"
    rf"(?: (?:a|an|any|some|the|your|real|live|actual))* (?:{_WHO})\b"
    rf"|转(?:接|到)?(?:人工|真人|客服)|[找要叫]个?(?:人工|真人|活人)(?!智)|[找叫派](?:一?个|一?位)\S{{0,4}}?(?:人|{_STAFF})(?!工|[吃玩拼合])"
)
"""What calls for a human whatever else is said."""

_MARKS = re.compile(r"[^\w\s]")
_SPELLED = re.compile(r"(?:[a-z] ){3,}[a-z]")
_ANYBODY = re.compile(
    rf"\b(?:is|are) (?:there )?(?:any|a|an|some|your)?\s?(?:{_WHO})\b.{{0,25}}"
    r"\b(?:there|here|online|available|around|home|help|talk|awake|who)\b"
    r"|\bcan (?:he|she|they|one of (?:you|them)) (?:please )?(?:message|call|contact|write|text|reply|ring|help)\b"
    r"|\b(?:nobody|no one|noone|anybody|anyone|somebody|someone) real\b"
    r"|\b(?:anyone|anybody|any1|someone|somebody|some1|sum1) (?:\w+ )?(?:there|here|home|around|alive|awake|online)\b"
    rf"|\b(?:talk|speak|chat) 2 (?:{_WHO})\b"
    r"|\bstop (?:\w+ )?(?:automat\w*|auto|canned|bot) (?:repl|messag|answer|respon)\w*"
    rf"|\bany (?:\w+ )?(?:{_WHO}) (?:in|out|on) (?:the|this|there|here)\b"
    r"|\bhelp ?desk\b|\bhot ?line\b|\bcall me\b|\bcan (?:someone|somebody|anyone|some1|a person|an agent)\b"
    r"|\b(?:phone number|contact) (?:of|for) (?:support|customer)"
    r"|\b(?:contact|reach|in touch with) (?:you|support|us|customer)\b"
)


def asks_for_human(text: str, *, names: Sequence[str] = ()) -> bool:
    """Whether somebody wants to be served by a person, in either language, misspelt or in pinyin.

    `names` are names of products; a word in one of them ("Human: Fall Flat") is no call for anybody.
    """
    plain = _plain(text, names)
    tight = plain if plain.isascii() else plain.replace(" ", "")
    if _SPELLED.fullmatch(plain):
        plain = plain.replace(" ", "")
    if len(plain.split()) <= _FEW_WORDS and _NOBODY.search(plain):
        return True
    if (
        _INSISTED.search(plain)
        or _INSISTED.search(tight)
        or _CHINESE.search(plain)
        or _CHINESE.search(tight)
        or _PINYIN.search(plain)
    ):
        return True
    alone = " ".join(_MARKS.sub(" ", plain).split())
    return any(pattern.search(plain) for pattern in (_LIVING, _ASKED, _ANYBODY)) or bool(_ALONE.fullmatch(alone))


def insists_on_human(text: str, *, names: Sequence[str] = ()) -> bool:
    """Whether the call for a human is so plain that nothing else can be meant: put me through, no more bots, 转人工."""
    plain = _plain(text, names)
    return any(pattern.search(plain) for pattern in (_INSISTED, _LIVING, _ASKED))


def declines_human(text: str) -> bool:
    """Whether somebody says that no person is needed (不用转人工, no human needed), and calls for none besides."""
    plain = normalise(characters_in_common(text))
    return _undeclined(plain) != plain and not asks_for_human(text)


def _plain(text: str, names: Sequence[str]) -> str:
    plain = normalise(characters_in_common(text))
    for name in names:
        plain = plain.replace(normalise(name), " ")
    return " ".join(_undeclined(plain).split())


def _undeclined(plain: str) -> str:
    """The text without the words that decline a person; why there is none is no declining."""
    if "why" in plain.split():
        return plain
    return _DECLINED.sub(" ", _DECLINED_CHINESE.sub(" ", plain))
