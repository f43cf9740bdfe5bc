"""Card files, for admins: sending one, what its check found, taking it in or dropping it.

Not here: what a line must be like (backend.stock). No code is ever said, logged or kept unsealed.
"""

from collections.abc import Mapping
from typing import Any

from backend import stock, stock_files
from backend.errors import StockFileGone
from backend.people import Role
from backend.stock_files import StockFileStatus
from flows.engine import Engine
from flows.events import FileRead, Sent
from flows.pages import stock_files as pages
from flows.screens import Screen, button
from flows.stock_import import is_card_file
from flows.turn import Turn
from flows.words import words
from handlers.audience import open_to

PART_TIMER = "stock-file-part"
LAPSE_TIMER = "stock-file-lapse"


@open_to(Role.ADMIN)
def begin(turn: Turn, args: Mapping[str, Any], engine: Engine) -> None:
    """Begin to take in a file; the product may be known from its page, or named after the command."""
    if "product" in args:
        engine.start(turn, "stock-import", product=args["product"])
        return
    engine.start(turn, "stock-import")
    if named := str(args.get("argument", "")).strip():
        engine.hear(turn, named)


def begin_with(turn: Turn, sent: Sent, engine: Engine) -> bool:
    """Begin with a file that an admin sent unasked; False if it is none, or they are not."""
    if not turn.person.role.reaches(Role.ADMIN) or not is_card_file(sent):
        return False
    engine.start(turn, "stock-import", file=[sent.file_id, sent.file_name])
    return True


@open_to(Role.ADMIN)
def check(turn: Turn, read: FileRead) -> None:
    """Say what taking in the file would do; nothing is changed yet."""
    product_id = str(read.args["product"])
    text = turn.text_of(read)
    if text is None:
        turn.show(pages.unreadable(product_id, name=read.name, trouble=read.trouble or "gone"))
        return
    if text.reveal().count("\n") > stock_files.MOST_CODES:
        turn.show(pages.unreadable(product_id, name=read.name, trouble="too-many"))
        return
    checked = stock.check_cards(turn.db, text.reveal(), vault=turn.shop.vault)
    if not checked.codes and not checked.rejected:
        turn.show(pages.unreadable(product_id, name=read.name, trouble="empty"))
        return
    if checked.added == 0:
        turn.show(pages.nothing_new(turn, product_id, name=read.name, checked=checked))
        return
    file = stock_files.keep(
        turn.db, product_id, checked, name=read.name, by=turn.person, vault=turn.shop.vault, now=turn.now
    )
    turn.set_timer(LAPSE_TIMER, f"stock-file:{file.id}", due_at=turn.now + stock_files.KEPT_FOR, file=file.id)
    turn.show(pages.stock_file(turn, file))


@open_to(Role.ADMIN)
def describe(turn: Turn, args: Mapping[str, Any], engine: Engine) -> None:
    """Begin to say what the codes of a checked file cost, and until when they are good."""
    engine.start(turn, "batch", file=args["file"])


@open_to(Role.ADMIN)
def take(turn: Turn, args: Mapping[str, Any]) -> None:
    """Take in a checked file, at once or, if it is large, part by part."""
    try:
        file = stock_files.begin(turn.db, args["file"], by=turn.person, now=turn.now)
    except StockFileGone as gone:
        turn.toast(gone.key)
        turn.update(pages.stock_file(turn, stock_files.the_file(turn.db, args["file"])))
        return
    load_part(turn, {"file": file.id})


@open_to(Role.ADMIN)
def load_part(turn: Turn, args: Mapping[str, Any]) -> None:
    """Take in the next part of a file, and set the timer for the one after it."""
    file = stock_files.load_part(turn.db, args["file"], by=turn.person, vault=turn.shop.vault, now=turn.now)
    turn.update(pages.stock_file(turn, file))
    if file.status is StockFileStatus.LOADING:
        turn.set_timer(PART_TIMER, f"stock-file:{file.id}:{file.done}", due_at=turn.now, file=file.id)
    elif file.codes > stock_files.CODES_PER_PART:
        to_product = button("button-desk-back", "product.desk", product=file.product_id)
        turn.notify(Screen(words("stock-file-ready", file=file.name, count=file.added), ((to_product,),)))


@open_to(Role.ADMIN)
def drop(turn: Turn, args: Mapping[str, Any]) -> None:
    """Forget a checked file."""
    try:
        stock_files.drop(turn.db, args["file"], by=turn.person.who, now=turn.now)
    except StockFileGone as gone:
        turn.toast(gone.key)
    turn.update(pages.stock_file(turn, stock_files.the_file(turn.db, args["file"])))


@open_to(Role.ADMIN)
def lapse(turn: Turn, args: Mapping[str, Any]) -> None:
    """Forget a file that nobody took in within a day."""
    file = stock_files.the_file(turn.db, args["file"])
    if file.status is StockFileStatus.CHECKED:
        turn.refresh(pages.stock_file(turn, stock_files.drop(turn.db, file.id, by="clock", now=turn.now)))
