"""Being hindered: somebody says that they can't order or pay, which is no wish to order and no question about goods.

Not here: any wish (intents), or what hinders them (backend.diagnosis).
"""

import re

from flows.understanding.normalise import normalise

_ACT = "下单|下订单|购买|付款|支付|付钱|结账|结算|提交|充值|买|订"
_CHINESE = re.compile(
    r"(?:下|买|订|付|结|提交|支付|购买|付款|下单)不(?:了|上|成|出去)(?:单|款|账|钱|东西|订单)?"
    rf"|(?:(?<!能)不能|没法|没办法|无法|不让我?|不给我?|老是?不能|一直不能|怎么不能|为(?:什么|啥)不能|不可以)(?:再|继续|正常|直接)?(?:{_ACT})"
    r"|(?<!恢复)(?:下单|付款|支付|购买|结账|提交订单)(?:老是?|总是?|一直|又|都)?(?:失败|报错|出错|不成功|没反应|不行|卡住)"
)
_BUY = "order|buy|purchase|check ?out|pay"
_NOT = "can ?t|cannot|can not|could ?n ?t|unable to|not able to|fail(?:s|ed|ing)? to|not allowed to"
_BETWEEN = "i|we|seem|get|even|to|still|actually|it|me|place|make|finish|complete|any|my|the|an?"
_ENGLISH = re.compile(
    rf"\b(?:{_NOT})(?: (?:{_BETWEEN})){{0,4}} (?:{_BUY}|payment)\b"
    rf"|\b(?:won ?t|does ?n ?t|not|do ?n ?t|never) let(?:s|ting)? me (?:\w+ )?(?:{_BUY})\b"
    r"|\b(?:order(?:ing)?|check ?out|purchase|payment)(?: (?:always|keeps?|button|page|still|just|is|on))*"
    r" (?:fail(?:s|ing)?|(?<!order )(?<!order is )failed"
    r"|(?:(?:do|does|did|is|was|won|will) ?)?(?:n ?t|not|t) (?:work(?:ing)?|go(?:ing)? through))\b"
)
"""Apostrophes are gone by the time it is asked."""


_AROUND = re.compile(
    r"为(?:什么|啥)|怎么回事|怎么|咋|我想|我(?:就|老|一直|总)?|又|老是|总是|一直|都|了|吗|呢|[?？，,。！!]"
    r"|\b(?:why|i|my|the|for|of|when|is|it|that|and|tell me|please|always|keeps?)\b"
)


def cannot_order(text: str) -> bool:
    """Whether somebody says that they can't order, buy or pay, in either language."""
    plain = normalise(text)
    return bool(_CHINESE.search(plain.replace(" ", "")) or _ENGLISH.search(plain))


def what_is_named(text: str) -> str:
    """What is left of such a sentence without saying so: what they would order, if that is named."""
    plain = normalise(text)
    tight = plain if plain.isascii() else plain.replace(" ", "")
    left = _ENGLISH.sub(" ", plain) if plain.isascii() else _ENGLISH.sub(" ", _CHINESE.sub(" ", tight))
    return " ".join(_AROUND.sub(" ", left).split())
