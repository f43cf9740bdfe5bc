"""A card file on its way into the stock: what the check found, how far it is, how it ended. Never a code.

Not here: the conversation in which it is sent (flows.stock_import).
"""

from collections.abc import Sequence

from backend import catalogue, stock, stock_files
from backend.money import Money
from backend.stock import CheckedCards, LineTrouble
from backend.stock_files import StockFile, StockFileStatus
from flows.screens import Row, Screen, button
from flows.turn import Turn
from flows.words import Arg, Words, words

BAR_WIDTH = 10


def stock_file(turn: Turn, file: StockFile) -> Screen:
    """The file where it stands, with what can be done about it."""
    subject = f"stock-file:{file.id}"
    match file.status:
        case StockFileStatus.CHECKED:
            take = button("button-take-in", "stock-file.take", {"count": file.fresh}, file=file.id)
            drop = button("button-drop-file", "stock-file.drop", file=file.id)
            describe = button("button-describe-batch", "stock-file.describe", file=file.id)
            found = _say(turn, file, findings=_findings(file), batch=_batch(turn, file))
            return Screen(found, ((take,), (describe,), (drop,)), subject)
        case StockFileStatus.LOADING:
            filled = BAR_WIDTH * file.done // file.codes
            bar = "▓" * filled + "░" * (BAR_WIDTH - filled)
            progress = _say(turn, file, bar=bar, done=file.done, codes=file.codes)
            return Screen(progress, ((button("button-menu", "menu"),),), subject)
        case StockFileStatus.LOADED:
            known = file.known + file.fresh - file.added
            left = stock.level(turn.db, file.product_id).available
            text = _say(turn, file, count=file.added, known=known, left=left, batch=_batch(turn, file))
            return Screen(text, _ways_on(file.product_id), subject)
        case StockFileStatus.DROPPED:
            return Screen(_say(turn, file), _ways_on(file.product_id), subject)


def nothing_new(turn: Turn, product_id: str, *, name: str, checked: CheckedCards) -> Screen:
    """A file without a single new code."""
    product = catalogue.the_product(turn.db, product_id)
    found = _found(
        fresh=0,
        known=checked.duplicates,
        rejected=len(checked.rejected),
        lines=stock_files.named_lines(checked),
    )
    text = words("stock-file-nothing-new", file=name, product=product.name_in(turn.person.language), findings=found)
    return Screen(text, _ways_on(product_id))


def unreadable(product_id: str, *, name: str, trouble: str) -> Screen:
    """A file that could not be read at all, and why."""
    text = words(f"stock-trouble-{trouble}", file=name, most=stock_files.MOST_CODES)
    return Screen(text, _ways_on(product_id))


def _say(turn: Turn, file: StockFile, **facts: Arg) -> Words:
    """Where the file stands, in words; each status has its own."""
    product = catalogue.the_product(turn.db, file.product_id).name_in(turn.person.language)
    return words(f"stock-file-{file.status}", file=file.name, product=product, **facts)


def _batch(turn: Turn, file: StockFile) -> list[Words]:
    """What one of its codes cost, and until when they are good, as far as that was said."""
    told = []
    if file.cost_minor is not None:
        currency = catalogue.the_product(turn.db, file.product_id).currency
        told.append(words("stock-batch-cost", cost=Money(file.cost_minor, currency)))
    if file.expires_at is not None:
        until = stock_files.last_day(file.expires_at, turn.shop.time_zone)
        told.append(words("stock-batch-until", day=until.isoformat()))
    return told


def _findings(file: StockFile) -> list[Words]:
    return _found(fresh=file.fresh, known=file.known, rejected=file.rejected, lines=file.rejected_lines)


def _found(*, fresh: int, known: int, rejected: int, lines: Sequence[Sequence[int | str]]) -> list[Words]:
    """How many codes are new, known already or none at all; of the latter the first by line and reason."""
    found = [words("stock-check-new", count=fresh)]
    if known:
        found.append(words("stock-check-known", count=known))
    if rejected:
        found.append(words("stock-check-rejected", count=rejected))
        found += [_rejected(line=int(line), reason=str(reason)) for line, reason in lines]
        if rejected > len(lines):
            found.append(words("stock-check-more-rejected", count=rejected - len(lines)))
    return found


def _rejected(*, line: int, reason: str) -> Words:
    trouble = LineTrouble[reason]
    key = "stock-line-too-long" if trouble is LineTrouble.TOO_LONG else "stock-line-unreadable"
    return words("stock-check-line", line=line, reason=words(key, most=stock.LONGEST_CODE))


def _ways_on(product_id: str) -> tuple[Row, ...]:
    return (
        (
            button("button-another-file", "stock", product=product_id),
            button("button-desk-back", "product.desk", product=product_id),
        ),
        (button("button-menu", "menu"),),
    )
