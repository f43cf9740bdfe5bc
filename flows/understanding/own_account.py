"""One's own account with the shop: its phone and its data, which the account page shows and changes.

Not here: phones to be topped up (accounts), what hinders an account (hindered, backend.diagnosis), or the page itself.
"""

import re

from flows.understanding.dialects import in_common
from flows.understanding.intents import Guess, Intent
from flows.understanding.normalise import normalise

_PHONE = r"(?:手机号?码?|电话号?码?|号码|手机)"
_CHINESE = re.compile(
    rf"(?:绑定?|换绑|解绑|改绑|重绑|验证|认证|更换|更改|修改|更新|变更|换掉?|改)(?:一下|个|了)?(?:我的?|账[号户]的?|新的?|绑定的?|本人的?)*{_PHONE}"
    rf"|{_PHONE}(?:怎么|如何|要|能不能|可以|想)?(?:绑定|换绑|解绑|验证|认证|更换|换了|换一个|变更|更新)"
    r"|实名(?:认证|验证)?|身份(?:认证|验证)"
    r"|(?:删除|删掉|删了|清除|清空|注销|抹掉|导出|查看|看看|看一下)(?:一下)?(?:我的?"
    r"|本人的?)(?:账[号户])?的?(?:所有|全部|个人)?的?(?:信息|资料|数据|隐私)"
    r"|(?:有|存了?|记了?|记录了?|保存了?|知道)(?:些|什么|哪些)?我的?(?:什么|哪些|些什么)(?:信息|资料|数据)?"
    r"|把我的?(?:所有|全部|个人)?的?(?:信息|资料|数据)\S{0,3}(?:删|清|抹)"
)
_NOT_CHINESE = re.compile(
    r"错|订单|充|话费|收不到|验证码|执照|许可证|批发|卡密|买|换手机(?!号)(?:了|以后|后)|会不会|为什么|为啥|干嘛"
    r"|干什么|安全"
    r"|登|进不|入唔|进去"
)
_ENGLISH = re.compile(
    r"\b(?:verify|bind|link|change|update|add|confirm|unbind|unlink|remove|replace|switch|edit|register|new)"
    r" (?:my |the |a |an |another |own |account |mobile |cell |registered |different |new )*(?:phone|mobile"
    r"|cell ?phone)\b"
    r"|\b(?:phone|mobile|number) (?:is |be |get |not |number )*(?:verified|verification|bound|linked|confirmed"
    r"|changed)\b"
    r"|\b(?:delete|erase|remove|show|see|download|export|view|check) (?:me )?(?:all )?(?:of )?my (?:personal "
    r"|own |account )?(?:data|details|information|info)\b"
)
_NOT_ENGLISH = re.compile(
    r"\b(?:wrong|mistyped|typed|orders?|top ?up|topup|recharge|cards?|codes?|buy|safe|why|esim|licen[cs]e|wholesale"
    r"|merchant|(?:got|have|with|on) (?:a|my) new|log(?:in)?|sign|enter|access|locked|language)\b"
)
_MAY_BE = (Intent.ACCOUNT_FROZEN_OR_LOGIN, Intent.LICENCE_OR_VERIFICATION, Intent.COMPLAINT)


def speaks_of_own_account(text: str, guess: Guess) -> bool:
    """Whether somebody wants their phone verified or changed, or their data shown or deleted."""
    if guess.is_sure and guess.intent not in _MAY_BE:
        return False
    plain = normalise(in_common(text))
    tight = plain.replace(" ", "")
    if _CHINESE.search(tight):
        return _NOT_CHINESE.search(tight) is None
    return _ENGLISH.search(plain) is not None and _NOT_ENGLISH.search(plain) is None
