"""The review of a public fact on the page of its record: when it falls due, who verified it, and the one click."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.changes import person
from core.disclosure import Publication
from core.freshness import is_stale
from core.models import Reviewed, Verification
from core.provenance import due_words, verified_words

_SHOWN = 20


class FreshnessAdmin:
    """Adds to the admin of a Reviewed model the panel of its review."""

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None and issubclass(self.model, Reviewed) and not getattr(request, "shows_the_past", False):
            # A refused form has already written what was typed into `obj`; the panel tells what is saved.
            saved = obj if request.method == "GET" else type(obj)._base_manager.get(pk=obj.pk)
            if saved.publication == Publication.PUBLISHED and not getattr(saved, "is_sample", False):
                context |= {"freshness": self._review(request, saved)}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _review(self, request, record):
        may = request.user.may("change", self.governed_by or self.opts.app_label, record)
        past = Verification.objects.of(record).select_related("by")[:_SHOWN]
        return {
            "state": _state(record),
            "verified": verified_words(record),
            "by": person(record.verified_by) if record.verified_by_id else "",
            "word": f"{record._meta.label_lower}:{record.pk}:{record.version}" if may else "",
            "past": [(one, person(one.by)) for one in past],
        }


def _state(record):
    """How the review stands, as one sentence without its stop."""
    if record.review_due is None or not record.is_still_told(timezone.localdate()):
        return _("It tells what happened and is not reviewed")
    if is_stale(record, timezone.localdate()):
        return due_words(record)[:1].upper() + due_words(record)[1:]
    return _("Next review on %(day)s") % {"day": date_format(record.review_due, "DATE_FORMAT")}
