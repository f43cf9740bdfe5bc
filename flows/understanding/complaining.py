"""Complaining in words: which kind of trouble a text tells of, which of some orders it means, and that it is over.

Not here: what is asked in a complaint (flows.complaint), or what a sentence wants (intents).
"""

import re
from collections.abc import Iterable, Sequence

from backend.tickets import Category
from flows.understanding.asking import asks
from flows.understanding.concepts import tokens_of
from flows.understanding.dialects import in_common
from flows.understanding.intents import Guess, Intent
from flows.understanding.normalise import normalise

_FEWEST_TOLD = 6
"""From so many words and characters on a text tells what happened; fewer only name it."""

_BY_WORDS = {
    Category.CHARGED_TWICE: re.compile(
        r"重复(?:扣|付|支付|收)|(?:扣|付|收|支付)了?(?:我)?(?:两|2|二|三|3|好几|多)(?:次|回|遍|笔)|多(?:扣|收|付)"
        r"|\b(?:charged|paid|billed|debited) (?:\w+ )?(?:twice|double|2x|two times|again)\b"
        r"|\b(?:double|duplicate) (?:charge|payment)"
    ),
    Category.WRONG_GOODS: re.compile(
        r"(?:发|给|送|寄|拿|买)错|货不对|(?:面值|区服?|型号|数量)(?:不对|错)|(?:不是|不像)我?(?:要|买|订"
        r"|下单)的|对不上|少(?:发|给)"
        r"|\bwrong (?:item|goods?|product|card|region|one|code|thing|value|amount|order)\b"
        r"|\bnot (?:what|the \w+) i (?:order|bought|want|asked)"
        r"|\bnot the (?:right|same)\b"
    ),
    Category.CODE_DEAD: re.compile(
        r"用不了|不能用|没法用|无法使用|无效|失效|死卡|死码|(?:被|已经?)(?:人)?(?:使)?用(?:过|了|掉)"
        r"|兑(?:换)?不了|激活不了|卡密(?:不对|错)"
        r"|\b(?:codes?|keys?|cards?)\b.*\b(?:(?:does ?n ?t|don ?t|not|won ?t) work\w*|invalid|dead|used|expired"
        r"|rejected)\b"
        r"|\b(?:does ?n ?t|doesnt|not) work\w*\b|\b(?:dead|invalid|used) (?:code|key|card)"
    ),
    Category.NOT_ARRIVED: re.compile(
        r"没(?:有)?(?:收到|到|来|发|拿到|看到|给)|未(?:收到|到|发)|不到(?:账|货)|收不到"
        r"|\b(?:nothing|never|not|have ?n ?t|has ?n ?t|did ?n ?t|no)\b.*\b(?:arriv\w*|came|come|got|get"
        r"|receiv\w*|delivered|code yet)\b"
        r"|\bnot arrived\b|\bmissing\b"
    ),
    Category.OTHER: re.compile(
        r"(?:其他|其它|别的|另外)(?:的|问题|原因|情况)?|都不是|(?:something|anything) else|others?"
        r"|none of (?:these|them)"
    ),
}
"""What tells most of it first: a code that was sent twice has arrived."""

_BY_INTENT = {
    Intent.DUPLICATE_CHARGE: Category.CHARGED_TWICE,
    Intent.CARD_INVALID: Category.CODE_DEAD,
    Intent.ORDER_STUCK: Category.NOT_ARRIVED,
    Intent.REFUND: Category.OTHER,
}

_OVER = re.compile(
    r"(?:问题|已经|都|我)*(?:解决|搞定|弄好|处理好|找到|收到|到账|到货)(?:了|啦)|没事(?:了|儿|啦)|不(?:用|需要"
    r"|必|想|要)(?:再)?(?:投诉|人工|客服|麻烦|处理|管|找人)了?"
    r"|(?:还是)?算了|(?:现在)?(?:可以|能)用了|不投诉了|撤销投诉"
    r"|\b(?:never ?mind|nvm|forget (?:it|about it)|(?:problem |it ?s |it is |is |all |already "
    r"|got it )?(?:solved|sorted|resolved|fixed)|all good|(?:works|working) now"
    r"|no (?:longer )?(?:need|human|agent)(?: \w+){0,4}|(?:do not|don ?t) need (?:\w+ ){0,4}(?:any ?more"
    r"|anymore|human|agent|help|person)(?: any ?more| anymore)?|found it|got it now|it (?:came|arrived)(?: now)?)\b"
)
_STILL = re.compile(
    r"退|refund|没|未|不了|吗|么|呢|怎么|[?？]|还不|才|如何|\b(?:not|n ?t (?!need)|still|but|until|if|when|how"
    r"|is|was)\b|但|可是|不过"
)
_AROUND = re.compile(
    r"谢谢|多谢|感谢|好的?|嗯|哦|啊|吧|呀|哈|您|你们|请|那|就|[,，。.!！~、]|\b(?:thanks?|thank you|ok(?:ay)?"
    r"|thx|please|it|is|its|it s|now|you|a|so|much)\b"
)
_MOST_LEFT = 3

