"""Decisions on a zone as a whole, and how it lies to economic zones."""

import core.partialdate
import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0002_people_have_versions'),
        ('policies', '0001_initial'),
        ('zones', '0004_office_land'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalZoneEvent',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('as_of', core.partialdate.PartialDateField(blank=True, help_text='As far as it is known: 2024, 2024-Q2, 2024-04 or 2024-04-16.', max_length=10, verbose_name='as of')),
                ('confidence', models.CharField(choices=[('high', 'stated plainly'), ('medium', 'stated in part or second-hand'), ('low', 'single weak source, to be verified'), ('none', 'not found')], default='medium', max_length=6, verbose_name='how plainly it is stated')),
                ('kind', models.CharField(choices=[('planned', 'Entered into the plan'), ('established', 'Established'), ('enlarged', 'Area increased'), ('reduced', 'Area decreased'), ('revoked', 'Revoked')], max_length=12, verbose_name='event')),
                ('on', models.DateField(verbose_name='date of the decision')),
                ('decision_number', models.CharField(blank=True, help_text='As printed on it. Blank: not known.', max_length=80, verbose_name='number of the decision')),
                ('certificate_before', models.CharField(blank=True, max_length=80, verbose_name='investment certificate before')),
                ('certificate_number', models.CharField(blank=True, max_length=80, verbose_name='investment certificate')),
                ('area_before', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='area before, m²')),
                ('area', models.DecimalField(blank=True, decimal_places=2, help_text='Planned or established; 0 for a zone that was revoked.', max_digits=14, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='area by the decision, m²')),
                ('leasable_area', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='industrial and service land, m²')),
                ('term_years', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='lease term, years')),
                ('capital_usd', models.DecimalField(blank=True, decimal_places=5, max_digits=18, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='foreign capital, million USD')),
                ('capital_vnd', models.DecimalField(blank=True, decimal_places=5, max_digits=18, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='domestic capital, billion VND')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical decision on a zone',
                'verbose_name_plural': 'historical decisions on zones',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='ZoneEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('as_of', core.partialdate.PartialDateField(blank=True, help_text='As far as it is known: 2024, 2024-Q2, 2024-04 or 2024-04-16.', max_length=10, verbose_name='as of')),
                ('confidence', models.CharField(choices=[('high', 'stated plainly'), ('medium', 'stated in part or second-hand'), ('low', 'single weak source, to be verified'), ('none', 'not found')], default='medium', max_length=6, verbose_name='how plainly it is stated')),
                ('kind', models.CharField(choices=[('planned', 'Entered into the plan'), ('established', 'Established'), ('enlarged', 'Area increased'), ('reduced', 'Area decreased'), ('revoked', 'Revoked')], max_length=12, verbose_name='event')),
                ('on', models.DateField(verbose_name='date of the decision')),
                ('decision_number', models.CharField(blank=True, help_text='As printed on it. Blank: not known.', max_length=80, verbose_name='number of the decision')),
                ('certificate_before', models.CharField(blank=True, max_length=80, verbose_name='investment certificate before')),
                ('certificate_number', models.CharField(blank=True, max_length=80, verbose_name='investment certificate')),
                ('area_before', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='area before, m²')),
                ('area', models.DecimalField(blank=True, decimal_places=2, help_text='Planned or established; 0 for a zone that was revoked.', max_digits=14, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='area by the decision, m²')),
                ('leasable_area', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='industrial and service land, m²')),
                ('term_years', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='lease term, years')),
                ('capital_usd', models.DecimalField(blank=True, decimal_places=5, max_digits=18, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='foreign capital, million USD')),
                ('capital_vnd', models.DecimalField(blank=True, decimal_places=5, max_digits=18, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='domestic capital, billion VND')),
            ],
            options={
                'verbose_name': 'decision on a zone',
                'verbose_name_plural': 'decisions on zones',
                'ordering': ['-on', '-id'],
            },
        ),
        migrations.AddField(
            model_name='historicalzone',
            name='location_class',
            field=models.CharField(choices=[('outside_ez', 'Outside economic zones'), ('coastal_ez', 'In a coastal economic zone'), ('border_ez', 'In a border-gate economic zone'), ('specialised_ez', 'In a specialised economic zone'), ('unknown', 'Not known')], default='unknown', max_length=16, verbose_name='location by economic zone'),
        ),
        migrations.AddField(
            model_name='zone',
            name='location_class',
            field=models.CharField(choices=[('outside_ez', 'Outside economic zones'), ('coastal_ez', 'In a coastal economic zone'), ('border_ez', 'In a border-gate economic zone'), ('specialised_ez', 'In a specialised economic zone'), ('unknown', 'Not known')], default='unknown', max_length=16, verbose_name='location by economic zone'),
        ),
        migrations.AddField(
            model_name='historicalzoneevent',
            name='decision',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='policies.legalinstrument', verbose_name='in the legal register'),
        ),
        migrations.AddField(
            model_name='historicalzoneevent',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalzoneevent',
            name='source',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='core.source', verbose_name='source'),
        ),
        migrations.AddField(
            model_name='historicalzoneevent',
            name='zone',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='zones.zone', verbose_name='industrial zone'),
        ),
        migrations.AddField(
            model_name='zoneevent',
            name='decision',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.legalinstrument', verbose_name='in the legal register'),
        ),
        migrations.AddField(
            model_name='zoneevent',
            name='other_sources',
            field=models.ManyToManyField(blank=True, related_name='+', to='core.source', verbose_name='other sources'),
        ),
        migrations.AddField(
            model_name='zoneevent',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.source', verbose_name='source'),
        ),
        migrations.AddField(
            model_name='zoneevent',
            name='zone',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='zones.zone', verbose_name='industrial zone'),
        ),
    ]
