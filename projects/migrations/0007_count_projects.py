"""Indexes by which the officers' desk counts projects and what their events add up to."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0006_files_and_pictures")]

    operations = [
        migrations.AddIndex(
            "project",
            models.Index(fields=["publication", "pipeline", "implementation"], name="project_by_stage"),
        ),
        migrations.AddIndex(
            "projectevent",
            models.Index(
                fields=["project", "on", "id", "kind", "start_by", "finish_by", "capital_vnd", "capital_usd"],
                name="project_event_days",
            ),
        ),
    ]
