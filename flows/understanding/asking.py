"""Asking: whether a text has the form of a question, and whether it asks how something goes or at what hours.

Not here: which question it is (questions).
"""

import re

_ASKS = re.compile(
    r"[?？]|怎|如何|咋|哪|吗|么$|啥|什么|多久|教程|步骤|\b(?:how|where|what|which|why|when|who|can|do|does|is|are|will)\b",
    re.IGNORECASE,
)

_ASKS_HOW = re.compile(
    r"怎么(?!还|又|老|一直|总|没|不|这么|回事)|怎样|如何|咋(?!还|又|老|没|不|这么|回事)|是什么|是啥|什么意思|哪里|哪儿"
    r"|(?:能|可以)(?:不能|不可以)?[^,，。]{0,6}[吗么嘛]|能不能|可不可以"
    r"|\b(?:how (?:do|does|can|to|is|are|will|would|should)"
    r"|what (?:is|are)(?! my)|what ?s an?|is (?:it|this|that) \w+able|when (?:do|can|will))\b",
    re.IGNORECASE,
)
_MISSED = re.compile(r"没|未|\b(?:not|n[’']t|never|still|nothing)\b|[n][’']t\b", re.IGNORECASE)
_ASKS_WHEN = re.compile(
    r"什么时候|啥时候|几点|时间|上班|下班|周末|\b(?:when|hours?|opening|weekends?|what time)\b", re.IGNORECASE
)


def asks(text: str) -> bool:
    """Whether the text has the form of a question; the name of a product hasn't."""
    return _ASKS.search(text) is not None


def asks_how(text: str) -> bool:
    """Whether it is asked how something goes, by whomever, and not why it didn't."""
    return _ASKS_HOW.search(text) is not None and _MISSED.search(text) is None


def asks_when(text: str) -> bool:
    """Whether it is asked at what hours something is."""
    return _ASKS_WHEN.search(text) is not None
