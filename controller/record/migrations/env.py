"""Run by alembic: apply the migrations on the connection that `controller.record.migrate` hands over."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
