"""Projects that are behind what they promised, for officers: the list, and how many there are."""

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone

from projects.models import Project, ProjectEvent

_EVENTS = Prefetch("events", ProjectEvent.objects.order_by("-on", "-pk"))


def slow_projects(how=None, today=None):
    """Projects that are `how` (projects.lateness.Slow; None: late in any way), with what a line of the list tells."""
    rows = Project.objects.slow(how, today or timezone.localdate())
    return rows.select_related("zone", "investor").prefetch_related(_EVENTS)


def slow_address():
    """The list that shows exactly the projects that are late in any way: for the desk."""
    return reverse("admin:projects_project_slow")
