"""Outcome, promised days, who decided an event and where it is stated; form numbers and land-use limits as data."""

import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


KINDS = [
    ('propose', 'Project proposed'),
    ('principle_decision', 'In-principle decision'),
    ('approve_investor', 'Investor approved'),
    ('issue_irc', 'Investment certificate issued'),
    ('update_location', 'Location updated after administrative rearrangement'),
    ('amend', 'Amendment'),
    ('report', 'Implementation report'),
    ('extend_term', 'Term extended'),
    ('extend_schedule', 'Schedule extended by decision'),
    ('suspend', 'Suspension'),
    ('terminate', 'Termination'),
    ('revoke', 'Revocation'),
    ('capital_contribution', 'Capital contribution or share purchase'),
    ('reissue', 'Certificate reissued'),
    ('correct', 'Certificate corrected'),
    ('exchange', 'Certificate exchanged'),
    ('land_sublease', 'Land sub-lease contract'),
    ('eia_approval', 'Environmental impact assessment approved'),
    ('environment_licence', 'Environmental licence'),
    ('fire_approval', 'Fire safety design approved'),
    ('fire_acceptance', 'Fire safety accepted'),
    ('building_permit', 'Building permit'),
    ('completion', 'Completed works accepted'),
    ('start_operation', 'Put into operation'),
    ('deposit', 'Security deposit'),
]


