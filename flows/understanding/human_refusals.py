"""Human refusals: the sentences that decline a person, made of the human words.

Not here: what is said besides them (humans), or the sentences that call for one (human_calls).
"""

from flows.understanding.human_words import HUMAN_WORDS, WHO

_WHY = r"(?<!<refuse.why>)(?<!都)"
_NEEDLESS = r"<refuse.needless><refuse.again>?<refuse.for_me>?"
_HUMAN = r"<refuse.verbs>?<refuse.to>?<refuse.human><refuse.service>?"

_CHINESE = HUMAN_WORDS.sentences(rf"{_WHY}{_NEEDLESS}{_HUMAN}(?!.{{0,2}}<refuse.question>)")
_ENGLISH = HUMAN_WORDS.sentences(
    rf"\b<refuse.english.do_not>(?: <refuse.english.between>)* (?:<refuse.english.kind> )*{WHO}\b",
    rf"\bno (?:<refuse.english.real> )?{WHO} <refuse.english.needed>\b",
)


def without_refusals(plain: str) -> str:
    """The text without the words that decline a person; why there is none is no declining."""
    if "why" in plain.split():
        return plain
    return _ENGLISH.sub(" ", _CHINESE.sub(" ", plain))
