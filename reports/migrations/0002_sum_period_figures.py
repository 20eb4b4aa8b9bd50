"""The index on periods holds all that a sum over projects reads."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_reports")]

    operations = [
        migrations.RemoveIndex("periodfigure", "period_figure_by_period"),
        migrations.AddIndex(
            "periodfigure",
            models.Index(fields=["period", "measure", "unit", "project", "amount"], name="period_figure_by_period"),
        ),
    ]
