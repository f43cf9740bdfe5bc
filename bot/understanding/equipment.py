"""Equipment: all that a bot understands with, built as its settings want it, with what it does beside the turns.

Not here: what any of it does, or the rest of the bot (bot.wiring).
"""

from collections.abc import Coroutine, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.cannot_do import CannotDo
from bot.clock import Clock
from bot.jobs.learning import learning_job
from bot.jobs.reranking import reranking_job
from bot.jobs.worker import Handler
from bot.settings import LOCALES, BadSettings, Settings
from bot.understanding.faq import BadQuestions, get_ready, questions_of
from bot.understanding.learned import Base, base_of
from bot.understanding.reranker import Reranker
from bot.understanding.taught import JOB as LEARNING
from bot.understanding.taught import Taught
from bot.understanding.warming import keep_count, keep_warm
from flows.understanding.questions import Questions
from flows.understanding.redaction import Vocabulary
from storage.database import Database


@dataclass(frozen=True)
class Equipment:
    """What is understood with from the start; what the shop teaches comes on top (`Taught`)."""

    base: Base
    questions: Questions
    reranker: Reranker | None
    sayings: Path | None

    @property
    def vocabulary(self) -> Vocabulary | None:
        """The words of a sentence that may go out; None where nobody else is asked."""
        return None if self.reranker is None else self.base.learned.vocabulary

    def jobs(self, database: Database, clock: Clock, taught: Taught) -> Mapping[str, Handler]:
        """The slow work of understanding, by kind."""
        return {
            LEARNING: learning_job(database, clock, self.base, own=self.sayings, look=taught.look),
            "reranking": reranking_job(self.reranker, clock),
        }

    def beside_turns(self, database: Database, clock: Clock, taught: Taught) -> Iterator[Coroutine[None, None, None]]:
        """What keeps it ready and up to date in a process that takes turns, each without end or until it is done."""
        yield keep_warm(database, clock)
        yield keep_count(database, clock)
        yield get_ready(self.questions, clock)
        yield taught.run()


def equipment_of(settings: Settings, clock: Clock) -> Equipment:
    """Build it. Raises BadSettings."""
    try:
        base = base_of(LOCALES, settings.sayings)
        questions = questions_of(LOCALES, settings.faq, base.classifier)
    except CannotDo as error:
        raise BadSettings(str(error)) from None
    except BadQuestions as error:
        raise BadSettings(f"FAQ is not usable: {error}") from None
    return Equipment(base, questions, _reranker(settings, clock), settings.sayings)


def _reranker(settings: Settings, clock: Clock) -> Reranker | None:
    if settings.reranker_url is None or settings.reranker_model is None:
        return None
    key = None if settings.reranker_key is None else settings.reranker_key.get_secret_value()
    return Reranker(url=settings.reranker_url, model=settings.reranker_model, key=key, clock=clock)
