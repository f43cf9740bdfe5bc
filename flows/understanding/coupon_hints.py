"""Coupon hints: which coupon somebody wants to pay less with — its code, or else the words for it.

Not here: whether there is such a coupon, or what it takes off (backend.coupons).
"""

import re
from dataclasses import dataclass

from flows.understanding.normalise import to_simplified
from flows.understanding.order_words import any_of

_NAMED, _WHAT = any_of("coupon.named"), any_of("coupon.named", "coupon.loose")
_LOOSE_CODE = r"(?=[A-Za-z0-9-]*[A-Za-z])[A-Za-z0-9][A-Za-z0-9-]{2,24}"
_CODE = r"(?:(?=[A-Za-z0-9-]*\d)(?=[A-Za-z0-9-]*[A-Za-z])[A-Za-z0-9][A-Za-z0-9-]{2,24}|[A-Z]{4,20})"
_WORD = r"(?<![A-Za-z])"
_ENGLISH, _ALONE = f"{_WORD}(?i:{any_of('coupon.english')})", f"(?i:{any_of('coupon.english_alone')})"
_USE, _USE_ENGLISH = any_of("coupon.use"), f"{_WORD}(?i:{any_of('coupon.use_english')})"
_A = "(?:一?张|个|上|掉|我的|[那这](?:一?张|个)|一下)?"
_MINE, _THAT = "(?:把|那张|那个|我的)(?:我的|那张|那个)?", f"(?:{any_of('coupon.that')})?"
_WORTH = r"(?:满\d+减\d+的?|\d+(?:块|元)?的?|[\d一二三四五六七八九]{1,2}(?:\.\d)?折的?)"

_OFF = r"(?:[\d一二三四五六七八九]{1,2}(?:\.\d)?折|满\d+减\d+|满减)的?"
_FROM = any_of("coupon.from")

