"""Up to four parcels or zones side by side: what each is and gives, what it would cost, how old its facts are."""

from dataclasses import dataclass, field
from functools import cached_property

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.numbers import format_number
from core.provenance import provenance
from zones.cost import pricing
from zones.cost.cautions import withdrawn_prices
from zones.cost.costing import Need
from zones.cost.estimate import estimate_land
from zones.cost.rates import Scope, rates_of_lands, withdrawn_since
from zones.cost.sheet import reach
from zones.display import figure_value, in_currency, utility_rows
from zones.finding.answers import Answer, criterion_label, why
from zones.models import Figure, Parcel, Utility, Zone
from zones.parcel_rows import parcel_row

MOST = 4


@dataclass(frozen=True)
class Cell:
    """One value of one thing compared. Blank `value`: not published; `is_absent`: the question does not arise."""

    value: str = ""
    unit: str = ""
    state: str = ""
    note: str = ""
    source: dict | None = None
    is_absent: bool = False


@dataclass
class Column:
    """One thing compared, with what was read for it."""

    item: Parcel | Zone
    figures: list = field(default_factory=list)
    utilities: list = field(default_factory=list)

    @property
    def is_parcel(self):
        return isinstance(self.item, Parcel)

    @property
    def zone(self):
        return self.item.zone if self.is_parcel else self.item

    @property
    def is_sample(self):
        return self.is_parcel and self.item.is_sample

    @property
    def heading(self):
        return str(self.item.label) if self.is_parcel else self.item.short_name

    @cached_property
    def row(self):
        return parcel_row(self.item)

    def figure(self, measure):
        return next((figure for figure in self.figures if figure.measure == measure), None)


def columns(items):
    """A Column for each Parcel or Zone of `items`, with the figures and utilities of their zones: two queries."""
    made = [Column(item) for item in items]
    zones = {column.zone.pk for column in made}
    for figure in Figure.objects.shown().filter(zone__in=zones):
        for column in made:
            if column.zone.pk == figure.zone_id:
                column.figures.append(figure)
    for utility in Utility.objects.published().filter(zone__in=zones).select_related("source"):
        for column in made:
            if column.zone.pk == utility.zone_id:
                column.utilities.append(utility)
    return made


def headings(made):
    """The name of each column; two parcels of one number in two zones also name their zone."""
    names = [column.heading for column in made]
    return [
        f"{name} · {column.zone.short_name}" if names.count(name) > 1 else name
        for name, column in zip(names, made, strict=True)
    ]


def groups(made, assumptions, costs):
    """[(title, [(label, [(heading, Cell) a column])])]: the table, less the rows that concern none of the columns.

    `costs` are those of `costs_of`, one a column.
    """
    tables = (
        (_("Fit with your need"), _fit_rows(made, assumptions.need)),
        (_("Land"), _land_rows(made)),
        (_("At the boundary"), _utility_rows(made)),
        (_("Cost under the assumptions below"), _cost_rows(costs)),
        (_("Roads and distances"), _distance_rows(made)),
        (_("How old the facts are"), _age_rows(made)),
    )
    named = headings(made)
    return [
        (
            title,
            [
                (label, list(zip(named, cells, strict=True)))
                for label, cells in rows
                if not all(cell.is_absent for cell in cells)
            ],
        )
        for title, rows in tables
    ]


def _fit_rows(made, need):
    """The verdict on the whole, then why, criterion by criterion; nothing where nothing was asked. Zones have none."""
    if need.is_empty:
        return []
    answers = [Answer(column.item, need) if column.is_parcel else None for column in made]
    rows = [(_("On the whole"), [Cell(answer.words) if answer else Cell(is_absent=True) for answer in answers])]
    for name in need.criteria:
        cells = [_fit_cell(answer, name) if answer else Cell(is_absent=True) for answer in answers]
        rows.append((criterion_label(name), cells))
    return rows


def _fit_cell(answer, name):
    check = next(check for check in answer.checks if check.criterion == name)
    return Cell(answer.value(name), note=why(check))


def _of_parcels(label, made, cell):
    return label, [cell(column) if column.is_parcel else Cell(is_absent=True) for column in made]


def _area(column):
    if column.is_parcel:
        return Cell(column.row["area"], "ha")
    figure = column.figure("area")
    return Cell(*figure_value(figure), source=provenance(figure)) if figure else Cell()


def _state(column):
    return Cell(column.row["state_word"], state=column.row["state"])


def _day(day):
    return Cell(date_format(day, "DATE_FORMAT")) if day else Cell()


def _land_rows(made):
    return [
        _of_parcels(_("Industrial zone"), made, lambda column: Cell(column.zone.short_name)),
        (_("Stage of the zone"), [Cell(column.zone.get_stage_display()) for column in made]),
        (_("Area"), [_area(column) for column in made]),
        _of_parcels(_("Leasing"), made, _state),
        _of_parcels(_("Readiness"), made, lambda column: Cell(column.row["readiness"])),
        _of_parcels(_("Land term ends"), made, lambda column: _day(column.item.term_end)),
    ]


