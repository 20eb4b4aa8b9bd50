"""Indexes in which a readiness or a quantity few parcels have is found without reading the others."""

from django.db import migrations, models

_LISTED, _NUMBER = ["publication", "is_sample"], ["zone", "code", "id"]
_QUANTITIES, _DAYS = ["power_kw", "water_m3_day", "wastewater_m3_day"], ["exists_from", "exists_to"]


def _by_quantities(first, name):
    order = [*_QUANTITIES[first:], *_QUANTITIES[:first]]
    fields = [*_LISTED, "commercial_status", *order, *_NUMBER, "area", "readiness", "reserved_until", *_DAYS]
    return migrations.AddIndex("parcel", models.Index(fields=fields, name=name))


class Migration(migrations.Migration):
    dependencies = [("zones", "0006_land_tallies")]

    operations = [
        migrations.AddIndex(
            "parcel",
            models.Index(
                fields=[
                    *_LISTED,
                    "readiness",
                    *_NUMBER,
                    "area",
                    "commercial_status",
                    "reserved_until",
                    *_QUANTITIES,
                    *_DAYS,
                ],
                name="parcel_by_readiness",
            ),
        ),
        _by_quantities(0, "parcel_by_power"),
        _by_quantities(1, "parcel_by_water"),
        _by_quantities(2, "parcel_by_wastewater"),
    ]
