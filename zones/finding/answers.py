"""How a parcel answers a need, in the reader's words and as a row of a file."""

from functools import cached_property
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.numbers import format_number
from core.provenance import provenance
from zones.display import span
from zones.finding.fit import Verdict, judge, overall, shortfalls
from zones.finding.shortlist import land_of
from zones.parcel_rows import ParcelRows

_UNITS = {"area": "m²", "power": "kW", "budget": gettext_lazy("VND/m²")}
_CUBIC_METRES = gettext_lazy("m³/day")


def unit_of(criterion):
    return str(_UNITS.get(criterion, _CUBIC_METRES))


_LABELS = {
    "area": gettext_lazy("Area"),
    "when": gettext_lazy("Leasing"),
    "power": gettext_lazy("Power"),
    "water": gettext_lazy("Water"),
    "wastewater": gettext_lazy("Wastewater"),
    "sector": gettext_lazy("Sector"),
    "budget": gettext_lazy("Land price"),
}
_GAPS = {
    "less": gettext_lazy("short by %(gap)s"),
    "more": gettext_lazy("too large by %(gap)s"),
    "dearer": gettext_lazy("dearer by %(gap)s"),
}


def criterion_label(criterion):
    return str(_LABELS[criterion])


def why(check):
    """In a few words, why the criterion has its verdict."""
    if check.gap is not None:
        return str(_GAPS[check.reason]) % {"gap": f"{format_number(check.gap)} {unit_of(check.criterion)}"}
    if check.verdict == Verdict.FITS:
        return _("fits")
    if check.criterion == "when" and check.verdict == Verdict.SHORT:
        return _("not free")
    if check.criterion == "when":
        return {
            "unknown": "",
            "on_hold": _("whether it is free then is not known"),
            "not_serviced": _("when it will be serviced is not published"),
        }.get(check.reason, _("when it can be leased is not published"))
    if check.criterion == "sector":
        return _("no zone has published which sectors it accepts")
    return _("the price is a range") if check.reason == "range" else ""


class Answer:
    """One parcel judged: its row of the list, a cell for each criterion, and the words for all of them together."""

    def __init__(self, parcel, need, prices=None, *, rows=None):
        self.parcel, self.need = parcel, need
        self.rows = rows or ParcelRows()
        self.land = land_of(parcel, prices)
        self.checks = judge(need, self.land)
        self.verdict = overall(self.checks)

    @cached_property
    def row(self):
        return self.rows.row(self.parcel)

    @property
    def words(self):
        if self.verdict == Verdict.FITS:
            return _("Fits")
        if self.verdict == Verdict.SHORT:
            count = shortfalls(self.checks)
            return ngettext("Falls short in %(count)s", "Falls short in %(count)s", count) % {"count": count}
        count = sum(check.verdict == Verdict.UNKNOWN for check in self.checks)
        return ngettext("May fit, %(count)s unknown", "May fit, %(count)s unknown", count) % {"count": count}

    def value(self, criterion):
        """What the record says, blank when nothing is published."""
        if criterion == "area":
            return f"{self.row['area']} ha" if self.row["area"] else ""
        if criterion == "when":
            return "" if self.row["state"] == "unknown" else self.row["state_word"]
        if criterion == "sector":
            return _("sought for the zones") if self.need.sector == Verdict.FITS else ""
        if criterion == "budget":
            price = self.land.price
            return f"{span(*price)} {unit_of(criterion)}" if price else ""
        return f"{self.row[criterion]} {unit_of(criterion)}" if self.row[criterion] else ""

    def shown(self):
        """What a line of the list needs: plain values for a flat loop."""
        cells = [
            (check.verdict.value, criterion_label(check.criterion), self.value(check.criterion), why(check))
            for check in self.checks
        ]
        source = provenance(self.parcel)
        return {
            **self.row,
            "slug": self.parcel.slug,
            "verdict": self.verdict.value,
            "words": self.words,
            "cells": cells,
            "as_of": source["as_of"],
            "publisher": source["publisher"],
            "stale": source["stale"],
        }


def file_columns(need):
    """Headings of the file: what the record says, the verdict on all, then on each criterion asked."""
    judged = [f"{name}_{part}" for name in need.criteria for part in ("verdict", "short_by", "reason")]
    return [
        "slug", "zone", "code", "is_sample", "verdict", "short_in", "unknown_in",
        "area", "commercial_status", "reserved_until", "readiness", "power_kw", "water_m3_day", "wastewater_m3_day",
        "price_from", "price_to", *judged,
        "as_of", "confidence", "source_publisher_vi", "source_publisher_en", "source_url",
    ]  # fmt: skip


def file_row(answer):
    parcel, land, checks = answer.parcel, answer.land, answer.checks
    source, (low, high) = parcel.source, land.price or (None, None)
    judged = [value for check in checks for value in (check.verdict.value, check.gap, check.reason)]
    unknown = sum(check.verdict == Verdict.UNKNOWN for check in checks)
    return [
        parcel.slug, parcel.zone.slug, parcel.code, parcel.is_sample,
        *((answer.verdict.value, shortfalls(checks), unknown) if checks else ("", "", "")),
        land.area, str(land.state), land.held_until, str(land.readiness), land.power, land.water, land.wastewater,
        low, high, *judged,
        parcel.as_of, parcel.confidence, source.publisher_vi, source.publisher_en, source.url,
    ]  # fmt: skip


def leave_need_query(form):
    """The need as the query of the form in which it can be left."""
    return urlencode([(name, form.data.get(name)) for name in (*form.criteria, "pay") if form.data.get(name)])
