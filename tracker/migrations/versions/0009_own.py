"""own milestones, adjustments to the guide's, and hours worked"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "adjustments",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("guide_id", sa.String(length=80), nullable=False),
        sa.Column("milestone_id", sa.String(length=80), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("hours BETWEEN 1 AND 200 AND version > 0", name=op.f("ck_adjustments_numbers")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_adjustments_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "guide_id", "milestone_id", name=op.f("pk_adjustments")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "own_milestones",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("guide_id", sa.String(length=80), nullable=False),
        sa.Column("milestone_id", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("outcome", sa.String(length=500), nullable=False),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("track", sa.String(length=80), nullable=False),
        sa.Column("phase", sa.String(length=80), nullable=False),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("evidence_kind", sa.String(length=10), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("hours BETWEEN 1 AND 200 AND version > 0", name=op.f("ck_own_milestones_numbers")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_own_milestones_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "guide_id", "milestone_id", name=op.f("pk_own_milestones")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "work_sessions",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.String(length=32), nullable=False),
        sa.Column("guide_id", sa.String(length=80), nullable=False),
        sa.Column("milestone_id", sa.String(length=80), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("minutes BETWEEN 1 AND 1440", name=op.f("ck_work_sessions_minutes")),
        sa.CheckConstraint("minutes IS NOT NULL OR started_at IS NOT NULL", name=op.f("ck_work_sessions_runs")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_work_sessions_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "entry_id", name=op.f("pk_work_sessions")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("work_sessions", schema=None) as batch_op:
        batch_op.create_index(
            "uq_work_sessions_user_id_running",
            ["user_id"],
            unique=True,
            sqlite_where=sa.text("minutes IS NULL"),
            postgresql_where=sa.text("minutes IS NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("work_sessions", schema=None) as batch_op:
        batch_op.drop_index("uq_work_sessions_user_id_running")

    op.drop_table("work_sessions")
    op.drop_table("own_milestones")
    op.drop_table("adjustments")
