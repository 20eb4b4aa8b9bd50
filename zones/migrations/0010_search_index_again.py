"""The index of the search once more: SQLite makes a table anew for a new column and drops what SQL had added to it."""

from django.db import migrations

_SQLITE = (
    "CREATE INDEX IF NOT EXISTS parcel_search ON zones_parcel (publication, is_sample, id, zone_id, search_text)"
)


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(_SQLITE)


class Migration(migrations.Migration):
    dependencies = [("zones", "0009_publication_states")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
