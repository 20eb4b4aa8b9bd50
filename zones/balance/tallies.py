"""The tallies of land (zones.models.LandTally): triggers that keep them with every change of a parcel, and a recount.

Triggers, because every other way can be passed by: a form, an import, a bulk action, `QuerySet.update` and a statement
typed by hand all end in the same three. A tally changes in the transaction of its parcel, so nobody reads the one
without the other. On PostgreSQL nobody waits for a tally either: a row that another transaction is about to change is
left alone and a further one of the same kind is written, for readers add up all of them.
"""

from django.db import connection, transaction

from zones.lifecycle import Commercial

_TALLY, _PARCEL = "zones_landtally", "zones_parcel"
_RESERVED = f"{{row}}commercial_status = '{Commercial.RESERVED.value}'"
_KEY = {
    "zone_id": "{row}zone_id",
    "publication": "{row}publication",
    "commercial_status": "{row}commercial_status",
    "readiness": "{row}readiness",
    "reserved_until": f"CASE WHEN {_RESERVED} THEN {{row}}reserved_until END",
    "exists_from": "{row}exists_from",
    "exists_to": "{row}exists_to",
    "as_of": "{row}as_of",
    "source_id": "CASE WHEN {row}as_of = '' THEN {row}source_id END",
}
# Whole numbers only: sums of them are exact on SQLite too, in whatever order they are added and taken away.
_SUMS = {
    "parcels": "1",
    "without_area": "CASE WHEN {row}area IS NULL THEN 1 ELSE 0 END",
    "area": "COALESCE(CAST(ROUND({row}area * 100) AS BIGINT), 0)",
}
_COLUMNS = ", ".join((*_KEY, *_SUMS))
_NAMES = {event: f"land_tally_{event.lower()}" for event in ("INSERT", "UPDATE", "DELETE")}


def _values(row, of=_KEY | _SUMS):
    return ", ".join(f"{expression} AS {name}" for name, expression in of.items()).replace("{row}", row)


def _alike(row, equals):
    """The condition that a tally has the key of `row`; `equals` is the database's word for "the same, or both NULL"."""
    return " AND ".join(f"{_TALLY}.{name} {equals} {key}" for name, key in _KEY.items()).replace("{row}", row)


def _added(row, sign):
    return ", ".join(f"{name} = {name} {sign} {amount}" for name, amount in _SUMS.items()).replace("{row}", row)


def _sqlite_triggers():
    watched = "zone_id, publication, is_sample, commercial_status, readiness, reserved_until, exists_from, exists_to"
    # A tally that is not there is no longer wanted: whoever empties all tables may have begun with the tallies.
    take = f"UPDATE {_TALLY} SET {_added('OLD.', '-')} WHERE NOT OLD.is_sample AND {_alike('OLD.', 'IS')};"
    put = f"""
        INSERT INTO {_TALLY} ({_COLUMNS}) SELECT {_values("NEW.", _KEY)}, 0, 0, 0
            WHERE NOT NEW.is_sample AND NOT EXISTS (SELECT 1 FROM {_TALLY} WHERE {_alike("NEW.", "IS")});
        UPDATE {_TALLY} SET {_added("NEW.", "+")} WHERE NOT NEW.is_sample AND {_alike("NEW.", "IS")};
    """
    events = {
        "INSERT": ("INSERT", put),
        "UPDATE": (f"UPDATE OF {watched}, as_of, source_id, area", take + put),
        "DELETE": ("DELETE", take),
    }
    return [
        f"CREATE TRIGGER {_NAMES[event]} AFTER {when} ON {_PARCEL} BEGIN {body} END"
        for event, (when, body) in events.items()
    ]


