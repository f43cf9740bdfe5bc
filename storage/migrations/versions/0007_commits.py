"""Let a commit whose reply was lost be recognised.

Revision 0007, after 0006.
"""

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
