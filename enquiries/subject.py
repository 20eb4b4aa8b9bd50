"""What a question is about: the published things, the page or the few words its link names."""

from dataclasses import dataclass

from enquiries.typed import local_path, one_line
from procedures.models import Procedure
from projects.models import Project
from zones.models import Parcel, Zone

KINDS = ("zone", "parcel", "project", "procedure", "about", "page")
ABOUT_LIMIT = 160
_SLUG_LIMIT = 80


@dataclass(frozen=True)
class Subject:
    """One line of "You are asking about": a record, or words without one."""

    kind: str
    value: str
    record: object = None
    url: str = ""


def _published(kind):
    if kind == "parcel":
        return Parcel.objects.published().filter(zone__in=Zone.objects.published()).select_related("zone")
    return {"zone": Zone, "project": Project, "procedure": Procedure}[kind].objects.published()


def _subject(kind, typed):
    if kind == "about":
        return Subject(kind, one_line(typed)[:ABOUT_LIMIT])
    if kind == "page":
        return Subject(kind, local_path(typed), url=local_path(typed))
    slug = one_line(typed)[:_SLUG_LIMIT]
    record = _published(kind).filter(slug=slug).first()
    return Subject(kind, slug, record, record.get_absolute_url()) if record else Subject(kind, "")


def subjects_of(data):
    """The subjects named in a query or a posted form; what is unknown or not published is passed over."""
    found = [_subject(kind, data[kind]) for kind in KINDS if data.get(kind)]
    return [subject for subject in found if subject.value]
