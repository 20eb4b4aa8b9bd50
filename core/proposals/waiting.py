"""Which proposals wait for somebody: asked by the queue, the badge of the menu and the desk."""

from django.contrib.contenttypes.models import ContentType

from core.deciding import of_records_to_decide
from core.models import Proposal
from core.roles import CONTENT_APPS


def waiting(user):
    """The open proposals on which `user` may decide, those that wait longest first: a QuerySet of Proposal.

    None of her own, none beyond her limits, and none at all for whoever may not publish.
    `by` and `content_type` come with it.
    """
    apps = [app for app in CONTENT_APPS if user.may("publish", app)]
    if not apps:
        return Proposal.objects.none()
    kinds = ContentType.objects.filter(app_label__in=apps)
    rows = Proposal.objects.open().filter(content_type__in=kinds).exclude(by=user)
    return of_records_to_decide(user, rows).select_related("by", "content_type").order_by("at", "id")
