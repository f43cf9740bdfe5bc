"""Add campaigns, redeem codes, points that can be spent, memberships and price rules; let a quote have several coupons.

Revision 0010, after 0009. Coupons and points that stood before keep their worth: a coupon of no campaign is for
everything, and a purse holds what somebody has collected.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_APPEND_ONLY = ("points_spent", "membership_spells")
_TABLES = (
    "limited_buyers",
    "purchase_limits",
    "price_breaks",
    "membership_spells",
    "memberships",
    "point_purses",
    "points_spent",
    "points_earned_by",
    "redeem_tries",
    "redeem_codes",
    "redeem_batches",
    "quote_coupons",
)


def upgrade() -> None:
    _add_campaigns()
    _let_coupons_have_terms()
    _add_redeem_codes()
    _add_points_spent()
    _add_memberships()
    _let_people_have_a_tier_of_their_own()
    _add_price_rules()
    for table in _APPEND_ONLY:
        _make_append_only(table)
    op.execute(
        "INSERT INTO point_purses (person_id, got, spent, overdrawn) "
        "SELECT person_id, sum(count), 0, 0 FROM points GROUP BY 1"
    )


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table)
    with op.batch_alter_table("people") as batch_op:
        batch_op.drop_column("own_tier")
    with op.batch_alter_table("coupons") as batch_op:
        batch_op.drop_index("ix_coupons_campaign_id")
        batch_op.drop_constraint("fk_coupons_campaign_id", type_="foreignkey")
        for column in ("campaign_id", "scope", "is_stackable"):
            batch_op.drop_column(column)
    op.drop_table("campaign_claims")
    op.drop_table("campaigns")


def _add_campaigns() -> None:
    op.create_table(
        "campaigns",
        sa.Column("id", _number(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("amount_minor", _number(), nullable=False),
        sa.Column("percent", _number(), nullable=True),
        sa.Column("threshold_minor", _number(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("scope", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("is_stackable", sa.Boolean(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("days", _number(), nullable=False),
        sa.Column("starts_at", _moment(), nullable=False),
        sa.Column("ends_at", _moment(), nullable=False),
        sa.Column("total", _number(), nullable=False),
        sa.Column("per_person", _number(), nullable=False),
        sa.Column("given", _number(), nullable=False),
        sa.Column("made_at", _moment(), nullable=False),
        sa.Column("closed_at", _moment(), nullable=True),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_campaigns_amount")),
        sa.CheckConstraint("percent is null or (percent > 0 and percent < 100)", name=op.f("ck_campaigns_percent")),
        sa.CheckConstraint("threshold_minor >= 0", name=op.f("ck_campaigns_threshold")),
        sa.CheckConstraint("days > 0 and starts_at < ends_at", name=op.f("ck_campaigns_length")),
        sa.CheckConstraint("0 <= given and given <= total", name=op.f("ck_campaigns_given")),
        sa.CheckConstraint("per_person > 0", name=op.f("ck_campaigns_per_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaigns")),
    )
    op.create_table(
        "campaign_claims",
        sa.Column("campaign_id", _number(), autoincrement=False, nullable=False),
        sa.Column("person_id", _number(), autoincrement=False, nullable=False),
        sa.Column("count", _number(), nullable=False),
        sa.Column("most", _number(), nullable=False),
        sa.CheckConstraint("0 < count and count <= most", name=op.f("ck_campaign_claims_count")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_campaign_claims_campaign_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_campaign_claims_person_id")),
        sa.PrimaryKeyConstraint("campaign_id", "person_id", name=op.f("pk_campaign_claims")),
    )


def _let_coupons_have_terms() -> None:
    number = "INTEGER" if op.get_context().dialect.name == "sqlite" else "BIGINT"
    op.execute(
        f"ALTER TABLE coupons ADD COLUMN campaign_id {number} "
        "CONSTRAINT fk_coupons_campaign_id REFERENCES campaigns (id)"
    )
    op.execute("ALTER TABLE coupons ADD COLUMN scope JSON")
    op.execute("ALTER TABLE coupons ADD COLUMN is_stackable BOOLEAN NOT NULL DEFAULT false")
    op.create_index("ix_coupons_campaign_id", "coupons", ["campaign_id"])
    op.create_table(
        "quote_coupons",
        sa.Column("quote_id", _number(), autoincrement=False, nullable=False),
        sa.Column("coupon_id", _number(), autoincrement=False, nullable=False),
        sa.Column("discount_minor", _number(), nullable=False),
        sa.CheckConstraint("discount_minor > 0", name=op.f("ck_quote_coupons_discount")),
        sa.ForeignKeyConstraint(["quote_id"], ["quotes.id"], name=op.f("fk_quote_coupons_quote_id")),
        sa.ForeignKeyConstraint(["coupon_id"], ["coupons.id"], name=op.f("fk_quote_coupons_coupon_id")),
        sa.PrimaryKeyConstraint("quote_id", "coupon_id", name=op.f("pk_quote_coupons")),
    )


def _add_redeem_codes() -> None:
    op.create_table(
        "redeem_batches",
        sa.Column("id", _number(), nullable=False),
        sa.Column("prize", _choice("coupon", "balance", "points", "membership", name="prize"), nullable=False),
        sa.Column("campaign_id", _number(), nullable=True),
        sa.Column("amount_minor", _number(), nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("points", _number(), nullable=True),
        sa.Column("tier", sa.String(), nullable=True),
        sa.Column("days", _number(), nullable=True),
        sa.Column("count", _number(), nullable=False),
        sa.Column("seed", sa.String(), nullable=True),
        sa.Column("made_by_id", _number(), nullable=False),
        sa.Column("made_at", _moment(), nullable=False),
        sa.Column("expires_at", _moment(), nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_redeem_batches_count")),
        sa.CheckConstraint("(prize = 'coupon') = (campaign_id is not null)", name=op.f("ck_redeem_batches_campaign")),
        sa.CheckConstraint(
            "(prize = 'balance') = (amount_minor is not null and currency is not null)",
            name=op.f("ck_redeem_batches_amount"),
        ),
        sa.CheckConstraint("(prize = 'points') = (points is not null)", name=op.f("ck_redeem_batches_points")),
        sa.CheckConstraint(
            "(prize = 'membership') = (tier is not null and days is not null)",
            name=op.f("ck_redeem_batches_membership"),
        ),
        sa.CheckConstraint("coalesce(amount_minor, points, days, 1) > 0", name=op.f("ck_redeem_batches_worth")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_redeem_batches_campaign_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name=op.f("fk_redeem_batches_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redeem_batches")),
    )
    op.create_table(
        "redeem_codes",
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("batch_id", _number(), nullable=False),
        sa.Column("expires_at", _moment(), nullable=False),
        sa.Column("redeemed_by_id", _number(), nullable=True),
        sa.Column("redeemed_at", _moment(), nullable=True),
        sa.CheckConstraint("(redeemed_by_id is null) = (redeemed_at is null)", name=op.f("ck_redeem_codes_redeemed")),
        sa.ForeignKeyConstraint(["batch_id"], ["redeem_batches.id"], name=op.f("fk_redeem_codes_batch_id")),
        sa.ForeignKeyConstraint(["redeemed_by_id"], ["people.id"], name=op.f("fk_redeem_codes_redeemed_by_id")),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_redeem_codes")),
    )
    op.create_index("ix_redeem_codes_batch_id", "redeem_codes", ["batch_id"])
    op.create_table(
        "redeem_tries",
        sa.Column("person_id", _number(), autoincrement=False, nullable=False),
        sa.Column("began_at", _moment(), nullable=False),
        sa.Column("count", _number(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_redeem_tries_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_redeem_tries")),
    )


def _add_points_spent() -> None:
    op.create_table(
        "points_spent",
        sa.Column("id", _number(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("person_id", _number(), nullable=False),
        sa.Column("count", _number(), nullable=False),
        sa.Column("short", _number(), nullable=False),
        sa.Column("spent_at", _moment(), nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_points_spent_count")),
        sa.CheckConstraint("0 <= short and short <= count", name=op.f("ck_points_spent_short")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_points_spent_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points_spent")),
        sa.UniqueConstraint("ref", name=op.f("uq_points_spent_ref")),
    )
    op.create_index("ix_points_spent_person", "points_spent", ["person_id"])
    op.create_table(
        "points_earned_by",
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("per_unit", _number(), nullable=False),
        sa.CheckConstraint("per_unit > 0", name=op.f("ck_points_earned_by_per_unit")),
        sa.PrimaryKeyConstraint("currency", name=op.f("pk_points_earned_by")),
    )
    op.create_table(
        "point_purses",
        sa.Column("person_id", _number(), autoincrement=False, nullable=False),
        sa.Column("got", _number(), nullable=False),
        sa.Column("spent", _number(), nullable=False),
        sa.Column("overdrawn", _number(), nullable=False),
        sa.CheckConstraint(
            "0 <= spent and 0 <= overdrawn and spent <= got + overdrawn", name=op.f("ck_point_purses_spent")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_point_purses_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_point_purses")),
    )


def _add_memberships() -> None:
    op.create_table(
        "memberships",
        sa.Column("person_id", _number(), autoincrement=False, nullable=False),
        sa.Column("tier", sa.String(), nullable=False),
        sa.Column("until", _moment(), nullable=False),
        sa.Column("ended_at", _moment(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_memberships_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_memberships")),
    )
    op.create_table(
        "membership_spells",
        sa.Column("id", _number(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("person_id", _number(), nullable=False),
        sa.Column("tier", sa.String(), nullable=False),
        sa.Column("days", _number(), nullable=False),
        sa.Column("given_at", _moment(), nullable=False),
        sa.CheckConstraint("days > 0", name=op.f("ck_membership_spells_days")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_membership_spells_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership_spells")),
        sa.UniqueConstraint("ref", name=op.f("uq_membership_spells_ref")),
    )
    op.create_index("ix_membership_spells_person_id", "membership_spells", ["person_id"])


def _let_people_have_a_tier_of_their_own() -> None:
    op.execute("ALTER TABLE people ADD COLUMN own_tier VARCHAR DEFAULT 'retail' NOT NULL")
    op.execute("UPDATE people SET own_tier = tier")


def _add_price_rules() -> None:
    op.create_table(
        "price_breaks",
        sa.Column("product_id", sa.String(), nullable=False),
        sa.Column("tier", sa.String(), nullable=False),
        sa.Column("least", _number(), autoincrement=False, nullable=False),
        sa.Column("price_minor", _number(), nullable=False),
        sa.CheckConstraint("least > 1", name=op.f("ck_price_breaks_least")),
        sa.CheckConstraint("price_minor > 0", name=op.f("ck_price_breaks_price")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_price_breaks_product_id")),
        sa.PrimaryKeyConstraint("product_id", "tier", "least", name=op.f("pk_price_breaks")),
    )
    op.create_table(
        "purchase_limits",
        sa.Column("product_id", sa.String(), nullable=False),
        sa.Column("tier", sa.String(), nullable=False),
        sa.Column("most", _number(), nullable=False),
        sa.Column("days", _number(), nullable=False),
        sa.CheckConstraint("most > 0 and days > 0", name=op.f("ck_purchase_limits_most")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_purchase_limits_product_id")),
        sa.PrimaryKeyConstraint("product_id", "tier", name=op.f("pk_purchase_limits")),
    )
    op.create_table(
        "limited_buyers",
        sa.Column("person_id", _number(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.String(), nullable=False),
        sa.Column("orders", _number(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_limited_buyers_person_id")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_limited_buyers_product_id")),
        sa.PrimaryKeyConstraint("person_id", "product_id", name=op.f("pk_limited_buyers")),
    )


def _make_append_only(table: str) -> None:
    if op.get_context().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _number() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _moment() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def _choice(*among: str, name: str) -> sa.Enum:
    return sa.Enum(*among, name=name, native_enum=False, create_constraint=True, length=32)
