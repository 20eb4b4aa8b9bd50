"""The tables that may be downloaded: which rows and which columns. Nothing internal is named here."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Case, F, OuterRef, QuerySet, Subquery, TextField, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.disclosure import Publication
from news.models import Article
from policies.models import Incentive, LegalInstrument
from procedures.models import Procedure
from projects.lifecycle import STATUS_AFTER, LegalStatus
from projects.models import Project, ProjectEvent
from zones.asof import public_state
from zones.lifecycle import public_states
from zones.models import Figure, Milestone, Parcel, Rate, Zone

_SOURCE = {
    "as_of": "as_of",
    "confidence": "confidence",
    "source_publisher_vi": "source__publisher_vi",
    "source_publisher_en": "source__publisher_en",
    "source_kind": "source__kind",
    "source_url": "source__url",
    "source_published_on": "source__published_on",
    "source_read_on": "source__read_on",
    "verified_on": "verified_on",
    "review_due": "review_due",
}


@dataclass(frozen=True)
class Table:
    """`columns`: heading → lookup from a row. `codes`: heading → [(code, words)] where the model does not say."""

    title: Promise
    model: type
    rows: Callable[[], QuerySet]
    columns: dict
    codes: dict = field(default_factory=dict)

    def values(self):
        return self.rows().values_list(*self.columns.values())


def _both(*names, of=""):
    """The Vietnamese and the English column of each translated field."""
    return {f"{name}_{code}": f"{of}{name}_{code}" for name in names for code in ("vi", "en")}


def _same(*names):
    return {name: name for name in names}


def _if_public(relation, lookup):
    """A field of a related row, only when that row is published."""
    return Case(
        When(**{f"{relation}__publication": Publication.PUBLISHED}, then=F(f"{relation}__{lookup}")),
        default=Value(""),
        output_field=TextField(),
    )


def _zones():
    return Zone.objects.published().order_by("order", "slug")


def _parcels():
    """The parcels of today's plan; an ended reservation reads available, as on the pages."""
    rows = Parcel.objects.published().in_plan().annotate(public_state=public_state())
    return rows.order_by("zone__order", "is_sample", "code")


def _prices():
    return (
        Rate.objects.published()
        .annotate(named_basis=_if_public("legal_basis", "number"), sector_slug=_if_public("sector", "slug"))
        .order_by("kind", "zone__order", "-valid_from", "key")
    )


def _projects():
    events = ProjectEvent.objects.filter(project=OuterRef("pk"), kind__in=STATUS_AFTER).order_by("-on", "-pk")
    status = Case(
        *(When(newest_event=kind.value, then=Value(status.value)) for kind, status in STATUS_AFTER.items()),
        default=Value(LegalStatus.UNKNOWN.value),
        output_field=TextField(),
    )
    return (
        Project.objects.published()
        .annotate(newest_event=Subquery(events.values("kind")[:1]))
        .annotate(
            legal=status,
            investor_vi=_if_public("investor", "name_vi"),
            investor_en=_if_public("investor", "name_en"),
            investor_country=_if_public("investor", "country"),
            sector_slug=_if_public("sector", "slug"),
        )
        .order_by("zone__order", "slug")
    )


def _figures():
    """Every published figure, those whose place another took included: that one names them."""
    rows = Figure.objects.published().annotate(replaced_key=_if_public("supersedes", "key"))
    return rows.order_by("zone__order", "order", "measure", "-as_of", "key")


def _milestones():
    rows = Milestone.objects.published().annotate(decided_by=_if_public("decision", "number"))
    return rows.order_by("zone__order", "on", "target_on", "key")


def _law():
    rows = LegalInstrument.objects.published().annotate(successor=_if_public("replaced_by", "number"))
    return rows.order_by("-issued_on", "number")


