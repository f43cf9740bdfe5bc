"""The check of a bulk order's rows: which can be bought, by whom, at what price; and what is wrong with the others.

Not here: how a file is read (backend.sheets), or what becomes of the rows (backend.bulk_orders).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from backend import licences, orders, pricing, sheets, stock
from backend.accounts import read_account
from backend.errors import Refused
from backend.money import Money
from backend.people import Person
from backend.sheets import Row
from storage import catalogue, suppliers
from storage.bulk_orders import BulkLine, BulkRowStatus
from storage.catalogue import AccountKind, Product
from storage.database import Db
from storage.secrets import Vault

LONGEST_NAME = 60

HEADINGS: Mapping[str, Sequence[str]] = {
    "product": ("product", "商品", "商品编号", "product id", "alias", "sku"),
    "quantity": ("quantity", "数量", "qty"),
    "account": ("account", "账号", "充值账号", "号码"),
    "note": ("note", "备注", "remark"),
}
"""The names that a column may have, the first of each language first."""

NEEDED = ("product", "quantity")


class Check:
    """Looks at the rows one after the other: what they want together must be in stock."""

    def __init__(self, db: Db, buyer: Person, vault: Vault, now: datetime) -> None:
        every = catalogue.products_on_sale(db)
        self._db = db
        self._by_id = {each.id: each for each in every}
        self._named = _by_name(every)
        self._left = _left(db, list(self._by_id))
        self._wanted: Counter[str] = Counter()
        self._buyer = buyer
        self._vault = vault
        self._now = now
        self._currency: str | None = None

    def lines(self, found: Sequence[Row]) -> list[BulkLine]:
        return [self._line(row) for row in found]

    def _line(self, row: Row) -> BulkLine:
        cells = [row.cells.get(name, "") for name in HEADINGS]
        line = BulkLine(row.number, cells, None, None, "", 0, BulkRowStatus.BAD, None)
        try:
            return self._good(line)
        except Refused as refusal:
            return replace(line, trouble=sentence(refusal.key, **refusal.arguments))

    def _good(self, line: BulkLine) -> BulkLine:
        wanted, count, account, note = line.cells
        product = self._product(wanted)
        quantity = _quantity(product, count)
        self._require_one_currency(product)
        if product.account is not AccountKind.NONE and sheets.is_rounded(account):
            raise RoundedNumber(number=account)
        account = read_account(product.account, account)
        if len(note) > orders.LONGEST_NOTE:
            raise NoteTooLong(most=orders.LONGEST_NOTE)
        if self._left[product.id] < quantity:
            raise ShortInFile(wanted=quantity, left=self._left[product.id])
        self._require_licence(product, quantity, account)
        self._left[product.id] -= quantity
        self._wanted[product.id] += quantity
        total = pricing.price_of_one(self._db, product, self._buyer.tier, quantity=quantity) * quantity
        return replace(
            line,
            product_id=product.id,
            quantity=quantity,
            account=account,
            total_minor=total.minor,
            status=BulkRowStatus.WAITING,
        )

    def _product(self, wanted: str) -> Product:
        if wanted in self._by_id:
            return self._by_id[wanted]
        named = self._named.get(sheets.plain(wanted), [])
        if len(named) != 1:
            raise NoSuchProductInFile(name=wanted[:LONGEST_NAME], count=len(named))
        return named[0]

    def _require_licence(self, product: Product, quantity: int, account: str) -> None:
        """What the rows ask for together must be within the buyer's allocation."""
        together = self._wanted[product.id] + quantity
        licences.require(self._db, self._buyer, product.id, quantity=together, now=self._now)
        if product.account is AccountKind.LICENCE:
            licences.require_own_number(self._db, self._buyer, product.id, account, vault=self._vault)

    def _require_one_currency(self, product: Product) -> None:
        self._currency = self._currency or product.currency
        if product.currency != self._currency:
            raise OtherCurrency(currency=product.currency, first=self._currency)


class NoSuchProductInFile(Refused):
    """Nothing on sale, or { $count } products, are called { $name }."""

    key = "bulk-row-no-product"


class NotAQuantity(Refused):
    """The quantity must be a whole number from { $least } to { $most }."""

    key = "bulk-row-quantity"


class RoundedNumber(Refused):
    """A spreadsheet has rounded this number to { $number }."""

    key = "bulk-row-rounded"


class NoteTooLong(Refused):
    """A note has { $most } characters at most."""

    key = "bulk-row-note"


class ShortInFile(Refused):
    """Of { $wanted } only { $left } are left after the rows above."""

    key = "bulk-row-short"


class OtherCurrency(Refused):
    """This is sold in { $currency }, and the rows above in { $first }."""

    key = "bulk-row-currency"


def _quantity(product: Product, text: str) -> int:
    plain = sheets.plain(text)
    if not plain.isdecimal() or len(plain) > 6 or not 1 <= int(plain) <= product.max_per_order:
        raise NotAQuantity(least=1, most=product.max_per_order)
    return int(plain)


def _left(db: Db, product_ids: Sequence[str]) -> Counter[str]:
    """How many of each can be had; an order comes from the shelf or from a supplier, so they don't add up."""
    supplied = {id_: each.available for id_, each in suppliers.supplied(db).items()}
    levels = stock.levels(db, product_ids)
    return Counter({id_: max(level.available, supplied.get(id_, 0)) for id_, level in levels.items()})


def _by_name(products: Sequence[Product]) -> dict[str, list[Product]]:
    named: dict[str, list[Product]] = {}
    for product in products:
        for name in {sheets.plain(each) for each in (product.id, *product.name.values(), *product.aliases)}:
            named.setdefault(name, []).append(product)
    return named


def currency_of(db: Db, good: Sequence[BulkLine]) -> str | None:
    if not good or good[0].product_id is None:
        return None
    product = catalogue.product_with_id(db, good[0].product_id)
    return None if product is None else product.currency


def sentence(key: str, **arguments: Any) -> dict[str, Any]:
    """Why a row is refused, as flows.words keeps a sentence: key and plain arguments."""
    return {"key": key, "args": {name: _plain_argument(each) for name, each in arguments.items()}}


def _plain_argument(argument: str | int | Money | datetime) -> Any:
    match argument:
        case Money():
            return {"minor": argument.minor, "currency": argument.currency}
        case datetime():
            return {"at": argument.isoformat()}
        case _:
            return argument
