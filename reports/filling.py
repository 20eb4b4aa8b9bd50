"""A form filled from the record: each list gets its rows, each cell its measure."""

from reports.facts import Facts
from reports.form import fill_tables
from reports.measures import MEASURES, SOURCES


def fill(template, facts: Facts, typed=None):
    """The FilledForm of `template` for the period of `facts`; typed: {address: Decimal} of the cells officers type."""

    def rows_of(table):
        if table.shape == "matrix":
            return [
                (key, str(words), _found(table, facts, [zone for zone in facts.zones if zone.location_class == key]))
                for key, words in table.across
            ]
        subjects = SOURCES[table.rows].rows(facts, **table.options)
        return [
            (subject.key, subject.zone.name, _found(table, facts, [subject.zone], subject.event))
            for subject in subjects
        ]

    form = fill_tables(template, rows_of, rate=facts.rate, typed=typed)
    form.facts = facts
    return form


def _found(table, facts, zones, event=None):
    return {item.key: _read(item, facts, zones, event) for item in table.items if item.measure}


def _read(item, facts, zones, event):
    measure = MEASURES[item.measure]
    return measure.read(facts, event if measure.of == "event" else zones, **item.options)
