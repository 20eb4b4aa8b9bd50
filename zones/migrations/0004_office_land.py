"""A price keeps its wish to end the one before it, a survey what it wrote, a split or merger waits as a proposal."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('zones', '0003_search_parcels'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalrate',
            name='ends_earlier',
            field=models.BooleanField(default=False, help_text='When this price is published, the one that holds until now ends on the day this one begins.', verbose_name='ends the price before it'),
        ),
        migrations.AddField(
            model_name='historicalsurvey',
            name='taken_back_at',
            field=models.DateTimeField(null=True, verbose_name='taken back at'),
        ),
        migrations.AddField(
            model_name='historicalsurvey',
            name='taken_back_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken back by'),
        ),
        migrations.AddField(
            model_name='rate',
            name='ends_earlier',
            field=models.BooleanField(default=False, help_text='When this price is published, the one that holds until now ends on the day this one begins.', verbose_name='ends the price before it'),
        ),
        migrations.AddField(
            model_name='survey',
            name='taken_back_at',
            field=models.DateTimeField(null=True, verbose_name='taken back at'),
        ),
        migrations.AddField(
            model_name='survey',
            name='taken_back_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken back by'),
        ),
        migrations.AddField(
            model_name='survey',
            name='written',
            field=models.JSONField(default=dict),
        ),
        migrations.CreateModel(
            name='HistoricalReshapeProposal',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kind', models.CharField(choices=[('split', 'Split'), ('merge', 'Merger')], max_length=5, verbose_name='kind')),
                ('into', models.CharField(max_length=300, verbose_name='into')),
                ('sent', models.JSONField(default=dict)),
                ('created_at', models.DateTimeField(blank=True, editable=False, verbose_name='proposed at')),
                ('outcome', models.CharField(choices=[('waiting', 'waits for a leader'), ('carried_out', 'carried out'), ('turned_down', 'turned down')], default='waiting', max_length=11, verbose_name='outcome')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by')),
                ('decided_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('parcel', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='zones.parcel', verbose_name='parcel')),
            ],
            options={
                'verbose_name': 'historical proposal to split or merge',
                'verbose_name_plural': 'historical proposals to split or merge',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='ReshapeProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kind', models.CharField(choices=[('split', 'Split'), ('merge', 'Merger')], max_length=5, verbose_name='kind')),
                ('into', models.CharField(max_length=300, verbose_name='into')),
                ('sent', models.JSONField(default=dict)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='proposed at')),
                ('outcome', models.CharField(choices=[('waiting', 'waits for a leader'), ('carried_out', 'carried out'), ('turned_down', 'turned down')], default='waiting', max_length=11, verbose_name='outcome')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('parcel', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reshape_proposals', to='zones.parcel', verbose_name='parcel')),
            ],
            options={
                'verbose_name': 'proposal to split or merge',
                'verbose_name_plural': 'proposals to split or merge',
                'ordering': ['-created_at', '-id'],
            },
        ),
    ]
