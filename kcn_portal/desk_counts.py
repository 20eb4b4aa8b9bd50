"""What the desk counts, all of it in one query; and the addresses of the lists that show exactly what was counted."""

import datetime as dt
from functools import lru_cache, partial
from urllib.parse import urlencode

from django.apps import apps
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast, Concat, Substr
from django.urls import NoReverseMatch, reverse

from core.counting import Part, compiled
from core.deciding import is_narrowed, to_decide
from core.disclosure import Publication
from core.models import Publishable, SecurityEvent, User
from core.sample import sample_models
from enquiries.models import Enquiry
from projects.lifecycle import EventKind
from projects.models import LandUseLimit, Project, ProjectEvent
from reports.models import PeriodFigure
from reports.models.figures import Measure
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


def asked_by_menu(person):
    """What is counted for the menu, for core.counting.counted."""
    if is_narrowed(person):
        return compiled(parts_of_menu(partial(to_decide, person)))
    return _of_menu()


def asked_by_desk(person, today, since):
    """What is counted for the desk of `person`: what everybody is asked for is made ready once a day."""
    if is_narrowed(person):
        waits = partial(to_decide, person)
        first = compiled([*parts_of_menu(waits), *parts_of_records(waits)])
    else:
        first = _of_records()
    limit = LandUseLimit.on(today)
    asked = [first, _of_person(person.pk), _of_work(today, limit and limit.last_handover(today))]
    return [*asked, _of_system(since)] if person.may("view", "core") else asked


def _all(_model):
    """The condition on rows that wait for whoever has no limits."""
    return Q()


@lru_cache(maxsize=1)
def _of_menu():
    return compiled(parts_of_menu(_all))


@lru_cache(maxsize=1)
def _of_records():
    return compiled([*parts_of_menu(_all), *parts_of_records(_all)])


@lru_cache(maxsize=64)
def _of_person(key):
    return compiled([Part("my enquiries", Enquiry.objects.filter(officer=key, status=Enquiry.Status.WORKING))])


@lru_cache(maxsize=1)
def _of_work(today, handed_over_until):
    return compiled([*parts_of_work(today, handed_over_until), *parts_of_capital(today)])


@lru_cache(maxsize=1)
def _of_system(since):
    return compiled(parts_of_system(since))


def parts_of_menu(waits):
    """What the menu shows beside its entries. `waits` gives the condition on rows of a model that wait for her."""
    reshapes = ReshapeProposal.objects.filter(waits(ReshapeProposal))
    return [
        Part("enquiry", Enquiry.objects.filter(status__in=_WAITING_ENQUIRIES), by="status"),
        Part("reshape", reshapes.filter(outcome=ReshapeProposal.Outcome.WAITING)),
    ]


def parts_of_records(waits):
    """Drafts and what waits for approval, by "label state"; sample rows by label. `waits` as for the menu."""
    draft, in_review = Q(publication=Publication.DRAFT), Q(publication=Publication.IN_REVIEW)
    return [
        *(
            Part(
                model._meta.label_lower,
                QuerySet(model).filter(draft | in_review & waits(model)),
                by="publication",
            )
            for model in publishable_models()
        ),
        *(
            Part("sample", QuerySet(model).filter(is_sample__in=[True]), by=Value(model._meta.label_lower))
            for model in sample_models()
        ),
    ]


def parts_of_work(today, handed_over_until):
    """Real parcels and projects by state, projects that are late, reservations that have ended or soon end."""
    land = LandTally.objects.filter(exists_to__isnull=True)
    parcels, area = Sum("parcels"), Sum("area")
    reserved = land.filter(commercial_status=Commercial.RESERVED)
    kept, projects = land.filter(publication__in=KEPT), Project.objects.filter(publication__in=KEPT)
    slow = Project.objects.filter(pk__in=Project.objects.slow_by(None, today, handed_over_until).values("pk"))
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
    """Registered capital by the year of its event, realised capital by unit and the year at whose end it stood."""
    # Those few that are left out are looked up once, not each project of each event.
    withdrawn = Project.objects.filter(publication=Publication.WITHDRAWN).values("pk")
    events = ProjectEvent.objects.filter(kind__in=_CAPITAL).exclude(project__in=withdrawn)
    # The day as text: SQLite takes a year out of a date by calling back into Python for each row.
    year, none_said = Substr(Cast("on", CharField()), 1, 4), {"capital_vnd__isnull": True, "capital_usd__isnull": True}
    own = PeriodFigure.objects.annotate(year=Substr("period", 1, 4))
    # Named, so that the index on periods finds them.
    years = [str(year) for year in range(today.year - YEARS_SHOWN, today.year + 1)]
    ends = [*years, *(f"{year}-Q4" for year in years)]
    of_year = PeriodFigure.objects.filter(measure=Measure.REALISED_CAPITAL, period__in=years)
    of_year = of_year.filter(project=OuterRef("project"), period=OuterRef("year"))
    at_end = own.filter(measure=Measure.REALISED_CAPITAL, period__in=ends, project__isnull=False)
    at_end = at_end.exclude(project__in=withdrawn)
    # A year's own figure is worth more than that of its last quarter, as in the reports.
    at_end = at_end.filter(period=F("year")) | at_end.filter(period__endswith="-Q4").filter(~Exists(of_year))
    return [
        Part("registered vnd", events.filter(capital_vnd__isnull=False), by=year, amount=Sum("capital_vnd")),
        Part("registered usd", events.filter(capital_usd__isnull=False), by=year, amount=Sum("capital_usd")),
        Part("registered unknown", events.filter(**none_said), by=year),
        Part("realised", at_end, by=Concat("unit", Value(" "), "year"), amount=Sum("amount")),
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
