"""coaches, grants, what was looked at, and what a coach keeps for themselves"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "coaches",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("helps_with", sa.String(length=500), nullable=False),
        sa.Column("promise_days", sa.Integer(), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("promise_days BETWEEN 1 AND 14", name=op.f("ck_coaches_promise")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_coaches_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_coaches")),
    )
    op.create_table(
        "grants",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("guide_id", sa.String(length=80), nullable=False),
        sa.Column("coach_id", sa.Integer(), nullable=True),
        sa.Column("step", sa.String(length=8), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("sent_to", sa.String(length=254), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=6), nullable=True),
        sa.CheckConstraint("ended_by IN ('mentee', 'coach', 'time')", name=op.f("ck_grants_ended_by")),
        sa.CheckConstraint(
            "step <> 'granted' OR (coach_id IS NOT NULL AND ends_at IS NOT NULL)", name=op.f("ck_grants_granted")
        ),
        sa.CheckConstraint("step IN ('asked', 'invited', 'accepted', 'granted', 'ended')", name=op.f("ck_grants_step")),
        sa.CheckConstraint("coach_id <> user_id", name=op.f("ck_grants_two_people")),
        sa.ForeignKeyConstraint(["coach_id"], ["users.id"], name=op.f("fk_grants_coach_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_grants_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grants")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_grants_token_hash")),
    )
    op.create_index("ix_grants_coach_id_step", "grants", ["coach_id", "step"], unique=False)
    op.create_index("ix_grants_user_id_step", "grants", ["user_id", "step"], unique=False)
    op.create_index(
        "uq_grants_granted",
        "grants",
        ["user_id", "guide_id", "coach_id"],
        unique=True,
        sqlite_where=sa.text("step = 'granted'"),
        postgresql_where=sa.text("step = 'granted'"),
    )
    op.create_table(
        "grant_views",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("grant_id", sa.String(length=24), nullable=True),
        sa.Column("coach_id", sa.Integer(), nullable=True),
        sa.Column("coach_name", sa.String(length=80), nullable=True),
        sa.Column("guide_id", sa.String(length=80), nullable=True),
        sa.Column("look", sa.String(length=9), nullable=False),
        sa.Column("target", sa.String(length=80), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "look IN ('list', 'plan', 'milestone', 'export', 'print', 'meeting')", name=op.f("ck_grant_views_look")
        ),
        sa.ForeignKeyConstraint(["coach_id"], ["users.id"], name=op.f("fk_grant_views_coach_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["grant_id"], ["grants.id"], name=op.f("fk_grant_views_grant_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_grant_views_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grant_views")),
    )
    op.create_index("ix_grant_views_coach_id_begun_at", "grant_views", ["coach_id", "begun_at"], unique=False)
    op.create_index(op.f("ix_grant_views_grant_id"), "grant_views", ["grant_id"], unique=False)
    op.create_index("ix_grant_views_user_id_begun_at", "grant_views", ["user_id", "begun_at"], unique=False)
    op.create_table(
        "coach_blocks",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("coach_id", sa.Integer(), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["coach_id"], ["users.id"], name=op.f("fk_coach_blocks_coach_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_coach_blocks_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "coach_id", name=op.f("pk_coach_blocks")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "coach_groups",
        sa.Column("grant_id", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("coach_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["coach_id"], ["users.id"], name=op.f("fk_coach_groups_coach_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["grant_id"], ["grants.id"], name=op.f("fk_coach_groups_grant_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("grant_id", "name", name=op.f("pk_coach_groups")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_coach_groups_coach_id", "coach_groups", ["coach_id"], unique=False)
    op.create_table(
        "flag_answers",
        sa.Column("grant_id", sa.String(length=24), nullable=False),
        sa.Column("reason", sa.String(length=160), nullable=False),
        sa.Column("coach_id", sa.Integer(), nullable=False),
        sa.Column("useful", sa.Boolean(), nullable=True),
        sa.Column("snoozed_until", sa.Date(), nullable=True),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["coach_id"], ["users.id"], name=op.f("fk_flag_answers_coach_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["grant_id"], ["grants.id"], name=op.f("fk_flag_answers_grant_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("grant_id", "reason", name=op.f("pk_flag_answers")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_flag_answers_coach_id", "flag_answers", ["coach_id"], unique=False)
    op.create_table(
        "coach_notes",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("coach_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["coach_id"], ["users.id"], name=op.f("fk_coach_notes_coach_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_coach_notes_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "coach_id", name=op.f("pk_coach_notes")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_coach_notes_coach_id"), "coach_notes", ["coach_id"], unique=False)


def downgrade() -> None:
    op.drop_table("coach_notes")
    op.drop_table("flag_answers")
    op.drop_table("coach_groups")
    op.drop_table("coach_blocks")
    op.drop_table("grant_views")
    op.drop_table("grants")
    op.drop_table("coaches")