_NO_ORDER = re.compile(
    r"(?:和|跟|与)?订单(?:没关系|无关)|不是订单|没(?:有)?(?:下过?单|订单)|\b(?:not|isn ?t"
    r"|no) (?:\w+ ){0,3}(?:an |any )?orders?\b|\bno order\b"
)
_LAST = re.compile(
    r"最后|最近|最新|刚才|刚刚|刚下|刚买|上一?[单笔个次]|\b(?:last|latest|newest|most recent|recent|just (?:now"
    r"|bought|ordered))\b"
)
_DIGITS = "一二三四五六七八九"
_ORDINALS = ("first|1st", "second|2nd", "third|3rd", "fourth|4th", "fifth|5th")
_NTH = re.compile(r"第?([一二两三四五1-5])(?:个|单|笔|张|条)?(?:订单)?|(?:选|点|no|number)?\s?\.?([1-5])")
_NTH_WITHIN = re.compile(r"第([一二两三四五1-5])(?:个|单|笔|张|条|次)?")
_ANEW = re.compile(
    r"再[来买要]|来[一两二三四五六七八九十\d]+[张个份]|(?:想|我)?要?买|下单|\b(?:buy|order (?:a|one|two|\d)"
    r"|i want|i need|give me|another)\b"
)
_POINTING = re.compile(r"[那这][笔单个张次]|之前|上次|昨天|前天|买的|下的|\b(?:that|the one|my|which i)\b")
_WORD = re.compile(r"[a-z]{2,}|\d+|[^\W\da-z_]+")
_FIGURE_WEIGHT = 2


def category_in(text: str, guess: Guess) -> Category | None:
    """The kind of trouble that a text tells of, by its words or else by what it surely wants; None if of none."""
    plain = normalise(in_common(text))
    for category, told in _BY_WORDS.items():
        if told.fullmatch(plain) if category is Category.OTHER else told.search(plain):
            return category
    return _BY_INTENT.get(guess.intent) if guess.is_sure and not asks(text) else None


def tells_what_happened(text: str) -> bool:
    """Whether a text says more than the name of a trouble, so that nobody need ask what happened."""
    return len(tokens_of(normalise(text))) >= _FEWEST_TOLD


def is_about_no_order(text: str) -> bool:
    """Whether somebody says that it is about no order."""
    return _NO_ORDER.search(normalise(in_common(text))) is not None


def order_in(text: str, names: Sequence[Iterable[str]]) -> int | None:
    """Which of some orders is meant, the latest being the first; None where none is, or more than one may be.

    It is meant by its place, by being the last, or by the `names` of its good (one set for each order) and their
    figures: 第二个, the last one, 话费50那笔. Who orders anew means none.
    """
    plain = normalise(in_common(text))
    if orders_anew(text):
        return None
    if (place := _place(plain)) is not None:
        return place if place < len(names) else None
    if _LAST.search(plain) and names:
        return 0
    return _best([_likeness(plain, each) for each in names])


def orders_anew(text: str) -> bool:
    """Whether the words are those of somebody who orders, and not of who speaks of an order they have."""
    plain = normalise(in_common(text))
    return _ANEW.search(plain) is not None and _POINTING.search(plain) is None


def is_over(text: str) -> bool:
    """Whether somebody says that it is settled or no longer wanted, and nothing besides."""
    plain = normalise(in_common(text))
    if _STILL.search(_OVER.sub(" ", plain)) or _OVER.search(plain) is None:
        return False
    return len(tokens_of(_AROUND.sub(" ", _OVER.sub(" ", plain)))) <= _MOST_LEFT


def _place(plain: str) -> int | None:
    for place, words in enumerate(_ORDINALS):
        if re.search(rf"\b(?:the )?(?:{words})\b", plain):
            return place
    found = _NTH.fullmatch(plain) or _NTH_WITHIN.search(plain)
    if found is None:
        return None
    said = next(each for each in found.groups() if each)
    return "12345".find(said) if said.isdigit() else _DIGITS.find(said.replace("两", "二"))


def _likeness(plain: str, names: Iterable[str]) -> int:
    """How many of the words and figures in a text are in the names of a good."""
    known = normalise(" ".join(names))
    parts = [part for word in _WORD.findall(plain) for part in _parts(word)]
    figures = sum(_FIGURE_WEIGHT for part in parts if part.isdigit() and re.search(rf"(?<!\d){part}(?!\d)", known))
    words = set(_WORD.findall(known))
    return figures + sum(part in (words if part.isascii() else known) for part in parts if not part.isdigit())


def _parts(word: str) -> list[str]:
    """A word of letters or digits as it is; Chinese in pairs of characters."""
    if word.isascii():
        return [word]
    return [word[start : start + 2] for start in range(len(word) - 1)]


def _best(scores: Sequence[int]) -> int | None:
    most = max(scores, default=0)
    return scores.index(most) if most and scores.count(most) == 1 else None