_FORMS = tuple(
    re.compile(rf"(?:,\s*)?{form}")
    for form in (
        # coupon "early bird"
        rf"{_ENGLISH}\s?[:#]?\s?[\"“](?P<hint>[^\"”]{{2,30}})[\"”]",
        # 优惠码叫 开学礼; 有折扣码吗 我有一个叫 夏日赏
        rf"(?:(?:{_USE}|填|输入?|有){_A}\s*)?{_WHAT}(?:[^,，。]{{0,6}}?有一?[个张])?(?:名字)?叫(?:做|作)?\s*"
        r"[\"“「]?(?P<hint>[^\s,，。!?\"”」]{2,12})[\"”」]?",
        # 下单填下这个码 SAVE10
        rf"(?:{_USE}|填|输入?){_A}(?:下|一下)?(?:这个|那个|我的)?码\s*(?:是|为|叫|:)?\s*(?P<hint>{_CODE})(?![A-Za-z0-9@.])",
        # apply SAVE10
        rf"{_WORD}(?i:apply|applying)\s+(?i:(?:my|the) )?\"?(?P<hint>{_CODE})(?![A-Za-z0-9@.])\"?",
        # 优惠码 SAVE10, 用券NEW5, coupon code: SAVE10
        rf"(?:(?:{_USE}|填|输入?|有){_A}\s*)?(?:{_WHAT}|{_ENGLISH})\s*(?:是|为|is|填写?|输入?|用)?\s*[:#]?\s*\"?"
        rf"(?P<hint>{_CODE})(?![A-Za-z0-9@.])\"?",
        # use voucher SPRING5: without the verb it may be what is bought
        rf"{_USE_ENGLISH} (?i:(?:my|the|a|this) )?(?i:voucher)\s?[:#]?\s?\"?(?P<hint>{_CODE})(?![A-Za-z0-9@.])\"?",
        # 用 NEW5 这个券, use SAVE10 as coupon
        rf"(?:{_USE}|{_USE_ENGLISH})\s*\"?(?P<hint>{_LOOSE_CODE})\"?\s*{_THAT}\s*"
        rf"(?:{_WHAT}|码|(?:my |a )?{_ENGLISH})(?![A-Za-z])",
        # 那张满减券给我用上, 把券用掉
        rf"{_MINE}(?P<hint>(?:{_WORTH}|\S{{1,3}})?(?:券|劵|优惠码|红包)){any_of('coupon.give')}?{any_of('coupon.used_up')}",
        # 新用户优惠给我用上, 用首单优惠
        rf"(?:^|(?<=[\s,]))(?P<hint>[^\s,\d]{{1,4}}{any_of('coupon.reduction')}){any_of('coupon.give')}?{any_of('coupon.used_up')}",
        rf"(?:{_USE}{_A}|享受?)(?P<hint>[^\s,\d]{{1,4}}{any_of('coupon.reduction')})(?=[\s,]|$)",
        # 用上次那张九折券, 有那个满减券记得给我用上, 用老客户9折码
        rf"(?:(?:{_USE}|有|拿|领)[^\s,，\d]{{0,8}}?)??(?P<hint>{_FROM}?{_OFF}(?:优惠)?[券劵码卷])"
        rf"(?:记得|麻烦|帮我|给我|也)*(?:{any_of('coupon.used_up')}|{any_of('coupon.may_use')})?",
        # 有没有老客优惠可以用
        rf"有(?:没有|冇|没|吗)?(?P<hint>[^\s,\d有没冇]{{1,4}}{any_of('coupon.reduction')}){any_of('coupon.may_use')}",
        # 用张满100减10的券, 用券
        rf"(?P<hint>{_USE}{_A}\s*(?:{_WORTH}|\S{{0,4}}?)(?:{_WHAT}))",
        # 有张九折券, 用掉我那张满200减20
        rf"{any_of('coupon.have')}{_A}(?P<hint>{_WORTH}[券劵])(?:{any_of('coupon.used_up')})?",
        # 有满50减5的券, 优惠券
        rf"(?:有(?:一?张|个)?)?(?P<hint>满\d+减\d+的?(?:优惠)?[券劵]|{_NAMED})",
        # 用掉我那张满200减20
        rf"(?:{_USE}{_A}\s*)?(?:我的?)?(?:[那这]张)?(?P<hint>满\d+减\d+)(?!\d)",
        # a 10% off voucher
        rf"{_WORD}(?:(?i:a|my|the) )?(?P<hint>\d{{1,2}}\s?% (?i:off(?: voucher)?|voucher|{any_of('coupon.english')}))",
        # with my coupon
        rf"{_WORD}(?i:(?:and |please )*{any_of('coupon.with')}\s+)?(?i:(?:my|a|the|this)\s+)?"
        rf"{_WORD}(?P<hint>{_ALONE})(?![A-Za-z])",
        # with my new customer discount
        rf"{_WORD}(?i:{any_of('coupon.with')}) (?i:my|the|a|your) (?P<hint>(?i:(?:[a-z]+[ -]){{0,2}}"
        rf"{any_of('coupon.reduction_english')}))(?![A-Za-z])",
        # apply my voucher: without the verb it may be what is bought
        rf"{_WORD}(?i:{any_of('coupon.redeem')}) (?i:my|a|the|this) (?P<hint>(?i:voucher))(?![A-Za-z])",
    )
)
_USED = re.compile(rf"^{_USE}{_A}\s*(?=\S{{2,}})(?![券劵]$)")


@dataclass(frozen=True)
class Hinted:
    """The hint, or None, and the line without it."""

    hint: str | None
    rest: str


def take_hint(text: str) -> Hinted:
    """The coupon that the line names; its code if it says one. Expects a text in half-width forms."""
    line = to_simplified(text)
    if len(line) != len(text):
        line = text
    for form in _FORMS:
        if found := form.search(line):
            used = _USED.match(found["hint"].lstrip())
            hint = text[slice(*found.span("hint"))].strip()[used.end() if used else 0 :]
            return Hinted(hint, f"{text[: found.start()]} , {text[found.end() :]}")
    return Hinted(None, text)