def _utility_rows(made):
    return [
        _of_parcels(_("Power"), made, lambda column: Cell(column.row["power"], "kW")),
        _of_parcels(_("Water"), made, lambda column: Cell(column.row["water"], _("m³/day"))),
        _of_parcels(_("Wastewater"), made, lambda column: Cell(column.row["wastewater"], _("m³/day"))),
        (_("Wastewater works of the zone"), [_works(column) for column in made]),
    ]


def _works(column):
    known = [row for row in column.utilities if row.kind == Utility.Kind.WASTEWATER and row.capacity is not None]
    if not known:
        return Cell()
    return Cell(utility_rows(known)[0]["capacity"], source=provenance(known[-1]))


def costs_of(made, assumptions):
    """The Estimate of each column, None where no area is known to price: two queries, however many columns, and two
    more where a moment of knowledge is named."""
    scopes = [
        Scope(column.zone, column.item if column.is_parcel else None, on=assumptions.on, known=assumptions.known)
        for column in made
    ]
    lands = zip(made, scopes, rates_of_lands(scopes), withdrawn_since(scopes), strict=True)
    return [_cost(column, scope, read, assumptions) for column, scope, *read in lands]


def _cost(column, scope, read, assumptions):
    area = column.item.area if column.is_parcel else assumptions.area
    if not area:
        return None
    need = Need(area, pricing.Term(assumptions.start, assumptions.end), discount_rate=assumptions.discount_rate)
    rates, gone = read
    return estimate_land(need, scope, read=rates, gone=gone)


def withdrawn_of(costs):
    """What to say of prices withdrawn since the moment of `costs`; nothing where none was."""
    return withdrawn_prices(dict.fromkeys(code for cost in costs if cost for code in cost.withdrawn))


def _cost_rows(costs):
    ways = (
        ("rent_annual", "first_year", _("First year, rent paid yearly")),
        ("rent_annual", "nominal", _("To the end, rent paid yearly")),
        ("rent_annual", "present_value", _("Present value, rent paid yearly")),
        ("rent_one_off", "nominal", _("To the end, rent paid once")),
        ("rent_one_off", "present_value", _("Present value, rent paid once")),
    )
    return [(label, [_cost_cell(cost, way, figure) for cost in costs]) for way, figure, label in ways]


def _cost_cell(cost, way, figure):
    """The sum of one way of paying; not published while its rent is not, said incomplete while anything is missing."""
    lines = [line for line in cost.lines if line.code == way or not line.code.startswith("rent_")] if cost else []
    rent = next((line for line in lines if line.code == way), None)
    if rent is None or not rent.is_published:
        return Cell()
    sums = pricing.total(lines)
    missing = [
        reach(cost, rent) if rent.is_partial else "",
        _("a fee is not published") if not all(line.is_published for line in lines) else "",
    ]
    reasons = ", ".join(filter(None, missing))
    said = [_("incomplete: %(reasons)s") % {"reasons": reasons} if sums.is_incomplete else "", _beyond_term(cost)]
    return Cell(in_currency(format_number(getattr(sums, figure)), "VND"), note="; ".join(filter(None, said)))


def _beyond_term(cost):
    """That the lease asked for is longer than the land can be had; blank where it is not."""
    parcel = cost.scope.parcel
    if parcel is None or parcel.term_end is None or cost.need.term.end <= parcel.term_end:
        return ""
    return _("its land term ends earlier, on %(day)s") % {"day": date_format(parcel.term_end, "DATE_FORMAT")}


def _distance_rows(made):
    """Distances known of the zones themselves, one row a measure; one blank row when none is."""
    measures = {}
    for column in made:
        for figure in column.figures:
            if figure.topic == Figure.Topic.CONNECTIVITY and figure.is_known:
                measures.setdefault(figure.measure, figure.label)
    if not measures:
        return [(_("From the zone’s gate"), [Cell() for _column in made])]
    return [(label, [_figure_cell(column.figure(measure)) for column in made]) for measure, label in measures.items()]


def _figure_cell(figure):
    if figure is None or not figure.is_known:
        return Cell()
    value, unit = figure_value(figure)
    return Cell(value or figure.statement, unit, source=provenance(figure))


def _confidence(column):
    return Cell(is_absent=True) if column.is_sample else Cell(column.item.get_confidence_display())


def _age_rows(made):
    said = [provenance(column.item) for column in made]
    return [
        (_("As of"), [Cell(facts["as_of"]) for facts in said]),
        (_("Source"), [Cell(facts["publisher"]) for facts in said]),
        (_("How plainly it is stated"), [_confidence(column) for column in made]),
    ]
