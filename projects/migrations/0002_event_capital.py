"""A legal event keeps what it did to the registered capital."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name=model,
            name=name,
            field=models.DecimalField(blank=True, decimal_places=5, max_digits=18, null=True, verbose_name=label),
        )
        for model in ('projectevent', 'historicalprojectevent')
        for name, label in (
            ('capital_usd', 'registered capital ±, million USD'),
            ('capital_vnd', 'registered capital ±, billion VND'),
        )
    ]
