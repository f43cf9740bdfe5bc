"""The catalogue: categories and the products in them, as the shop shows and prices them.

Not here: how many of a product there are (storage.stock), or who pays which price (backend.pricing).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.choices import choice
from storage.database import Db, Table, columns, expect_rows, insert_or_ignore, many, one
from storage.money import Money
from storage.revisions import kept, raise_number

FIRST_LANGUAGE = "zh-CN"


class AccountKind(StrEnum):
    """Which account of theirs the buyer has to name for a product."""

    NONE = "none"
    PHONE = "phone"
    QQ = "qq"
    EMAIL = "email"
    GAME_ID = "game-id"
    LICENCE = "licence"


class CategoryRow(Table):
    """A shelf of the shop; `position` is where it stands."""

    __tablename__ = "categories"

    id: Mapped[str] = mapped_column(primary_key=True)
    emoji: Mapped[str]
    name: Mapped[dict[str, str]] = mapped_column(sa.JSON())
    position: Mapped[int]


class ProductRow(Table):
    """Something on a shelf. A product is never removed, only taken off sale: orders keep pointing at it."""

    __tablename__ = "products"
    __table_args__ = (
        sa.CheckConstraint("0 < gold_minor and gold_minor <= silver_minor", name="gold_is_cheapest"),
        sa.CheckConstraint("silver_minor <= retail_minor", name="retail_is_dearest"),
        sa.CheckConstraint("max_per_order between 1 and 10", name="max_per_order"),
        sa.Index("ix_products_shelf", "category_id", "position"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    category_id: Mapped[str] = mapped_column(sa.ForeignKey("categories.id"))
    name: Mapped[dict[str, str]] = mapped_column(sa.JSON())
    about: Mapped[dict[str, str]] = mapped_column(sa.JSON())
    aliases: Mapped[list[str]] = mapped_column(sa.JSON())
    account: Mapped[AccountKind] = mapped_column(choice(AccountKind, name="account"))
    face_value_minor: Mapped[int | None]
    face_value_currency: Mapped[str | None]
    currency: Mapped[str]
    retail_minor: Mapped[int]
    silver_minor: Mapped[int]
    gold_minor: Mapped[int]
    max_per_order: Mapped[int]
    position: Mapped[int]
    is_on_sale: Mapped[bool]
    expected_on: Mapped[str | None]
    most_preorders: Mapped[int | None]


@dataclass(frozen=True)
class Category:
    """A shelf of the shop."""

    id: str
    emoji: str
    name: dict[str, str]
    position: int

    def name_in(self, language: str) -> str:
        """The name in this language, or in the nearest one there is."""
        return nearest(self.name, language)


@dataclass(frozen=True)
class Product:
    """Something on a shelf, with a price for each tier of customer.

    An announced one is `expected_on` a day (as in 2027-01-15), and so many may be ordered ahead at once.
    """

    id: str
    category_id: str
    name: dict[str, str]
    about: dict[str, str]
    aliases: list[str]
    account: AccountKind
    face_value_minor: int | None
    face_value_currency: str | None
    currency: str
    retail_minor: int
    silver_minor: int
    gold_minor: int
    max_per_order: int
    position: int
    is_on_sale: bool
    expected_on: str | None = None
    most_preorders: int | None = None

    def name_in(self, language: str) -> str:
        """The name in this language, or in the nearest one there is."""
        return nearest(self.name, language)

    def about_in(self, language: str) -> str:
        """What the buyer gets and how to use it, in this language or the nearest one."""
        return nearest(self.about, language)

    @property
    def face_value(self) -> Money | None:
        """The amount printed on the card."""
        if self.face_value_minor is None or self.face_value_currency is None:
            return None
        return Money(self.face_value_minor, self.face_value_currency)


def nearest(texts: Mapping[str, str], language: str) -> str:
    """The text in `language`, else in a language of its family (en for en-GB), else in the first language."""
    if language in texts:
        return texts[language]
    family = language.split("-")[0]
    of_family = [known for known in sorted(texts) if known.split("-")[0] == family]
    return next(texts[known] for known in (*of_family, FIRST_LANGUAGE) if known in texts)


_WITH_ID = sa.select(*columns(ProductRow, Product)).where(ProductRow.id == sa.bindparam("the_id"))


def categories_on_sale(db: Db) -> list[Category]:
    """The categories with at least one product on sale, in the shop's order."""

    def read() -> list[Category]:
        stocked = sa.select(ProductRow.category_id).where(ProductRow.is_on_sale)
        on_sale = sa.select(*columns(CategoryRow, Category)).where(CategoryRow.id.in_(stocked))
        return many(db, on_sale.order_by(CategoryRow.position), Category)

    return list(kept(db, "categories on sale", read))


