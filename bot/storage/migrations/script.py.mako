"""${message}

Revision ID: ${up_revision}
Revises: ${down_revision | comma,n}
"""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}

# Tables that this step is meant to take rows from; any other loss stops it.
loses_rows_of: tuple[str, ...] = ()


def upgrade() -> None:
    """${message}"""
    ${upgrades if upgrades else "pass"}
