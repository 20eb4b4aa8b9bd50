"""Statutory reports, their periods and deadlines, and the period figures they are filled from."""

import core.partialdate
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import reports.models.periods
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0002_people_have_versions'),
        ('projects', '0002_event_capital'),
        ('zones', '0005_zone_events'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReportingPeriod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('code', models.CharField(max_length=7, unique=True, validators=[reports.models.periods.valid_period], verbose_name='period')),
                ('state', models.CharField(choices=[('open', 'Open'), ('closed', 'Closed')], default='open', max_length=8, verbose_name='period state')),
            ],
            options={
                'verbose_name': 'reporting period',
                'verbose_name_plural': 'reporting periods',
                'ordering': ['-code'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalDeadline',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('as_of', core.partialdate.PartialDateField(blank=True, help_text='As far as it is known: 2024, 2024-Q2, 2024-04 or 2024-04-16.', max_length=10, verbose_name='as of')),
                ('confidence', models.CharField(choices=[('high', 'stated plainly'), ('medium', 'stated in part or second-hand'), ('low', 'single weak source, to be verified'), ('none', 'not found')], default='medium', max_length=6, verbose_name='how plainly it is stated')),
                ('form', models.CharField(blank=True, help_text='E.g. 2104. Blank: every form.', max_length=8, verbose_name='form')),
                ('period_kind', models.CharField(choices=[('quarter', 'Quarterly'), ('year', 'Yearly')], max_length=8, verbose_name='kind of period')),
                ('days', models.PositiveSmallIntegerField(help_text='Calendar days; the last of them is still in time.', validators=[django.core.validators.MaxValueValidator(366)], verbose_name='days after the end of the period')),
                ('valid_from', models.DateField(help_text='Earlier periods keep the rule before this one.', verbose_name='for periods ending from')),
                ('basis', models.CharField(max_length=200, verbose_name='legal basis')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('source', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='core.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'historical report deadline',
                'verbose_name_plural': 'historical report deadlines',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalPeriodFigure',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('as_of', core.partialdate.PartialDateField(blank=True, help_text='As far as it is known: 2024, 2024-Q2, 2024-04 or 2024-04-16.', max_length=10, verbose_name='as of')),
                ('confidence', models.CharField(choices=[('high', 'stated plainly'), ('medium', 'stated in part or second-hand'), ('low', 'single weak source, to be verified'), ('none', 'not found')], default='medium', max_length=6, verbose_name='how plainly it is stated')),
                ('period', core.partialdate.PartialDateField(blank=True, help_text='A quarter or a year: Q2/2026, 2026.', max_length=10, validators=[reports.models.periods.valid_period], verbose_name='period')),
                ('measure', models.CharField(choices=[('revenue', 'Revenue'), ('import', 'Imports'), ('export', 'Exports'), ('budget', 'Paid into the budget'), ('realised_capital', 'Realised capital, cumulative'), ('registered_capital', 'Registered capital, cumulative'), ('labour_domestic', 'Domestic workers'), ('labour_foreign', 'Foreign workers'), ('infrastructure_completion', 'Completion of infrastructure'), ('infrastructure_land', 'Land handed over for infrastructure')], max_length=28, verbose_name='what')),
                ('amount', models.DecimalField(decimal_places=5, max_digits=20, validators=[django.core.validators.MinValueValidator(0)], verbose_name='value')),
                ('unit', models.CharField(choices=[('usd', 'million USD'), ('vnd', 'billion VND'), ('people', 'people'), ('percent', '%'), ('ha', 'ha')], max_length=8, verbose_name='unit')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('project', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='projects.project', verbose_name='project')),
                ('source', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='core.source', verbose_name='source')),
                ('zone', models.ForeignKey(blank=True, db_constraint=False, help_text='Only for what belongs to the zone itself: completion of and land for infrastructure.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='zones.zone', verbose_name='industrial zone')),
            ],
            options={
                'verbose_name': 'historical period figure',
                'verbose_name_plural': 'historical period figures',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalReportingPeriod',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('code', models.CharField(db_index=True, max_length=7, validators=[reports.models.periods.valid_period], verbose_name='period')),
                ('state', models.CharField(choices=[('open', 'Open'), ('closed', 'Closed')], default='open', max_length=8, verbose_name='period state')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical reporting period',
                'verbose_name_plural': 'historical reporting periods',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('form', models.CharField(max_length=8, verbose_name='form')),
                ('template_version', models.CharField(max_length=20, verbose_name='version of the form')),
                ('state', models.CharField(choices=[('draft', 'Draft saved'), ('in_review', 'Awaiting approval'), ('received', 'Received'), ('returned', 'Changes requested')], default='draft', max_length=12, verbose_name='report state')),
                ('rate', models.DecimalField(blank=True, decimal_places=4, help_text='The State Bank’s rate when the report was begun. Example: 25123.', max_digits=14, null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='VND for one US dollar')),
                ('rate_on', models.DateField(blank=True, null=True, verbose_name='day of the rate')),
                ('rate_source', models.CharField(blank=True, max_length=200, verbose_name='source of the rate')),
                ('begun_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='begun at')),
                ('begun_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='begun by')),
                ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='reports.reportingperiod', verbose_name='period')),
            ],
            options={
                'verbose_name': 'statutory report',
                'verbose_name_plural': 'statutory reports',
                'ordering': ['-period__code', 'form'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalCellEntry',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('address', models.CharField(max_length=130)),
                ('value', models.DecimalField(blank=True, decimal_places=5, max_digits=20, null=True)),
                ('explanation', models.TextField(blank=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='reports.report')),
            ],
            options={
                'verbose_name': 'historical cell entry',
                'verbose_name_plural': 'historical cell entrys',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='PeriodMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('axis', models.CharField(max_length=24, verbose_name='axis')),
                ('from_state', models.CharField(max_length=24, verbose_name='from')),
                ('to_state', models.CharField(max_length=24, verbose_name='to')),
                ('on', models.DateField(verbose_name='took effect on')),
                ('note', models.TextField(blank=True, verbose_name='note or reason')),
                ('decision_number', models.CharField(blank=True, max_length=80, verbose_name='decision or contract number')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='entered at')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='reports.reportingperiod')),
            ],
            options={
                'ordering': ['-on', '-id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='HistoricalReport',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('form', models.CharField(max_length=8, verbose_name='form')),
                ('template_version', models.CharField(max_length=20, verbose_name='version of the form')),
                ('state', models.CharField(choices=[('draft', 'Draft saved'), ('in_review', 'Awaiting approval'), ('received', 'Received'), ('returned', 'Changes requested')], default='draft', max_length=12, verbose_name='report state')),
                ('rate', models.DecimalField(blank=True, decimal_places=4, help_text='The State Bank’s rate when the report was begun. Example: 25123.', max_digits=14, null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='VND for one US dollar')),
                ('rate_on', models.DateField(blank=True, null=True, verbose_name='day of the rate')),
                ('rate_source', models.CharField(blank=True, max_length=200, verbose_name='source of the rate')),
                ('begun_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='begun at')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('begun_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='begun by')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('period', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='reports.reportingperiod', verbose_name='period')),
            ],
            options={
                'verbose_name': 'historical statutory report',
                'verbose_name_plural': 'historical statutory reports',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='ReportMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('axis', models.CharField(max_length=24, verbose_name='axis')),
                ('from_state', models.CharField(max_length=24, verbose_name='from')),
                ('to_state', models.CharField(max_length=24, verbose_name='to')),
                ('on', models.DateField(verbose_name='took effect on')),
                ('note', models.TextField(blank=True, verbose_name='note or reason')),
                ('decision_number', models.CharField(blank=True, max_length=80, verbose_name='decision or contract number')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='entered at')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='reports.report')),
            ],
            options={
                'ordering': ['-on', '-id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='reports.report')),
            ],
        ),
        migrations.CreateModel(
            name='Deadline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('as_of', core.partialdate.PartialDateField(blank=True, help_text='As far as it is known: 2024, 2024-Q2, 2024-04 or 2024-04-16.', max_length=10, verbose_name='as of')),
                ('confidence', models.CharField(choices=[('high', 'stated plainly'), ('medium', 'stated in part or second-hand'), ('low', 'single weak source, to be verified'), ('none', 'not found')], default='medium', max_length=6, verbose_name='how plainly it is stated')),
                ('form', models.CharField(blank=True, help_text='E.g. 2104. Blank: every form.', max_length=8, verbose_name='form')),
                ('period_kind', models.CharField(choices=[('quarter', 'Quarterly'), ('year', 'Yearly')], max_length=8, verbose_name='kind of period')),
                ('days', models.PositiveSmallIntegerField(help_text='Calendar days; the last of them is still in time.', validators=[django.core.validators.MaxValueValidator(366)], verbose_name='days after the end of the period')),
                ('valid_from', models.DateField(help_text='Earlier periods keep the rule before this one.', verbose_name='for periods ending from')),
                ('basis', models.CharField(max_length=200, verbose_name='legal basis')),
                ('other_sources', models.ManyToManyField(blank=True, related_name='+', to='core.source', verbose_name='other sources')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'report deadline',
                'verbose_name_plural': 'report deadlines',
                'ordering': ['form', 'period_kind', '-valid_from'],
                'constraints': [models.UniqueConstraint(fields=('form', 'period_kind', 'valid_from'), name='report_deadline_once')],
            },
        ),
        migrations.CreateModel(
            name='PeriodFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('as_of', core.partialdate.PartialDateField(blank=True, help_text='As far as it is known: 2024, 2024-Q2, 2024-04 or 2024-04-16.', max_length=10, verbose_name='as of')),
                ('confidence', models.CharField(choices=[('high', 'stated plainly'), ('medium', 'stated in part or second-hand'), ('low', 'single weak source, to be verified'), ('none', 'not found')], default='medium', max_length=6, verbose_name='how plainly it is stated')),
                ('period', core.partialdate.PartialDateField(blank=True, help_text='A quarter or a year: Q2/2026, 2026.', max_length=10, validators=[reports.models.periods.valid_period], verbose_name='period')),
                ('measure', models.CharField(choices=[('revenue', 'Revenue'), ('import', 'Imports'), ('export', 'Exports'), ('budget', 'Paid into the budget'), ('realised_capital', 'Realised capital, cumulative'), ('registered_capital', 'Registered capital, cumulative'), ('labour_domestic', 'Domestic workers'), ('labour_foreign', 'Foreign workers'), ('infrastructure_completion', 'Completion of infrastructure'), ('infrastructure_land', 'Land handed over for infrastructure')], max_length=28, verbose_name='what')),
                ('amount', models.DecimalField(decimal_places=5, max_digits=20, validators=[django.core.validators.MinValueValidator(0)], verbose_name='value')),
                ('unit', models.CharField(choices=[('usd', 'million USD'), ('vnd', 'billion VND'), ('people', 'people'), ('percent', '%'), ('ha', 'ha')], max_length=8, verbose_name='unit')),
                ('other_sources', models.ManyToManyField(blank=True, related_name='+', to='core.source', verbose_name='other sources')),
                ('project', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='period_figures', to='projects.project', verbose_name='project')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.source', verbose_name='source')),
                ('zone', models.ForeignKey(blank=True, help_text='Only for what belongs to the zone itself: completion of and land for infrastructure.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='period_figures', to='zones.zone', verbose_name='industrial zone')),
            ],
            options={
                'verbose_name': 'period figure',
                'verbose_name_plural': 'period figures',
                'ordering': ['-period', 'measure', 'project', 'zone', 'unit'],
                'indexes': [models.Index(fields=['period', 'measure'], name='period_figure_by_period')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('project__isnull', True), ('zone__isnull', False)), models.Q(('project__isnull', False), ('zone__isnull', True)), _connector='OR'), name='period_figure_of_one'), models.UniqueConstraint(condition=models.Q(('project__isnull', False)), fields=('project', 'period', 'measure', 'unit'), name='period_figure_once_a_project'), models.UniqueConstraint(condition=models.Q(('zone__isnull', False)), fields=('zone', 'period', 'measure', 'unit'), name='period_figure_once_a_zone')],
            },
        ),
        migrations.CreateModel(
            name='CellEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('address', models.CharField(max_length=130)),
                ('value', models.DecimalField(blank=True, decimal_places=5, max_digits=20, null=True)),
                ('explanation', models.TextField(blank=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='reports.report')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('report', 'address'), name='cell_entry_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(fields=('form', 'period'), name='report_once_a_period'),
        ),
    ]
