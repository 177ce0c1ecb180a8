"""places with their operations, highlights, ratings, answers and downloads"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OPERATIONS = """
INSERT INTO reading_operations
    (user_id, guide_id, revision, op_id, device, label, sequence, base, kind, section_id, outcome, day, happened_at)
SELECT user_id, guide_id, row_number() OVER mine, 'before:' || section_id, '', '', row_number() OVER mine, 0,
    'finish', section_id, 'merged', day, finished_at
FROM finished_sections
WINDOW mine AS (PARTITION BY user_id, guide_id ORDER BY finished_at, section_id)
"""
"""Sections that were finished before there were operations: the operations that would have led there."""
STATES = """
INSERT INTO reading_states
    (user_id, guide_id, revision, began, began_device, began_sequence,
    place_revision, place_device, place_label, place_sequence, reopened)
SELECT user_id, guide_id, count(*), 0, '', 0, 0, '', '', 0, '{}' FROM finished_sections GROUP BY user_id, guide_id
"""
MARKS = """
UPDATE finished_sections SET
    revision = (
        SELECT done.revision FROM reading_operations AS done
        WHERE done.user_id = finished_sections.user_id AND done.guide_id = finished_sections.guide_id
            AND done.section_id = finished_sections.section_id
    ),
    sequence = (
        SELECT done.sequence FROM reading_operations AS done
        WHERE done.user_id = finished_sections.user_id AND done.guide_id = finished_sections.guide_id
            AND done.section_id = finished_sections.section_id
    )
"""


def upgrade() -> None:
    op.create_table(
        "guide_downloads",
        sa.Column("guide_id", sa.String(length=80), nullable=False),
        sa.Column("format", sa.String(length=4), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("format IN ('pdf', 'epub', 'md')", name=op.f("ck_guide_downloads_format")),
        sa.PrimaryKeyConstraint("guide_id", "format", name=op.f("pk_guide_downloads")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "guide_answers",
        sa.Column("guide_id", sa.String(length=80), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("helpful", sa.Boolean(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_guide_answers_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("guide_id", "user_id", name=op.f("pk_guide_answers")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("guide_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_guide_answers_user_id"), ["user_id"], unique=False)

    op.create_table(
        "guide_ratings",
        sa.Column("guide_id", sa.String(length=80), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name=op.f("ck_guide_ratings_stars")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_guide_ratings_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("guide_id", "user_id", name=op.f("pk_guide_ratings")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("guide_ratings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_guide_ratings_user_id"), ["user_id"], unique=False)

    op.create_table(
        "highlights",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("guide_id", sa.String(length=80), nullable=False),
        sa.Column("section_id", sa.String(length=80), nullable=False),
        sa.Column("section_number", sa.Integer(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content_revision", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("version > 0", name=op.f("ck_highlights_version")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_highlights_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "id", name=op.f("pk_highlights")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("highlights", schema=None) as batch_op:
        batch_op.create_index("ix_highlights_user_id_guide_id", ["user_id", "guide_id"], unique=False)

    op.create_table(
        "reading_operations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("guide_id", sa.String(length=80), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("op_id", sa.String(length=100), nullable=False),
        sa.Column("device", sa.String(length=36), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("section_id", sa.String(length=80), nullable=True),
        sa.Column("anchor", sa.JSON(), nullable=True),
        sa.Column("undoes", sa.String(length=100), nullable=True),
        sa.Column("batch", sa.String(length=100), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('read', 'restart', 'finish', 'unfinish', 'undo')", name=op.f("ck_reading_operations_kind")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_reading_operations_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_operations")),
        sa.UniqueConstraint("user_id", "guide_id", "op_id", name=op.f("uq_reading_operations_user_id_guide_id_op_id")),
        sa.UniqueConstraint(
            "user_id", "guide_id", "revision", name=op.f("uq_reading_operations_user_id_guide_id_revision")
        ),
    )
    with op.batch_alter_table("reading_operations", schema=None) as batch_op:
        batch_op.create_index("ix_reading_operations_user_id_batch", ["user_id", "batch"], unique=False)

    op.create_table(
        "reading_states",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("guide_id", sa.String(length=80), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("began", sa.Integer(), nullable=False),
        sa.Column("began_device", sa.String(length=36), nullable=False),
        sa.Column("began_sequence", sa.Integer(), nullable=False),
        sa.Column("place", sa.JSON(), nullable=True),
        sa.Column("place_revision", sa.Integer(), nullable=False),
        sa.Column("place_device", sa.String(length=36), nullable=False),
        sa.Column("place_label", sa.String(length=80), nullable=False),
        sa.Column("place_sequence", sa.Integer(), nullable=False),
        sa.Column("place_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("furthest", sa.JSON(), nullable=True),
        sa.Column("reopened", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "began >= 0 AND place_revision >= 0 AND revision >= place_revision",
            name=op.f("ck_reading_states_revisions"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_reading_states_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "guide_id", name=op.f("pk_reading_states")),
        sqlite_with_rowid=False,
    )
    op.add_column("finished_sections", sa.Column("revision", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.add_column(
        "finished_sections", sa.Column("device", sa.String(length=36), nullable=False, server_default=sa.text("''"))
    )
    op.add_column("finished_sections", sa.Column("sequence", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.execute(OPERATIONS)
    op.execute(STATES)
    op.execute(MARKS)


def downgrade() -> None:
    for column in ("revision", "device", "sequence"):
        op.drop_column("finished_sections", column)
    op.drop_table("reading_states")
    with op.batch_alter_table("reading_operations", schema=None) as batch_op:
        batch_op.drop_index("ix_reading_operations_user_id_batch")

    op.drop_table("reading_operations")
    with op.batch_alter_table("highlights", schema=None) as batch_op:
        batch_op.drop_index("ix_highlights_user_id_guide_id")

    op.drop_table("highlights")
    with op.batch_alter_table("guide_ratings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_guide_ratings_user_id"))

    op.drop_table("guide_ratings")
    with op.batch_alter_table("guide_answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_guide_answers_user_id"))

    op.drop_table("guide_answers")
    op.drop_table("guide_downloads")
