"""Human calls: the sentences that call for a person, made of the human words.

Not here: which of them count when (humans), or the sentences that decline one (human_refusals).
"""

from flows.understanding.human_words import HUMAN_WORDS, SOMEBODY, WHO

_sentences = HUMAN_WORDS.sentences

CHINESE = _sentences(
    # 人工, 客服在吗, 转客服
    r"<staff.alone>",
    r"客服(?=$|\s|<service.behind>)",
    r"<service.before>\S{0,3}客服(?!态度)",
    # 叫个人来, 让同事联系我, 派个技术员来看
    rf"<fetch.verbs><fetch.whom>?的?{SOMEBODY}(?:$|\s|<fetch.then>)",
    r"<have.verbs>\S{0,4}?<staff.colleague+staff.any><have.for_me>?<have.called>?<have.come>",
    r"<send.verbs><send.one>\S{0,4}的?<staff.colleague+staff.any><send.to_do>",
    r"<want.expert>\S{0,8}?<staff.behind_the_shop+staff.experts>",
    r"<staff.experts><want.able>\S{0,4}<want.explain>",
    r"让\S{0,6}的人<want.look>",
    # 转到人, 给我人, 转rg, 给我换个会的
    r"转到人(?!民)",
    r"给我人(?=$|\s)",
    r"转\s?<put_through.letters>(?![a-z])",
    r"给我<put_through.give>个?<put_through.knows>",
    # 跟真人聊, 和人说, 联系你们
    r"<talk.with><talk.living>?人<talk.to>",
    r"<talk.casually_with>人<talk.say>",
    r"<contact.verbs><contact.whom>",
    # 店长呢, 经理在吗, 有人吗, 没人管
    r"<staff.any><there.staff>",
    r"<staff.behind_the_shop><there.behind_the_shop>",
    r"<there.is_one><there.to_help>",
    r"<there.is_any><there.present>",
    r"<there.asked>(?=$|\s|<there.at_the_end+there.question>)",
    r"<there.asked_at_length>(?=$|\s|<there.at_the_end>)",
    r"<there.nobody>",
    r"<there.come>(?=$|\s|<there.come_behind>)",
    # 不想跟机器人聊, 别自动回复
    r"<machine.not>\S{0,2}<talk.casually_with>机器",
    r"<machine.dislike><talk.casually_with>?<machine.bot>",
    r"<machine.stop>\S{0,3}<machine.automatic>\S{0,2}回复",
)
PINYIN = _sentences(
    r"(?<![a-z])<pinyin.human_before>?\s?ren\s?gong(?!\s?zhi)(?![a-z])",
    r"(?<![a-z])<pinyin.service_before>?\s?ke\s?fu(?![a-z])",
    r"(?<![a-z])<pinyin.alone>(?![a-z])",
)
LIVING = _sentences(
    rf"\b<who.living> (?:{WHO}|chat)(?= <who.soon+who.living_behind>\b|$)",
    r"\b<who.living_alone>\b",
)
ASKED = _sentences(rf"\b<ask.verbs>(?: <ask.between>)* {WHO}\b(?= <who.soon+ask.behind>\b|$)")
ALONE = _sentences(rf"(?:<who.before> )*{WHO}(?: <who.soon+who.behind>)*")
ANYBODY = _sentences(
    # is there a human online, anybody here, can she call
    rf"\b<anybody.is> (?:there )?<anybody.any>?\s?{WHO}\b.{{0,25}}\b<anybody.around>\b",
    r"\b<anybody.named> (?:\w+ )?<anybody.present>\b",
    rf"\bany (?:\w+ )?{WHO} <anybody.inside> <anybody.place>\b",
    r"\b<anybody.real> real\b",
    r"\bcan <anybody.they> (?:please )?<anybody.write>\b",
    # hotline, phone number of support, contact you, talk 2 someone
    r"\b<ask.desk>\b",
    r"\b<ask.number> <ask.number_of> <ask.department>",
    r"\b<ask.contact> <ask.contacted>\b",
    rf"\b<insist.briefly> 2 {WHO}\b",
    r"\bstop (?:\w+ )?(?:automat\w*|<insist.canned>) <insist.replies>\w*",
)
NOBODY = _sentences(r"\b<nobody.named> (?:<nobody.between> )*<nobody.answers>\w*")

INSISTED = _sentences(
    # put me through, no more bots, whoever runs this
    r"\b<insist.phrases>\b",
    r"\b<insist.no> (?:\w+ ){0,4}<insist.bots>\b",
    r"\bwhoever <insist.handles>\b",
    r"\bpass <insist.passed> <insist.onward>\b",
    r"\bget past <insist.the> <insist.obstacle>\b",
    # could someone please check, speak to a manager
    r"\b<insist.could> <insist.someone> (?:\w+ ){0,4}<insist.act>\b",
    rf"\b<insist.talk> <insist.with>(?: <insist.any>)* {WHO}\b",
    # 转人工, 找真人, 派个人
    r"转<put_through.to>?<staff.human_or_service>",
    r"<want.verbs>个?<staff.human>(?!智)",
    rf"<send.plainly><send.one>\S{{0,4}}?{SOMEBODY}(?!<send.other>)",
)
"""What calls for a human whatever else is said."""