TABLES = {
    "zones": Table(
        _("Industrial zones"),
        Zone,
        _zones,
        _same("slug", "code")
        | _both("name", "short_name")
        | _same("stage")
        | _both("stage_note", "summary", "location", "former_location", "developer")
        | _same("commune_code")
        | _SOURCE,
    ),
    "figures": Table(
        _("Figures"),
        Figure,
        _figures,
        _same("key")
        | {"zone": "zone__slug"}
        | _same("topic", "measure")
        | _both("label")
        | _same("is_known", "value", "value_max", "is_approximate", "unit")
        | _both("statement")
        | {"supersedes": "replaced_key"}
        | _SOURCE,
    ),
    "milestones": Table(
        _("Milestones"),
        Milestone,
        _milestones,
        _same("key")
        | {"zone": "zone__slug"}
        | _same("kind")
        | _both("text")
        | _same("on", "target_on")
        | {"decision": "decided_by"}
        | _SOURCE,
    ),
    "parcels": Table(
        _("Parcels"),
        Parcel,
        _parcels,
        _same("slug")
        | {"zone": "zone__slug"}
        | _same("code", "area", "former_area")
        | {"commercial_status": "public_state"}
        | _same("readiness", "term_end", "power_kw", "water_m3_day", "wastewater_m3_day")
        | _both("note")
        | _same("is_sample")
        | _SOURCE,
        codes={"commercial_status": public_states()},
    ),
    "prices": Table(
        _("Prices and fees"),
        Rate,
        _prices,
        _same("key")
        | {"zone": "zone__slug", "parcel": "parcel__slug"}
        | _same("kind")
        | _both("label")
        | _same("amount", "amount_max", "minimum", "is_negotiable", "currency", "unit", "vat", "vat_percent")
        | _same("basis", "basis_percent", "band", "voltage")
        | {"sector": "sector_slug"}
        | _both("payer", "payee")
        | _same("valid_from", "valid_to", "term_end")
        | {"legal_basis": "named_basis"}
        | _both("note")
        | _same("is_sample")
        | _SOURCE,
    ),
    "projects": Table(
        _("Projects"),
        Project,
        _projects,
        _same("slug")
        | _both("name")
        | _same("investor_vi", "investor_en", "investor_country")
        | {"zone": "zone__slug", "sector": "sector_slug"}
        | _both("activity")
        | _same("kind", "origin", "capital")
        | _both("capital_note", "capacity", "jobs")
        | _same("area", "started_on")
        | _both("started_note")
        | _same("implementation")
        | {"legal_status": "legal"}
        | _both("status_note")
        | _SOURCE,
        codes={"legal_status": LegalStatus.choices},
    ),
    "procedures": Table(
        _("Procedures"),
        Procedure,
        lambda: Procedure.objects.published().order_by("order", "slug"),
        _same("slug", "code")
        | _both("name")
        | _same("field", "standing")
        | _both("authority", "applicant", "method")
        | _same("time_value", "time_unit")
        | _both("time_note")
        | _same("copies")
        | _both("result")
        | _same("fee")
        | _both("fee_note")
        | _same("has_forms")
        | _both("forms")
        | _same("has_conditions")
        | _both("conditions", "legal_basis_text", "locality", "note")
        | _same("online_url")
        | _SOURCE,
    ),
    "law": Table(
        _("Legal register"),
        LegalInstrument,
        _law,
        _same("slug", "number", "type")
        | _both("issuer", "title")
        | _same("issued_on", "effective_on", "status")
        | {"replaced_by": "successor"}
        | _both("note")
        | _SOURCE,
    ),
    "incentives": Table(
        _("Incentives"),
        Incentive,
        lambda: Incentive.objects.published().order_by("order", "slug"),
        _same("slug", "kind")
        | _both("name", "summary")
        | _same("status")
        | _both("status_note")
        | _same("valid_from", "valid_to")
        | _both("legal_basis_text")
        | _SOURCE,
    ),
    "news": Table(
        _("News"),
        Article,
        lambda: Article.objects.published().order_by("-happened_on", "slug"),
        _same("slug", "kind", "happened_on") | _both("title", "summary", "body") | _SOURCE,
    ),
}
