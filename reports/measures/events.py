"""What one decision on a zone states: its papers, areas before and after, term, capital."""

from django.utils.translation import gettext_lazy as _

from reports.form import Found, Ref
from reports.measures.land import hectares
from reports.measures.money import added_up
from reports.measures.registry import measure

_TEXTS = {"decision": "number", "certificate": "certificate_number", "certificate_before": "certificate_before"}
_AREAS = ("area", "area_before", "leasable_area")
_NUMBERS = ("term_years", "capital_usd", "capital_vnd")


@measure("event_text", _("What the decision states."), is_text=True, of="event", needs=("field",), field=tuple(_TEXTS))
def event_text(facts, event, field):
    text, ref = getattr(event, _TEXTS[field]), Ref("zone_event", event.pk)
    return Found(text, (ref,) if text else (), () if text else (ref,))


@measure(
    "event_number",
    _("What the decision states; areas in hectares."),
    of="event",
    needs=("field",),
    field=(*_AREAS, *_NUMBERS),
)
def event_number(facts, event, field):
    value = getattr(event, field)
    return added_up([(Ref("zone_event", event.pk), hectares(value) if field in _AREAS else value)])
