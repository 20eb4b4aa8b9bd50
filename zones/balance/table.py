"""The land balance as the public reads it: each sum in words, hectares and parcels, beside what a source states."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.numbers import format_number, hectares
from zones.asof import was_known
from zones.balance.inventory import stated_areas
from zones.balance.sums import CLASSES
from zones.display import figure_fact
from zones.units import Unit

# Sum → (label, definition, swatch of the plan that stands for it).
WORDS = {
    "total": (gettext_lazy("All parcels"), gettext_lazy("Every real parcel of the plan."), ""),
    "leasable": (
        gettext_lazy("Leasable land"),
        gettext_lazy("All parcels but those not for lease; the lines below add up to it."),
        "",
    ),
    "leased": (gettext_lazy("Leased land"), gettext_lazy("Under a lease, in use or not yet."), "leased"),
    "reserved": (
        gettext_lazy("Land on hold"),
        gettext_lazy("Reserved for somebody or under negotiation; a reservation that has run out no longer counts."),
        "on_hold",
    ),
    "free_serviced": (
        gettext_lazy("Free and serviced"),
        gettext_lazy("Offered for lease, with infrastructure to the parcel’s boundary."),
        "available",
    ),
    "free_unserviced": (
        gettext_lazy("Free, not serviced"),
        gettext_lazy("Offered for lease, cleared or levelled, or no source says that it is serviced."),
        "free_unserviced",
    ),
    "uncleared": (
        gettext_lazy("Land not yet cleared"),
        gettext_lazy("Neither leased nor on hold, and clearance is not finished."),
        "planned",
    ),
    "not_offered": (
        gettext_lazy("Not offered now"),
        gettext_lazy("Only planned, taken back from a tenant, or leasing is paused; not known to be uncleared."),
        "not_for_lease",
    ),
    "unknown": (
        gettext_lazy("Leasing state not known"),
        gettext_lazy("No source says whether these parcels are leased."),
        "unknown",
    ),
}
# Shown only where there is such land; the others always, for a nought among them says something.
_ONLY_IF_ANY = ("not_offered", "unknown")
FILL_RATE = "occupancy"


def balance_names():
    """The labels of what stays unpublished while no inventory is declared complete."""
    shown = ("leasable", "leased", "free_serviced", "free_unserviced", "uncleared", "reserved")
    return [*(str(WORDS[name][0]) for name in shown), _("Occupancy rate")]


def _without_area(count):
    return ngettext(
        "the area of %(count)s parcel is not published", "the areas of %(count)s parcels are not published", count
    ) % {"count": count}


def _of_unknown_state(count):
    return ngettext(
        "the leasing state of %(count)s parcel is not known",
        "the leasing states of %(count)s parcels are not known",
        count,
    ) % {"count": count}


def _gaps(balance):
    """What keeps sums from being complete, in one sentence; blank when nothing does."""
    reasons = []
    if balance.total.without_area:
        reasons.append(_without_area(balance.total.without_area))
    if balance.unknown.parcels:
        reasons.append(_of_unknown_state(balance.unknown.parcels))
    if not reasons:
        return ""
    return _("Sums that depend on it are incomplete: %(reasons)s.") % {"reasons": ", ".join(reasons)}


def _row(balance, name, stated):
    part, (label, definition, swatch) = getattr(balance, name), WORDS[name]
    is_complete = balance.is_complete(name)
    area = hectares(part.area) if part.area or is_complete else ""
    return {
        "name": name,
        "label": str(label),
        "definition": str(definition),
        "swatch": swatch,
        "area": _("at least %(area)s") % {"area": area} if area and not is_complete else area,
        "parcels": format_number(part.parcels),
        "is_complete": is_complete,
        "stated": figure_fact(stated[name]) if name in stated else None,
        "is_main": name in ("total", "leasable"),
    }


def _bar(balance):
    """(swatch, x, width) of each class that has land, in % of a bar as plain text for SVG."""
    whole, x, segments = balance.leasable.area, 0, []
    for name in CLASSES:
        width = getattr(balance, name).area * 100 / whole if whole else 0
        if width:
            segments.append((WORDS[name][2], f"{x:.2f}%", f"{width:.2f}%"))
        x += width
    return segments


def _stated_rate(figures, day):
    """The newest occupancy rate a source had stated by `day`, as a fact; None when none had."""
    rates = [
        figure_fact(figure)
        for figure in figures
        if figure.measure == FILL_RATE and figure.unit == Unit.PERCENT and figure.value is not None
        if was_known(figure, day)
    ]
    return next(iter(rates), None)


def _fill_rate(balance):
    """The rate in words: a dash when nothing is leasable, blank while a sum it needs is incomplete."""
    rate = balance.fill_rate
    if rate is not None:
        return f"{format_number(rate, 2)}%"
    return "" if balance.leasable.parcels else "–"


def balance_table(zone, balance, figures, day=None):
    """What components/land_balance.html needs of a LandBalance; `figures` of the zone, newest first."""
    stated = stated_areas(figures, day)
    names = ["total", "leasable", *(n for n in CLASSES if n not in _ONLY_IF_ANY or getattr(balance, n).parcels)]
    rate = _fill_rate(balance)
    stated_rate = _stated_rate(figures, day)
    rows = [_row(balance, name, stated) for name in names]
    count = balance.total.parcels
    return {
        "rows": rows,
        "bar": _bar(balance),
        "gaps": _gaps(balance),
        "fill_rate": rate,
        "fill_words": _("%(rate)s of the leasable land is leased") % {"rate": rate}
        if balance.fill_rate is not None
        else "",
        "stated_rate": stated_rate,
        "has_stated": bool(stated or stated_rate),
        "basis": ngettext(
            "Computed from %(count)s parcel; the inventory is complete as of %(day)s.",
            "Computed from %(count)s parcels; the inventory is complete as of %(day)s.",
            count,
        )
        % {"count": format_number(count), "day": date_format(zone.inventory_on, "DATE_FORMAT")},
        "source": zone.inventory_source,
    }
