"""A bulk order on its page: what its check found, how far buying is, how it ended; and the files that go with it.

Not here: the conversation in which a file is sent (flows.bulk_order), or the files' insides (bot.sheets).
"""

from backend import bulk_orders, ledger
from backend.bulk_orders import MOST_TROUBLES_NAMED, BulkLine, BulkOrder, BulkStatus
from flows.screens import Button, Row, Screen, Sheet, button
from flows.turn import Turn
from flows.words import Words, from_json, words

BAR_WIDTH = 10
OF_PLAIN_FILES = frozenset({"not-text", "empty", "no-headings"})


def bulk_order(turn: Turn, bulk: BulkOrder) -> Screen:
    """The bulk order where it stands, with what can be done about it."""
    subject = f"bulk-order:{bulk.id}"
    match bulk.status:
        case BulkStatus.READING:
            return Screen(words("bulk-reading", file=bulk.name), (_ways_on(),), subject)
        case BulkStatus.UNREADABLE:
            return Screen(_why_unreadable(bulk), (_again(), _ways_on()), subject)
        case BulkStatus.CHECKED:
            return Screen(_preview(turn, bulk), _choices(turn, bulk), subject)
        case BulkStatus.BUYING:
            stop = button("button-bulk-pause", "bulk.pause", bulk=bulk.id)
            return Screen(_progress(bulk), ((stop,), _ways_on()), subject)
        case BulkStatus.PAUSED:
            go_on = button("button-bulk-go-on", "bulk.go-on", {"count": bulk.good - bulk.done}, bulk=bulk.id)
            return Screen(_progress(bulk), ((go_on,), *_files(bulk), _ways_on()), subject)
        case BulkStatus.DONE:
            return Screen(_done(bulk), (*_files(bulk), _again(), _ways_on()), subject)
        case BulkStatus.DROPPED:
            return Screen(words("bulk-dropped", file=bulk.name), (_again(), _ways_on()), subject)


def not_fetched(*, name: str, trouble: str) -> Screen:
    """A file that could not be fetched, and why."""
    return Screen(
        words(f"bulk-trouble-{trouble}", file=name, most=bulk_orders.MOST_ROWS, row=0), (_again(), _ways_on())
    )


def finished(bulk: BulkOrder) -> Screen:
    """'All rows are done': a message of its own, since its page may be far up by now."""
    return Screen(_done(bulk), (*_files(bulk), _ways_on()))


def template(turn: Turn) -> Screen:
    """The file to fill in."""
    del turn
    return Screen(words("bulk-template"), (_ways_on(),), sheet=Sheet("bulk-template", "bulk-order.csv"))


def troubles_file(bulk: BulkOrder) -> Screen:
    """The rows that can't be or were not bought, to be mended and sent again."""
    sheet = Sheet("bulk-troubles", f"bulk-order-{bulk.id}-to-mend.csv", bulk.id)
    return Screen(words("bulk-troubles-file", count=bulk.bad + bulk.failed), (_ways_on(),), sheet=sheet)


def results_file(bulk: BulkOrder) -> Screen:
    """Every row with its order and codes. It is not protected: it is of use only where it can be saved."""
    sheet = Sheet("bulk-results", f"bulk-order-{bulk.id}.csv", bulk.id)
    return Screen(words("bulk-results-file", count=bulk.bought), (_ways_on(),), sheet=sheet)


def _preview(turn: Turn, bulk: BulkOrder) -> Words:
    held = ledger.balance(turn.db, turn.person, bulk.total.currency)
    short = bulk_orders.missing(turn.db, bulk)
    return words(
        "bulk-checked",
        file=bulk.name,
        findings=_findings(turn, bulk),
        total=bulk.total,
        balance=held,
        then=words("bulk-short", missing=short) if short.minor else words("bulk-enough"),
    )


def _findings(turn: Turn, bulk: BulkOrder) -> list[Words]:
    found = [words("bulk-good", count=bulk.good)]
    if bulk.bad:
        found.append(words("bulk-bad", count=bulk.bad))
        found += [_trouble(line) for line in bulk_orders.troubles(turn.db, bulk, most=MOST_TROUBLES_NAMED)]
    if bulk.bad > MOST_TROUBLES_NAMED:
        found.append(words("bulk-more-bad", count=bulk.bad - MOST_TROUBLES_NAMED))
    return found


def _trouble(line: BulkLine) -> Words:
    reason = words("bulk-status-failed") if line.trouble is None else from_json(line.trouble)
    return words("bulk-row", row=line.number, reason=reason)


def _choices(turn: Turn, bulk: BulkOrder) -> tuple[Row, ...]:
    rows: list[Row] = []
    if bulk.good and not bulk_orders.missing(turn.db, bulk).minor:
        rows.append((button("button-bulk-buy", "bulk.buy", {"count": bulk.good, "total": bulk.total}, bulk=bulk.id),))
    elif bulk.good:
        rows.append((button("button-bulk-look-again", "bulk", bulk=bulk.id), button("button-balance", "balance")))
    if bulk.bad:
        rows.append((_troubles_button(bulk),))
    return (*rows, (button("button-bulk-drop", "bulk.drop", bulk=bulk.id),), _ways_on())


def _progress(bulk: BulkOrder) -> Words:
    filled = BAR_WIDTH * bulk.done // bulk.good
    bar = "▓" * filled + "░" * (BAR_WIDTH - filled)
    return words(
        f"bulk-{bulk.status}",
        file=bulk.name,
        bar=bar,
        done=bulk.done,
        rows=bulk.good,
        spent=bulk.spent,
        failed=bulk.failed,
    )


def _done(bulk: BulkOrder) -> Words:
    return words("bulk-done", file=bulk.name, count=bulk.bought, failed=bulk.failed + bulk.bad, spent=bulk.spent)


def _why_unreadable(bulk: BulkOrder) -> Words:
    return words(f"bulk-trouble-{bulk.trouble}", file=bulk.name, most=bulk_orders.MOST_ROWS, row=bulk.trouble_row or 0)


def _files(bulk: BulkOrder) -> tuple[Row, ...]:
    buttons: list[Button] = []
    if bulk.bought:
        buttons.append(button("button-bulk-results", "bulk.results", bulk=bulk.id))
    if bulk.bad + bulk.failed:
        buttons.append(_troubles_button(bulk))
    return (tuple(buttons),) if buttons else ()


def _troubles_button(bulk: BulkOrder) -> Button:
    return button("button-bulk-troubles", "bulk.troubles", bulk=bulk.id)


def _again() -> Row:
    return (button("button-bulk-another", "bulk.send"),)


def _ways_on() -> Row:
    return (button("button-menu", "menu"), button("button-human", "human"))
