"""plans, one row each time one is made, days off, and whether setting out is still offered"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("guide_id", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("op", sa.String(length=32), nullable=False),
        sa.Column("why", sa.String(length=7), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("ck_plans_version")),
        sa.CheckConstraint("why IN ('set-out', 'changed', 'later', 'hours', 'scope')", name=op.f("ck_plans_why")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_plans_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
        sa.UniqueConstraint("user_id", "guide_id", "op", name=op.f("uq_plans_user_id_guide_id_op")),
        sa.UniqueConstraint("user_id", "guide_id", "version", name=op.f("uq_plans_user_id_guide_id_version")),
    )
    op.create_table(
        "breaks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("guide_id", sa.String(length=80), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("first <= last", name=op.f("ck_breaks_order")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_breaks_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breaks")),
        sa.UniqueConstraint("user_id", "guide_id", "first", "last", name=op.f("uq_breaks_user_id_guide_id_first_last")),
    )
    op.create_table(
        "plan_offers",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("guide_id", sa.String(length=80), nullable=False),
        sa.Column("put_away_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_plan_offers_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "guide_id", name=op.f("pk_plan_offers")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("plan_offers")
    op.drop_table("breaks")
    op.drop_table("plans")