def all_categories(db: Db) -> list[Category]:
    """Every category, in the shop's order."""

    def read() -> list[Category]:
        return many(db, sa.select(*columns(CategoryRow, Category)).order_by(CategoryRow.position), Category)

    return list(kept(db, "categories", read))


def products_on_sale(
    db: Db, *, category_id: str | None = None, offset: int = 0, most: int | None = None
) -> list[Product]:
    """Products on sale in the shop's order, of one category or of all."""

    def read() -> list[Product]:
        statement = sa.select(*columns(ProductRow, Product)).where(ProductRow.is_on_sale)
        if category_id is not None:
            statement = statement.where(ProductRow.category_id == category_id)
        return many(db, statement.order_by(ProductRow.position).offset(offset).limit(most), Product)

    return list(kept(db, ("on sale", category_id, offset, most), read))


def count_on_sale(db: Db, *, category_id: str) -> int:
    """How many products of the category are on sale."""

    def read() -> int:
        counted = sa.select(sa.func.count()).where(ProductRow.is_on_sale, ProductRow.category_id == category_id)
        return db.execute(counted).scalar_one()

    return kept(db, ("count on sale", category_id), read)


def all_products(db: Db) -> list[Product]:
    """Every product there ever was, in the shop's order."""
    return many(db, sa.select(*columns(ProductRow, Product)).order_by(ProductRow.position), Product)


def product_with_id(db: Db, product_id: str) -> Product | None:
    """The product, on sale or not."""
    return kept(db, ("product", product_id), lambda: one(db, _WITH_ID, Product, {"the_id": product_id}))


def set_on_sale(db: Db, product_id: str, *, is_on_sale: bool) -> bool:
    """Put the product on sale or take it off; False if it is so already."""
    changed = sa.update(ProductRow).where(ProductRow.id == product_id, ProductRow.is_on_sale != is_on_sale)
    raise_number(db)
    return db.execute(changed.values(is_on_sale=is_on_sale)).rowcount == 1


def set_announcement(db: Db, product_id: str, *, expected_on: str | None, most: int | None) -> bool:
    """Announce the product for a day, or for none; False if it is so already."""
    is_another = sa.or_(
        ProductRow.expected_on.is_distinct_from(expected_on), ProductRow.most_preorders.is_distinct_from(most)
    )
    changed = sa.update(ProductRow).where(ProductRow.id == product_id, is_another)
    raise_number(db)
    return db.execute(changed.values(expected_on=expected_on, most_preorders=most)).rowcount == 1


def set_price(db: Db, product_id: str, *, tier: str, was: int, minor: int) -> None:
    """Change the price of a tier. Raises WrongRowCount if it is no longer `was`."""
    price = ProductRow.__table__.c[f"{tier}_minor"]
    changed = sa.update(ProductRow).where(ProductRow.id == product_id, price == was)
    raise_number(db)
    expect_rows(db.execute(changed.values({price: minor})), 1)


def put_categories(db: Db, categories: Sequence[Category]) -> None:
    """Add each category, or overwrite the one with its id."""
    _put(db, CategoryRow, categories)


def put_products(db: Db, products: Sequence[Product]) -> None:
    """Add each product, or overwrite the one with its id."""
    _put(db, ProductRow, products)


def _put(db: Db, table: type[Table], values: Sequence[Category] | Sequence[Product]) -> None:
    raise_number(db)
    for value in values:
        row = {name: getattr(value, name) for name in value.__dataclass_fields__}
        added = insert_or_ignore(db, table).values(**row)
        db.execute(added.on_conflict_do_update(index_elements=["id"], set_=row))
