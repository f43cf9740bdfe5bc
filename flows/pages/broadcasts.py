"""The pages of broadcasts: the list, one with its progress, and the message itself.

Not here: composing one (flows.broadcast), or what becomes of it (backend.broadcasts).
"""

from backend import broadcasts, catalogue, maintenance
from backend.broadcasts import Broadcast, BroadcastStatus, Link, Tally
from backend.people import Person
from flows.events import Matter
from flows.pages import maintenance as maintenance_pages
from flows.pages.shelves import page_row
from flows.screens import Attachment, Button, Row, Screen, button
from flows.turn import Turn
from flows.words import Words, words
from storage.catalogue import nearest

PER_PAGE = 6
LONGEST_EXCERPT = 120
BAR_BLOCKS = 12


def message(turn: Turn, broadcast: Broadcast, person: Person) -> Screen:
    """What this person gets: their language's text, the photo, the way into the shop, and a way to hear no more."""
    rows: tuple[Row, ...] = ((button("button-news-stop", "news.stop"),),)
    if broadcast.link is Link.SHELVES:
        rows = ((button("button-browse", "news.open", broadcast=broadcast.id),), *rows)
    elif broadcast.link is Link.PRODUCT:
        label = {"product": _product_name(turn, broadcast.link_product_id, person.language)}
        rows = ((button("button-news-product", "news.open", label, broadcast=broadcast.id),), *rows)
    attachment = None if broadcast.photo is None else Attachment(Matter.PHOTO, broadcast.photo)
    return Screen(_text_for(turn, broadcast, person.language), rows, attachment=attachment)


def broadcast_list(turn: Turn, *, page: int) -> Screen:
    """All broadcasts, newest first."""
    shown = broadcasts.all_broadcasts(turn.db, page=page, per_page=PER_PAGE)
    return Screen(
        words("broadcasts", page=shown.number, pages=shown.count),
        (
            *(
                (
                    button(
                        "button-broadcast",
                        "broadcast",
                        {"number": str(each.id), "status": each.status.value, "text": _excerpt(turn, each)},
                        broadcast=each.id,
                    ),
                )
                for each in shown.items
            ),
            *page_row("broadcasts", shown),
            (button("button-broadcast-compose", "broadcast.compose"), button("button-maintenance", "maintenance")),
        ),
    )


def broadcast_page(turn: Turn, broadcast: Broadcast) -> Screen:
    """One broadcast: what it says and to whom, how far it is, and what can be done with it now."""
    return Screen(
        words(
            "broadcast-page",
            number=str(broadcast.id),
            status=broadcast.status.value,
            text=_excerpt(turn, broadcast),
            facts=_facts(turn, broadcast),
        ),
        (*_acts(broadcast), (button("button-broadcasts", "broadcasts"), button("button-menu", "menu"))),
        subject=_subject(broadcast),
    )


def start_question(turn: Turn, broadcast: Broadcast) -> Screen:
    """'Really send it to so many?'"""
    reach = broadcasts.reach(turn.db, broadcast.segment, buyers_of=broadcast.buyers_of)
    yes = button("button-broadcast-start-yes", "broadcast.start", broadcast=broadcast.id)
    return _question(broadcast, words("broadcast-start-really", people=reach.people), yes)


def cancel_question(broadcast: Broadcast) -> Screen:
    """'Really cancel it?'"""
    yes = button("button-broadcast-cancel-yes", "broadcast.cancel", broadcast=broadcast.id)
    return _question(broadcast, words("broadcast-cancel-really"), yes)


def ended(turn: Turn, broadcast: Broadcast) -> Screen:
    """'It is over', with the report."""
    lines = _report(broadcasts.tally(turn.db, broadcast))
    return Screen(
        words("broadcast-ended", number=str(broadcast.id), report=lines),
        ((button("button-broadcast-page", "broadcast", broadcast=broadcast.id),),),
    )


def _question(broadcast: Broadcast, text: Words, yes: Button) -> Screen:
    not_now = button("button-broadcast-not-now", "broadcast", broadcast=broadcast.id)
    return Screen(text, ((yes,), (not_now,)), subject=_subject(broadcast))


