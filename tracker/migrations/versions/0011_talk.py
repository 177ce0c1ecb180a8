"""reviews and threads, notices, meetings, cohorts"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "review_states",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("guide_id", sa.String(length=80), nullable=False),
        sa.Column("milestone_id", sa.String(length=80), nullable=False),
        sa.Column("turn", sa.String(length=7), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked", sa.Boolean(), nullable=False),
        sa.Column("verdict", sa.String(length=9), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewer_id", sa.Integer(), nullable=True),
        sa.Column("approved", sa.JSON(), nullable=True),
        sa.Column("nudges", sa.Integer(), nullable=False),
        sa.Column("adopted", sa.JSON(), nullable=False),
        sa.CheckConstraint("turn IN ('mentee', 'coach', 'nobody')", name=op.f("ck_review_states_turn")),
        sa.CheckConstraint("verdict IN ('approved', 'returned', 'discussed')", name=op.f("ck_review_states_verdict")),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["users.id"], name=op.f("fk_review_states_reviewer_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_review_states_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "guide_id", "milestone_id", name=op.f("pk_review_states")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_review_states_reviewer_id"), "review_states", ["reviewer_id"], unique=False)
    op.create_index(op.f("ix_review_states_since_at"), "review_states", ["since_at"], unique=False)
    op.create_table(
        "milestone_posts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("guide_id", sa.String(length=80), nullable=False),
        sa.Column("milestone_id", sa.String(length=80), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("side", sa.String(length=7), nullable=False),
        sa.Column("kind", sa.String(length=9), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=True),
        sa.Column("op", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('said', 'asked', 'approved', 'returned', 'discussed', 'settled', 'closed')",
            name=op.f("ck_milestone_posts_kind"),
        ),
        sa.CheckConstraint("side IN ('mentee', 'coach', 'nobody')", name=op.f("ck_milestone_posts_side")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_milestone_posts_author_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_milestone_posts_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone_posts")),
        sa.UniqueConstraint(
            "user_id",
            "guide_id",
            "milestone_id",
            "op",
            name=op.f("uq_milestone_posts_user_id_guide_id_milestone_id_op"),
        ),
    )
    op.create_index("ix_milestone_posts_author_id", "milestone_posts", ["author_id"], unique=False)
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("about", sa.String(length=24), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_notices_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("key", name=op.f("uq_notices_key")),
    )
    op.create_index(op.f("ix_notices_about"), "notices", ["about"], unique=False)
    op.create_index("ix_notices_user_id_created_at", "notices", ["user_id", "created_at"], unique=False)
    op.create_table(
        "notice_wishes",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("by_mail", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_notice_wishes_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "kind", name=op.f("pk_notice_wishes")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "coach_digests",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_coach_digests_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_coach_digests")),
    )
    op.create_index(op.f("ix_coach_digests_due_at"), "coach_digests", ["due_at"], unique=False)
    op.create_table(
        "meetings",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("grant_id", sa.String(length=24), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=500), nullable=False),
        sa.Column("agenda", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("minutes BETWEEN 1 AND 480", name=op.f("ck_meetings_minutes")),
        sa.ForeignKeyConstraint(["grant_id"], ["grants.id"], name=op.f("fk_meetings_grant_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["made_by"], ["users.id"], name=op.f("fk_meetings_made_by"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_meetings_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
    )
    op.create_index("ix_meetings_grant_id_starts_at", "meetings", ["grant_id", "starts_at"], unique=False)
    op.create_index(op.f("ix_meetings_user_id"), "meetings", ["user_id"], unique=False)
    op.create_table(
        "meeting_actions",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("meeting_id", sa.String(length=24), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("milestone_id", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_actions_meeting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_meeting_actions_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_actions")),
    )
    op.create_index(op.f("ix_meeting_actions_meeting_id"), "meeting_actions", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_meeting_actions_user_id"), "meeting_actions", ["user_id"], unique=False)
    op.create_table(
        "cohorts",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("guide_id", sa.String(length=80), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_cohorts_order")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_cohorts_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohorts")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_cohorts_token_hash")),
    )
    op.create_index(op.f("ix_cohorts_user_id"), "cohorts", ["user_id"], unique=False)
    op.create_table(
        "cohort_members",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.String(length=24), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name=op.f("fk_cohort_members_cohort_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_cohort_members_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "cohort_id", name=op.f("pk_cohort_members")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_cohort_members_cohort_id"), "cohort_members", ["cohort_id"], unique=False)


def downgrade() -> None:
    op.drop_table("cohort_members")
    op.drop_table("cohorts")
    op.drop_table("meeting_actions")
    op.drop_table("meetings")
    op.drop_table("coach_digests")
    op.drop_table("notice_wishes")
    op.drop_table("notices")
    op.drop_table("milestone_posts")
    op.drop_table("review_states")