def _postgresql_triggers():
    """A trigger a statement, not a row: a thousand parcels of one kind are one change of its tally."""
    tables = {"INSERT": ("new",), "UPDATE": ("old", "new"), "DELETE": ("old",)}
    for event, names in tables.items():
        rows = " UNION ALL ".join(
            f"SELECT {1 if name == 'new' else -1} AS sign, {_values('')} FROM {name}_rows WHERE NOT is_sample"
            for name in names
        )
        sums = ", ".join(f"SUM(sign * {name})::bigint AS {name}" for name in _SUMS)
        is_changed = " OR ".join(f"SUM(sign * {name}) <> 0" for name in _SUMS)
        same = " AND ".join(f"{_TALLY}.{name} IS NOT DISTINCT FROM change.{name}" for name in _KEY)
        more = ", ".join(f"{name} = {_TALLY}.{name} + change.{name}" for name in _SUMS)
        yield f"""
            CREATE OR REPLACE FUNCTION {_NAMES[event]}() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE change record;
            BEGIN
                FOR change IN
                    SELECT {", ".join(_KEY)}, {sums} FROM ({rows}) AS changed
                    GROUP BY {", ".join(_KEY)} HAVING {is_changed}
                LOOP
                    UPDATE {_TALLY} SET {more} WHERE id =
                        (SELECT id FROM {_TALLY} WHERE {same} LIMIT 1 FOR UPDATE SKIP LOCKED);
                    IF NOT FOUND THEN
                        INSERT INTO {_TALLY} ({_COLUMNS})
                            VALUES ({", ".join(f"change.{name}" for name in (*_KEY, *_SUMS))});
                    END IF;
                END LOOP;
                RETURN NULL;
            END $$
        """
        seen = " ".join(f"{name.upper()} TABLE AS {name}_rows" for name in names)
        yield (
            f"CREATE OR REPLACE TRIGGER {_NAMES[event]} AFTER {event} ON {_PARCEL} "
            f"REFERENCING {seen} FOR EACH STATEMENT EXECUTE FUNCTION {_NAMES[event]}()"
        )


def _installed(cursor):
    if connection.vendor == "sqlite":
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [_PARCEL])
    else:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass", [_PARCEL])
    return {name for (name,) in cursor.fetchall()}


def ensure_kept(**_of_the_signal):
    """Set up the triggers where they are missing, and count. After every migration: SQLite loses the triggers of a
    table with the table, and a migration that alters one makes it anew.
    """
    if not {_TALLY, _PARCEL} <= set(connection.introspection.table_names()):
        return
    with transaction.atomic(), connection.cursor() as cursor:
        there = _installed(cursor)
        if there.issuperset(_NAMES.values()):
            return
        if connection.vendor == "sqlite":
            for name in there.intersection(_NAMES.values()):
                cursor.execute(f"DROP TRIGGER {name}")
        for statement in _sqlite_triggers() if connection.vendor == "sqlite" else _postgresql_triggers():
            cursor.execute(statement)
        recount()


def recount():
    """Write every tally anew from the parcels; nobody changes a parcel meanwhile."""
    sums = ", ".join(f"SUM({name})" for name in _SUMS)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"LOCK TABLE {_PARCEL} IN SHARE MODE")
        cursor.execute(f"DELETE FROM {_TALLY}")
        cursor.execute(
            f"INSERT INTO {_TALLY} ({_COLUMNS}) SELECT {', '.join(_KEY)}, {sums} "
            f"FROM (SELECT {_values('')} FROM {_PARCEL} WHERE NOT is_sample) AS parcel GROUP BY {', '.join(_KEY)}"
        )


def wrong():
    """How many kinds of land have a tally that is not the sum of their parcels: nought, or something wrote past it."""
    taken = ", ".join(f"-{name}" for name in _SUMS)
    is_off = " OR ".join(f"SUM({name}) <> 0" for name in _SUMS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT COUNT(*) FROM (SELECT 1 AS one FROM ("
            f"SELECT {_values('')} FROM {_PARCEL} WHERE NOT is_sample "
            f"UNION ALL SELECT {', '.join(_KEY)}, {taken} FROM {_TALLY}"
            f") AS both_ways GROUP BY {', '.join(_KEY)} HAVING {is_off}) AS off"
        )
        return cursor.fetchone()[0]