def _text_for(turn: Turn, broadcast: Broadcast, language: str) -> Words:
    if broadcast.maintenance_id is not None:
        return maintenance_pages.notice(maintenance.the_maintenance(turn.db, broadcast.maintenance_id), language)
    return words("broadcast-message", text=nearest(broadcast.texts, language))


def _excerpt(turn: Turn, broadcast: Broadcast) -> str:
    text = " ".join(nearest(broadcast.texts, turn.person.language).split())
    return text if len(text) <= LONGEST_EXCERPT else f"{text[:LONGEST_EXCERPT]}…"


def _facts(turn: Turn, broadcast: Broadcast) -> list[Words]:
    facts = [_segment(turn, broadcast)]
    if broadcast.photo is not None:
        facts.append(words("broadcast-has-photo"))
    if broadcast.link is not Link.NONE:
        product = _product_name(turn, broadcast.link_product_id, turn.person.language)
        facts.append(words("broadcast-has-link", link=broadcast.link.value, product=product))
    if broadcast.status is BroadcastStatus.SCHEDULED and broadcast.starts_at is not None:
        facts.append(words("broadcast-starts-at", at=broadcast.starts_at))
    if broadcast.last_person_id is not None:
        return [*facts, *_progress(broadcast, broadcasts.tally(turn.db, broadcast))]
    return facts if broadcast.status is BroadcastStatus.CANCELLED else [*facts, _reach(turn, broadcast)]


def _segment(turn: Turn, broadcast: Broadcast) -> Words:
    product = _product_name(turn, broadcast.buyers_of, turn.person.language)
    return words("broadcast-segment", segment=broadcast.segment.value, product=product)


def _reach(turn: Turn, broadcast: Broadcast) -> Words:
    reach = broadcasts.reach(turn.db, broadcast.segment, buyers_of=broadcast.buyers_of)
    return words("broadcast-reach", people=reach.people, left_out=reach.blocked + reach.opted_out)


def _progress(broadcast: Broadcast, tally: Tally) -> list[Words]:
    """The bar, of those enlisted so far, and the numbers behind it."""
    percent = 100 * tally.settled // max(1, tally.recipients) if broadcast.is_enlisted else 0
    filled = BAR_BLOCKS * percent // 100
    bar = "█" * filled + "░" * (BAR_BLOCKS - filled)
    return [words("broadcast-bar", bar=bar, percent=percent), *_report(tally)]


def _report(tally: Tally) -> list[Words]:
    waiting = tally.pending + tally.under_way
    report = [words("broadcast-sent", sent=tally.sent, recipients=tally.recipients)]
    if waiting:
        report.append(words("broadcast-waiting", waiting=waiting))
    if blocked := tally.blocked + tally.unreached:
        report.append(words("broadcast-blocked", blocked=blocked))
    if tally.unknown:
        report.append(words("broadcast-unknown", unknown=tally.unknown))
    if left_out := tally.opted_out + tally.cancelled:
        report.append(words("broadcast-left-out", left_out=left_out))
    return report


def _acts(broadcast: Broadcast) -> tuple[Row, ...]:
    def act(key: str, action: str) -> Row:
        return (button(key, action, broadcast=broadcast.id),)

    preview = act("button-broadcast-preview", "broadcast.preview")
    cancel = act("button-broadcast-cancel", "broadcast.cancel-question")
    start = act("button-broadcast-start", "broadcast.start-question")
    match broadcast.status:
        case BroadcastStatus.DRAFT:
            return (preview, start, act("button-broadcast-schedule", "broadcast.schedule"), cancel)
        case BroadcastStatus.SCHEDULED:
            return (preview, start, cancel)
        case BroadcastStatus.RUNNING:
            return (act("button-broadcast-pause", "broadcast.pause"), cancel)
        case BroadcastStatus.PAUSED:
            return (act("button-broadcast-resume", "broadcast.start"), cancel)
        case BroadcastStatus.DONE | BroadcastStatus.CANCELLED:
            return (preview,)


def _subject(broadcast: Broadcast) -> str:
    return f"broadcast:{broadcast.id}"


def _product_name(turn: Turn, product_id: str | None, language: str) -> str:
    return "" if product_id is None else catalogue.the_product(turn.db, product_id).name_in(language)
