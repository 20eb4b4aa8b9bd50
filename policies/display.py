"""Sectors, incentives and legal instruments as the public reads them."""

import re

from django.urls import reverse
from django.utils.translation import gettext as _

from core.provenance import provenance
from policies.models import Incentive, LegalInstrument

# A state, and the mark that stands beside its word.
_INSTRUMENT_MARKS = {
    LegalInstrument.Status.IN_FORCE: "in_force",
    LegalInstrument.Status.AMENDED: "in_force",
    LegalInstrument.Status.TO_CHECK: "wait",
    LegalInstrument.Status.REPLACED: "replaced",
    LegalInstrument.Status.ENDED: "closed",
}
_INCENTIVE_MARKS = {
    Incentive.Status.IN_FORCE: "in_force",
    Incentive.Status.TO_CHECK: "wait",
    Incentive.Status.SUPERSEDED: "replaced",
    Incentive.Status.DRAFT: "proposed",
    Incentive.Status.UNKNOWN: "unknown",
}


def instrument_badge(instrument):
    return {"kind": _INSTRUMENT_MARKS.get(instrument.status, "unknown"), "label": instrument.get_status_display()}


def incentive_badge(incentive):
    return {"kind": _INCENTIVE_MARKS.get(incentive.status, "unknown"), "label": incentive.get_status_display()}


def brief_source(record):
    """Who says so, for one line of a long list; the record's own page gives the whole source."""
    return provenance(record) | {"as_of": record.as_of_display or _("undated"), "note": ""}


def basis_row(instrument):
    """One instrument as a line of a list: the record, and whether it still holds."""
    return {
        "record": instrument,
        "url": reverse("policies:instrument", args=[instrument.slug]),
        "badge": instrument_badge(instrument),
    }


# Words of a stated legal basis that say more than the numbers of its instruments.
_PLACES = re.compile(r"\b(Điều|khoản|điểm|Phụ lục|Mục|Chương|dự thảo)\b", re.IGNORECASE)


def adds_to_basis(incentive, basis):
    """Whether the legal basis as its source states it says more than the instruments linked to: an article, a draft."""
    stated = incentive.legal_basis_text_vi or ""
    return bool(stated) and (not basis or bool(_PLACES.search(stated)))


def grouped(rows, field, choices):
    """[(code, label, rows)] in the order of `choices`; codes without rows are left out."""
    by_code = {}
    for row in rows:
        by_code.setdefault(getattr(row, field), []).append(row)
    return [(code, label, by_code[code]) for code, label in choices if code in by_code]