BODIES = [
    ('national_assembly', 'National Assembly'),
    ('prime_minister', 'Prime Minister'),
    ('ministry', 'Ministry'),
    ('province', "Provincial People's Committee"),
    ('board', 'Industrial zones authority'),
    ('department', 'Provincial department'),
    ('commune', "Commune People's Committee"),
    ('police', 'Fire police'),
    ('court', 'Court'),
    ('other', 'Another body'),
]


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0003_signing_in'),
        ('projects', '0002_event_capital'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='EventForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kind', models.CharField(choices=KINDS, max_length=24, unique=True, verbose_name='event')),
                ('form', models.CharField(max_length=20, verbose_name='form number')),
                ('basis', models.CharField(max_length=200, verbose_name='legal basis')),
                ('is_verified', models.BooleanField(default=False, help_text='Not ticked: from a secondary source.', verbose_name='checked against the text itself')),
            ],
            options={
                'verbose_name': 'form of an event',
                'verbose_name_plural': 'forms of events',
                'ordering': ['form'],
            },
        ),
        migrations.CreateModel(
            name='LandUseLimit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('months', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(240)], verbose_name='months since the hand-over')),
                ('valid_from', models.DateField(unique=True, verbose_name='in force from')),
                ('basis', models.CharField(help_text='Law, article and clause.', max_length=200, verbose_name='legal basis')),
            ],
            options={
                'verbose_name': 'limit of unused land',
                'verbose_name_plural': 'limits of unused land',
                'ordering': ['-valid_from'],
            },
        ),
        migrations.AddField(
            model_name='historicalproject',
            name='finish_by',
            field=models.DateField(blank=True, help_text='As first committed; an extension is a legal event.', null=True, verbose_name='in operation by'),
        ),
        migrations.AddField(
            model_name='historicalproject',
            name='handed_over_on',
            field=models.DateField(blank=True, null=True, verbose_name='land handed over on'),
        ),
        migrations.AddField(
            model_name='historicalproject',
            name='lost_to',
            field=models.CharField(blank=True, help_text='The province or country the investor chose instead.', max_length=120, verbose_name='lost to'),
        ),
        migrations.AddField(
            model_name='historicalproject',
            name='outcome',
            field=models.CharField(choices=[('ongoing', 'Going on'), ('delayed', 'Put off'), ('dormant', 'Dormant'), ('lost', 'Lost'), ('abandoned', 'Abandoned'), ('unknown', 'Not known')], default='unknown', max_length=10, verbose_name='outcome'),
        ),
        migrations.AddField(
            model_name='historicalproject',
            name='start_by',
            field=models.DateField(blank=True, help_text='As first committed; an extension is a legal event.', null=True, verbose_name='works to begin by'),
        ),
        migrations.AddField(
            model_name='historicalprojectevent',
            name='decided_by',
            field=models.CharField(blank=True, choices=BODIES, help_text='The body that signed it. Blank: not known.', max_length=20, verbose_name='decided by'),
        ),
        migrations.AddField(
            model_name='historicalprojectevent',
            name='finish_by',
            field=models.DateField(blank=True, null=True, verbose_name='in operation by, extended to'),
        ),
        migrations.AddField(
            model_name='historicalprojectevent',
            name='source',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='core.source', verbose_name='source'),
        ),
        migrations.AddField(
            model_name='historicalprojectevent',
            name='start_by',
            field=models.DateField(blank=True, null=True, verbose_name='works to begin by, extended to'),
        ),
        migrations.AddField(
            model_name='project',
            name='finish_by',
            field=models.DateField(blank=True, help_text='As first committed; an extension is a legal event.', null=True, verbose_name='in operation by'),
        ),
        migrations.AddField(
            model_name='project',
            name='handed_over_on',
            field=models.DateField(blank=True, null=True, verbose_name='land handed over on'),
        ),
        migrations.AddField(
            model_name='project',
            name='lost_to',
            field=models.CharField(blank=True, help_text='The province or country the investor chose instead.', max_length=120, verbose_name='lost to'),
        ),
        migrations.AddField(
            model_name='project',
            name='outcome',
            field=models.CharField(choices=[('ongoing', 'Going on'), ('delayed', 'Put off'), ('dormant', 'Dormant'), ('lost', 'Lost'), ('abandoned', 'Abandoned'), ('unknown', 'Not known')], default='unknown', max_length=10, verbose_name='outcome'),
        ),
        migrations.AddField(
            model_name='project',
            name='start_by',
            field=models.DateField(blank=True, help_text='As first committed; an extension is a legal event.', null=True, verbose_name='works to begin by'),
        ),
        migrations.AddField(
            model_name='projectevent',
            name='decided_by',
            field=models.CharField(blank=True, choices=BODIES, help_text='The body that signed it. Blank: not known.', max_length=20, verbose_name='decided by'),
        ),
        migrations.AddField(
            model_name='projectevent',
            name='finish_by',
            field=models.DateField(blank=True, null=True, verbose_name='in operation by, extended to'),
        ),
        migrations.AddField(
            model_name='projectevent',
            name='source',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.source', verbose_name='source'),
        ),
        migrations.AddField(
            model_name='projectevent',
            name='start_by',
            field=models.DateField(blank=True, null=True, verbose_name='works to begin by, extended to'),
        ),
        migrations.AlterField(
            model_name='historicalprojectevent',
            name='kind',
            field=models.CharField(choices=KINDS, max_length=24, verbose_name='event'),
        ),
        migrations.AlterField(
            model_name='projectevent',
            name='kind',
            field=models.CharField(choices=KINDS, max_length=24, verbose_name='event'),
        ),
        migrations.CreateModel(
            name='HistoricalEventForm',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kind', models.CharField(choices=KINDS, db_index=True, max_length=24, verbose_name='event')),
                ('form', models.CharField(max_length=20, verbose_name='form number')),
                ('basis', models.CharField(max_length=200, verbose_name='legal basis')),
                ('is_verified', models.BooleanField(default=False, help_text='Not ticked: from a secondary source.', verbose_name='checked against the text itself')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical form of an event',
                'verbose_name_plural': 'historical forms of events',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalLandUseLimit',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('months', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(240)], verbose_name='months since the hand-over')),
                ('valid_from', models.DateField(db_index=True, verbose_name='in force from')),
                ('basis', models.CharField(help_text='Law, article and clause.', max_length=200, verbose_name='legal basis')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical limit of unused land',
                'verbose_name_plural': 'historical limits of unused land',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
