"""The tallies of land; zones.balance.tallies fills them and sets up what keeps them once all migrations have run."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0002_people_have_versions"), ("zones", "0005_zone_events")]

    operations = [
        migrations.CreateModel(
            name="LandTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "zone",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="zones.zone",
                    ),
                ),
                ("publication", models.CharField(max_length=10)),
                ("commercial_status", models.CharField(max_length=16)),
                ("readiness", models.CharField(max_length=12)),
                ("reserved_until", models.DateField(null=True)),
                ("exists_from", models.DateField(null=True)),
                ("exists_to", models.DateField(null=True)),
                ("as_of", models.CharField(max_length=10)),
                (
                    "source",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="core.source",
                    ),
                ),
                ("parcels", models.BigIntegerField()),
                ("without_area", models.BigIntegerField()),
                ("area", models.BigIntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["zone", "publication", "commercial_status", "readiness"], name="tally_of_kind"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="parcelmove",
            index=models.Index(fields=["on", "axis", "record"], name="parcel_moves_by_day"),
        ),
    ]
