"""The rows of a PostgreSQL database, by COPY in one snapshot: needs no pg_dump, and its owner may bring them back.

Tables, indexes and triggers are not copied: migrations make them, up to the step at which the backup was taken.
"""

from django.db import transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

_TABLES = """
    SELECT table_name FROM information_schema.tables
    WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name
"""
_COLUMNS = """
    SELECT column_name FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position
"""
_SEQUENCES = "SELECT sequencename FROM pg_sequences WHERE schemaname = current_schema() ORDER BY 1"


def copy_out(connection, folder):
    """Write a file a table into `folder`; returns the columns of each table and where each sequence stands."""
    quoted = connection.ops.quote_name
    with transaction.atomic(using=connection.alias, durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        tables = {table: _first(cursor, _COLUMNS, [table]) for table in _first(cursor, _TABLES)}
        for table, columns in tables.items():
            with (folder / f"{table}.copy").open("wb") as file:
                _copy(connection, cursor, f"COPY {_with_columns(quoted, table, columns)} TO STDOUT", file)
        sequences = {}
        for name in _first(cursor, _SEQUENCES):
            cursor.execute(f"SELECT last_value, is_called FROM {quoted(name)}")
            sequences[name] = cursor.fetchone()
    return {"tables": tables, "sequences": sequences}


def bring_back(connection, folder, told, migrations):
    """Put the rows in `folder` in the place of all there is, in one transaction: all of it, or nothing has changed."""
    with transaction.atomic(using=connection.alias):
        if {tuple(step) for step in migrations} != set(MigrationRecorder(connection).applied_migrations()):
            _make_tables_of(connection, {tuple(step) for step in migrations})
        with connection.cursor() as cursor:
            _fill(connection, cursor, folder, told)


def _make_tables_of(connection, steps):
    """Empty tables as they were after the migrations `steps`."""
    quoted = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table in _first(cursor, _TABLES):
            cursor.execute(f"DROP TABLE {quoted(table)} CASCADE")
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    known = steps & set(graph.nodes)
    last = [
        step for step in known if not any(c.key in known and c.key[0] == step[0] for c in graph.node_map[step].children)
    ]
    executor.migrate(sorted(last))


def _fill(connection, cursor, folder, told):
    quoted = connection.ops.quote_name
    there = _first(cursor, _TABLES)
    # What migrations wrote still waits to be checked, and a table with checks waiting cannot be emptied.
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute(f"TRUNCATE {', '.join(map(quoted, there))}")
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    for table in there:
        # Tallies come from the backup as well; triggers would count every row a second time.
        cursor.execute(f"ALTER TABLE {quoted(table)} DISABLE TRIGGER USER")
    for table, columns in told["tables"].items():
        with (folder / f"{table}.copy").open("rb") as file:
            _copy(connection, cursor, f"COPY {_with_columns(quoted, table, columns)} FROM STDIN", file)
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in there:
        cursor.execute(f"ALTER TABLE {quoted(table)} ENABLE TRIGGER USER")
    for name, (last, is_called) in told["sequences"].items():
        cursor.execute("SELECT setval(%s::regclass, %s, %s)", [quoted(name), last, is_called])


def _copy(connection, cursor, statement, file):
    # COPY is asked of the driver itself, whose errors Django then has to make its own.
    with connection.wrap_database_errors:
        cursor.cursor.copy_expert(statement, file)


def _with_columns(quoted, table, columns):
    return f"{quoted(table)} ({', '.join(map(quoted, columns))})"


def _first(cursor, question, values=None):
    cursor.execute(question, values)
    return [row[0] for row in cursor.fetchall()]
