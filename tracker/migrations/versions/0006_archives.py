"""archives and imports; a random id for each account, which outlives it in the ledger of deletions"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "archives",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("op", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=7), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'ready', 'dead')", name=op.f("ck_archives_state")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_archives_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archives")),
        sa.UniqueConstraint("user_id", "op", name=op.f("uq_archives_user_id_op")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_archives_expires_at"), "archives", ["expires_at"], unique=False)
    op.create_table(
        "imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("op", sa.String(length=64), nullable=False),
        sa.Column("stage", sa.String(length=7), nullable=False),
        sa.Column("file", sa.String(length=80), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("stage IN ('waiting', 'done', 'undone')", name=op.f("ck_imports_stage")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_imports_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
        sa.UniqueConstraint("user_id", "op", name=op.f("uq_imports_user_id_op")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_imports_expires_at"), "imports", ["expires_at"], unique=False)
    op.add_column("users", sa.Column("uid", sa.String(length=32), nullable=True))
    users = sa.table("users", sa.column("id", sa.Integer()), sa.column("uid", sa.String()))
    connection = op.get_bind()
    ids = connection.execute(sa.select(users.c.id)).scalars().all()
    if ids:
        given = users.update().where(users.c.id == sa.bindparam("whose")).values(uid=sa.bindparam("given"))
        connection.execute(given, [{"whose": one, "given": secrets.token_hex(16)} for one in ids])
    op.create_index(op.f("ix_users_uid"), "users", ["uid"], unique=True)


def downgrade() -> None:
    # Not in a batch, which on SQLite makes the table anew, and takes along whatever hangs on its rows.
    op.drop_index(op.f("ix_users_uid"), table_name="users")
    op.drop_column("users", "uid")
    op.drop_table("imports")
    op.drop_table("archives")
