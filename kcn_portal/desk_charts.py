"""The charts of the desk: parcels by state, projects by stage, capital by year; each with its table."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.bars import Row, bars
from core.numbers import format_number, hectares
from kcn_portal.desk_counts import KEPT, YEARS_SHOWN, list_of
from projects.lifecycle import Implementation, Pipeline
from projects.models import Project
from reports.models import PeriodFigure
from reports.models.figures import Measure
from zones.lifecycle import Commercial
from zones.models import Parcel


@dataclass(frozen=True)
class Chart:
    """`drawn` are the Bars side by side; `head` and `rows` ((words, address, cells)) the same as a table."""

    key: str
    title: str
    note: str
    drawn: tuple
    head: tuple
    rows: tuple
    empty: str


def charts(counts):
    return [_parcels(counts), *_projects(counts), _capital(counts)]


def _number(value):
    return format_number(Decimal(value))


def _parcels(counts):
    found, without = counts.of("land"), counts.of("land without area")
    number, area, table = [], [], []
    for state in Commercial:
        if state not in found:
            continue
        one, unmeasured = found[state], without.get(state)
        url = list_of(
            Parcel,
            commercial_status__exact=state.value,
            is_sample__exact=0,
            exists_to__isnull="True",
            publication__in=KEPT,
        )
        is_vague = state == Commercial.UNKNOWN
        is_measured = not unmeasured or unmeasured.count < one.count
        size = _area(one.amount, unmeasured, is_measured)
        number.append(Row(state.label, one.count, _number(one.count), url, is_vague))
        area.append(Row(state.label, one.amount if is_measured else None, size, url, is_vague))
        table.append((state.label, url, (_number(one.count), size)))
    return Chart(
        "land",
        _("Parcels by leasing state"),
        _("Real parcels in the plan today, published or not; sample parcels are not counted."),
        (bars(_("Number of parcels"), number), bars(_("Area, ha"), area)),
        (_("leasing"), _("Number of parcels"), _("Area, ha")),
        tuple(table),
        _("No real parcel has been entered yet."),
    )


def _area(hundredths, unmeasured, is_measured):
    """Hectares in words, and of how many parcels the area is not known."""
    if not is_measured:
        return _("not known")
    words = hectares(hundredths / 100)
    if not unmeasured:
        return words
    lacking = ngettext("%(count)s parcel not known", "%(count)s parcels not known", unmeasured.count)
    return f"{words} ({lacking % {'count': _number(unmeasured.count)}})"


def _projects(counts):
    for axis, states, title in (
        ("pipeline", Pipeline, _("Projects by stage of the pipeline")),
        ("implementation", Implementation, _("Projects by implementation")),
    ):
        found = counts.of(axis)
        rows = [
            Row(
                state.label,
                found[state].count,
                _number(found[state].count),
                list_of(Project, **{f"{axis}__exact": state.value, "publication__in": KEPT}),
                state.value == "unknown",
            )
            for state in states
            if state in found
        ]
        yield Chart(
            axis,
            title,
            _("All projects but those withdrawn. Internal: no public page shows this.") if axis == "pipeline" else "",
            (bars(_("Number of projects"), rows),),
            (_("State"), _("Number of projects")),
            tuple((row.label, row.url, (row.words,)) for row in rows),
            _("No project has been entered yet."),
        )


def _capital(counts):
    names = ("registered vnd", "registered usd", "realised vnd", "realised usd")
    titles = {
        "registered vnd": _("Registered in the year, billion VND"),
        "registered usd": _("Registered in the year, million USD"),
        "realised vnd": _("Realised by the end of the year, billion VND"),
        "realised usd": _("Realised by the end of the year, million USD"),
    }
    told = {name: counts.of(name) for name in (*names[:2], "registered unknown")}
    for name in names[2:]:
        told[name] = _of_unit(counts.of("realised"), name.partition(" ")[2])
    years = sorted({year for found in told.values() for year in found})[-YEARS_SHOWN:]
    shown = [name for name in names if told[name]]
    drawn = tuple(bars(titles[name], [_year_row(name, year, told[name]) for year in years]) for name in shown)
    table = [
        (
            year,
            _list_of_year(names[0], year),
            (*(_year_words(told[name].get(year)) for name in names), _silent(told, year)),
        )
        for year in years
    ]
    return Chart(
        "capital",
        _("Capital registered and realised by year"),
        _(
            "Registered: what certificates and amendments of the year state, added up. Realised: the sum of the period "
            "figures. What nobody has recorded is not known, not 0."
        ),
        drawn,
        (_("Year"), *titles.values(), _("Events that do not state it")),
        tuple(table),
        _("No legal event states its capital yet, and no period figure the realised one."),
    )


def _of_unit(found, unit):
    """{year: Counted} of those counted by unit and year that are in `unit`."""
    return {key.removeprefix(f"{unit} "): one for key, one in found.items() if key.startswith(f"{unit} ")}


def _year_row(name, year, found):
    one = found.get(year)
    return Row(year, one and one.amount, _year_words(one), _list_of_year(name, year))


def _cells(told, names, year):
    return [_year_words(told[name].get(year)) for name in names]


def _year_words(one):
    return format_number(one.amount) if one else _("not known")


def _silent(told, year):
    one = told["registered unknown"].get(year)
    return _number(one.count) if one else "0"


def _list_of_year(name, year):
    if name.startswith("registered"):
        return list_of(Project, events__on__year=year)
    return list_of(PeriodFigure, measure__exact=Measure.REALISED_CAPITAL.value, period__startswith=year)
