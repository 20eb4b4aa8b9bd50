"""What the desk counts, all of it in one query; and the addresses of the lists that show exactly what was counted."""

import datetime as dt
from urllib.parse import urlencode

from django.apps import apps
from django.db.models import CharField, Count, Exists, F, OuterRef, QuerySet, Sum, Value
from django.db.models.functions import Cast, Substr
from django.urls import NoReverseMatch, reverse

from core.counting import Part
from core.disclosure import Publication
from core.models import Publishable, SecurityEvent, User
from core.sample import sample_models
from enquiries.models import Enquiry
from projects.lifecycle import EventKind
from projects.models import Project, ProjectEvent
from reports.models import PeriodFigure
from reports.models.figures import Measure, Unit
from zones.lifecycle import Commercial
from zones.models import LandTally, ReshapeProposal

# Reservations that end within so many days are told before it is too late.
SOON = dt.timedelta(days=7)
# Taken back, a record is no part of the Board's land or projects; the rest may wait to be published.
KEPT = tuple(state.value for state in Publication if state != Publication.WITHDRAWN)
# So many years a chart can show.
YEARS_SHOWN = 8
_WAITING_ENQUIRIES = (Enquiry.Status.NEW, Enquiry.Status.WORKING)
_CAPITAL = (EventKind.ISSUE_IRC, EventKind.AMEND)


def publishable_models():
    return [model for model in apps.get_models() if issubclass(model, Publishable) and not is_history(model)]


def is_history(model):
    return hasattr(model, "instance_type")


def parts_of_menu():
    """What the menu shows beside its entries."""
    return [
        Part("enquiry", Enquiry.objects.filter(status__in=_WAITING_ENQUIRIES), by="status"),
        Part("reshape", ReshapeProposal.objects.filter(outcome=ReshapeProposal.Outcome.WAITING)),
    ]


def parts_of_records():
    """Drafts and what waits for approval, by "label state"; sample rows by label."""
    unpublished = (Publication.DRAFT, Publication.IN_REVIEW)
    return [
        *(
            Part(model._meta.label_lower, QuerySet(model).filter(publication__in=unpublished), by="publication")
            for model in publishable_models()
        ),
        *(
            Part("sample", QuerySet(model).filter(is_sample=True), by=Value(model._meta.label_lower))
            for model in sample_models()
        ),
    ]


def parts_of_work(today):
    """Real parcels and projects by state, projects that are late, reservations that have ended or soon end."""
    land = LandTally.objects.filter(exists_to__isnull=True)
    parcels, area = Sum("parcels"), Sum("area")
    reserved = land.filter(commercial_status=Commercial.RESERVED)
    kept, projects = land.filter(publication__in=KEPT), Project.objects.filter(publication__in=KEPT)
    slow = Project.objects.filter(pk__in=Project.objects.slow(None, today).values("pk"))
    return [
        Part("land", kept, by="commercial_status", count=parcels, amount=area),
        Part("land without area", kept, by="commercial_status", count=Sum("without_area")),
        Part("reservation ended", reserved.filter(reserved_until__lt=today), count=parcels),
        Part("reservation ends", reserved.filter(reserved_until__range=(today, today + SOON)), count=parcels),
        Part("pipeline", projects, by="pipeline"),
        Part("implementation", projects, by="implementation"),
        Part("slow", slow),
    ]


def parts_of_capital(today):
    """Registered capital by the year of its event, realised capital by the year at whose end it stood."""
    events = ProjectEvent.objects.filter(kind__in=_CAPITAL, project__publication__in=KEPT)
    # The day as text: SQLite takes a year out of a date by calling back into Python for each row.
    year, none_said = Substr(Cast("on", CharField()), 1, 4), {"capital_vnd__isnull": True, "capital_usd__isnull": True}
    own = PeriodFigure.objects.annotate(year=Substr("period", 1, 4))
    of_year = own.filter(project=OuterRef("project"), measure=OuterRef("measure"), period=OuterRef("year"))
    # Named, so that the index on periods finds them.
    ends = [f"{year}{end}" for year in range(today.year - YEARS_SHOWN, today.year + 1) for end in ("", "-Q4")]
    at_end = own.filter(measure=Measure.REALISED_CAPITAL, period__in=ends, project__publication__in=KEPT)
    # A year's own figure is worth more than that of its last quarter, as in the reports.
    at_end = at_end.filter(period=F("year")) | at_end.filter(period__endswith="-Q4").filter(~Exists(of_year))
    return [
        Part("registered vnd", events.filter(capital_vnd__isnull=False), by=year, amount=Sum("capital_vnd")),
        Part("registered usd", events.filter(capital_usd__isnull=False), by=year, amount=Sum("capital_usd")),
        Part("registered unknown", events.filter(**none_said), by=year),
        *(
            Part(
                f"realised {unit}",
                at_end.filter(unit=unit),
                by="year",
                count=Count("project", distinct=True),
                amount=Sum("amount"),
            )
            for unit in (Unit.VND, Unit.USD)
        ),
    ]


def parts_of_system(since):
    """For who looks after the accounts: people by role, those who never came in, what the log of signing in holds."""
    people = User.objects.filter(is_active=True, is_staff=True)
    return [
        Part("people", people, by="role"),
        Part("people never here", people.filter(last_login__isnull=True)),
        Part("security", SecurityEvent.objects.filter(at__gte=since), by="kind"),
    ]


def page_of(model, page, *args):
    """The address of an admin page of `model`; "" where there is none."""
    try:
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)
    except NoReverseMatch:
        return ""


def list_of(model, **asked):
    """The list of `model` narrowed to exactly `asked`, lookups as Django's admin takes them."""
    words = {name: ",".join(value) if isinstance(value, tuple) else value for name, value in asked.items()}
    address = page_of(model, "changelist")
    return f"{address}?{urlencode(words)}" if address and words else address
