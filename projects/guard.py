"""An investor becomes public only when a decision on a project of its own lets its name be public."""

from django.db.models import Q
from django.utils.translation import gettext as _

from core.models import Source
from core.publication.guard import ERROR, WARNING, Finding, check, once
from investors.models import Investor
from projects.lifecycle import EventKind
from projects.models import Project

# What names the investor in a paper of the authorities.
_NAMING = (EventKind.PRINCIPLE_DECISION, EventKind.APPROVE_INVESTOR, EventKind.ISSUE_IRC, EventKind.AMEND)
# Named there, a company is public already, whatever the Board has recorded.
_ALREADY_PUBLIC = (Source.Kind.OFFICIAL, Source.Kind.LAW, Source.Kind.PRESS)


def _named(records):
    """The keys of those investors among `records` that a decision names."""
    projects = Project.objects.filter(investor__in=[one.pk for one in records if isinstance(one, Investor) and one.pk])
    named = projects.filter(~Q(certificate_number="") | Q(events__kind__in=_NAMING))
    return set(named.values_list("investor", flat=True))


@check(Investor)
def a_decision_names_the_investor(investor):
    if investor.pk in once(_named):
        return
    if investor.source_id and investor.source.kind in _ALREADY_PUBLIC:
        said = _("No decision on a project of this investor is recorded; %(source)s names it. Is it an investor here?")
        yield Finding(WARNING, "source", said % {"source": investor.source.publisher})
    else:
        said = _(
            "No decision names this investor yet. Record the decision or certificate in its project first: "
            "a company the Board has only met is not named."
        )
        yield Finding(ERROR, "name_vi", said)
