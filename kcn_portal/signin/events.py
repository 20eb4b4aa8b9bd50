"""Writing the log of signing in."""

from datetime import timedelta

from django.utils import timezone

from core.models import SecurityEvent
from kcn_portal.signin.addresses import client_address

Kind = SecurityEvent.Kind

# Wrong tries recorded from one address in an hour; a flood beyond that says nothing new.
FAILURES_RECORDED = 60


def record(kind, *, request=None, person=None, by=None, codes_left=None):
    """Write one event. `by` is who acted, if not the person herself; without a request it was done on the server."""
    return SecurityEvent.objects.create(
        kind=kind,
        person=person,
        by=None if by == person else by,
        is_on_server=request is None,
        address=client_address(request) if request else None,
        codes_left=codes_left,
    )


def record_failure(kind, *, request, person):
    recent = SecurityEvent.objects.filter(
        kind__in=(Kind.WRONG_PASSWORD, Kind.WRONG_CODE),
        address=client_address(request),
        at__gte=timezone.now() - timedelta(hours=1),
    )
    if recent.count() < FAILURES_RECORDED:
        record(kind, request=request, person=person)
