"""An index in which the parcels due for review are counted without reading them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("zones", "0012_files_and_pictures")]

    operations = [
        migrations.AddIndex(
            "parcel",
            models.Index(fields=["review_due", "publication", "is_sample", "zone"], name="parcel_by_review"),
        ),
    ]
