"""What is stated on the ground of a law that has ended or was replaced is not published as holding."""

from django.utils.translation import gettext as _

from core.changes import field_label
from core.publication.guard import ERROR, Finding, check
from policies.models import Incentive, LegalInstrument

_GONE = (LegalInstrument.Status.REPLACED, LegalInstrument.Status.ENDED)


def no_longer_holds(record, laws, level=ERROR):
    """A Finding on `legal_basis` of `record` for each of `laws` that has ended or was replaced."""
    label = field_label(record._meta.get_field("legal_basis"))
    for law in laws:
        if law.replaced_by_id:
            said = _("%(field)s: %(law)s was replaced by %(successor)s. Check what holds now and choose that one.")
            words = {"field": label, "law": law.reference, "successor": law.replaced_by.reference}
        elif law.status in _GONE:
            said = _("%(field)s: %(law)s is no longer in force. Choose what holds now, or leave it blank.")
            words = {"field": label, "law": law.reference}
        else:
            continue
        yield Finding(level, "legal_basis", said % words)


@check(Incentive)
def stands_on_law_in_force(incentive):
    # An old rule may be shown as one, on the law of its time.
    if incentive.pk and incentive.status != Incentive.Status.SUPERSEDED:
        yield from no_longer_holds(incentive, incentive.legal_basis.select_related("replaced_by"))
