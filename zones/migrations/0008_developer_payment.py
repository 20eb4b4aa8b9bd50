"""How the developer pays the State for the land of a parcel."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('zones', '0007_find_rare_land'),
    ]

    operations = [
        migrations.AddField(
            model_name=model,
            name='developer_payment',
            field=models.CharField(choices=[('annual', 'Every year'), ('oneoff', 'Once for the whole term'), ('exempt', 'Exempt'), ('unknown', 'Not known')], default='unknown', max_length=8, verbose_name='the developer pays the State'),
        )
        for model in ('parcel', 'historicalparcel')
    ]
