"""What a question is about: the published things, the page or the few words its link names."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from enquiries.typed import local_path, one_line
from policies.models import LegalInstrument
from procedures.models import Procedure
from projects.models import Project
from zones.models import Parcel, Zone

KINDS = ("zone", "parcel", "project", "procedure", "instrument", "about", "page")
# Named by a code in a link's `about`, so that the subject reads in the language of the page it is opened in.
TOPICS = {
    "board": _("The Board"),
    "data": _("Data"),
    "incentives": _("Incentives"),
    "land-need": _("Land need"),
    "personal-data": _("Personal data"),
    "procedures": _("Procedures"),
    "sectors": _("Sectors"),
}
ABOUT_LIMIT = 160
_SLUG_LIMIT = 80
_RECORDS = {"zone": Zone, "project": Project, "procedure": Procedure, "instrument": LegalInstrument}


@dataclass(frozen=True)
class Subject:
    """One line of "You are asking about": a record, or words without one."""

    kind: str
    value: str
    record: object = None
    url: str = ""

    @property
    def words(self):
        """What it is called, in the reader's language; other words than a topic's code as they were typed."""
        if self.record:
            return str(self.record)
        return str(TOPICS.get(self.value, self.value)) if self.kind == "about" else self.value


def _published(kind):
    if kind == "parcel":
        return Parcel.objects.published().filter(zone__in=Zone.objects.published()).select_related("zone")
    return _RECORDS[kind].objects.published()


def _subject(kind, typed):
    if kind == "about":
        return Subject(kind, one_line(typed)[:ABOUT_LIMIT])
    if kind == "page":
        return Subject(kind, local_path(typed), url=local_path(typed))
    slug = one_line(typed)[:_SLUG_LIMIT]
    record = _published(kind).filter(slug=slug).first()
    if not record:
        return Subject(kind, "")
    url = reverse("policies:instrument", args=[slug]) if kind == "instrument" else record.get_absolute_url()
    return Subject(kind, slug, record, url)


def subjects_of(data):
    """The subjects named in a query or a posted form; what is unknown or not published is passed over."""
    found = [_subject(kind, data[kind]) for kind in KINDS if data.get(kind)]
    return [subject for subject in found if subject.value]
