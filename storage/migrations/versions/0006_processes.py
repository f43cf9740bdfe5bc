"""Know the processes that share the work.

Revision 0006, after 0005.
"""

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
