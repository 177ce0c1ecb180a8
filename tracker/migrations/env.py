"""Runs the revisions against the app's own database.

Called by Flask-Migrate (`flask --app wsgi db …`), always online.
"""

from alembic import context

from tracker.extensions import db


def run() -> None:
    """All wanted revisions in one transaction: a migration happens whole or not at all."""
    engine = db.engine
    with engine.connect().execution_options(writes=True) as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            compare_type=True,
            render_as_batch=True,
            transactional_ddl=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
