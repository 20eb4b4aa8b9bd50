"""An index for the search of parcels by parts of words, in each database's own way."""

from django.db import migrations

_SQLITE = "CREATE INDEX parcel_search ON zones_parcel (publication, is_sample, id, zone_id, search_text)"
_POSTGRESQL = "CREATE INDEX parcel_search ON zones_parcel USING gin (search_text gin_trgm_ops)"
_HAS_TRIGRAMS = "SELECT EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm')"
_MAY_INSTALL = """
    SELECT EXISTS (SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm')
    AND has_database_privilege(current_database(), 'CREATE')
"""


def _is(cursor, question):
    cursor.execute(question)
    return cursor.fetchone()[0]


def add(apps, schema_editor):
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(_SQLITE)
        elif connection.vendor == "postgresql":
            if not _is(cursor, _HAS_TRIGRAMS):
                # Without the extension search is slower, not wrong: no reason to keep the portal down.
                if not _is(cursor, _MAY_INSTALL):
                    return
                cursor.execute("CREATE EXTENSION pg_trgm")
            cursor.execute(_POSTGRESQL)


def remove(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("DROP INDEX IF EXISTS parcel_search")


class Migration(migrations.Migration):
    dependencies = [("zones", "0002_decide_on_land")]

    operations = [migrations.RunPython(add, remove)]
