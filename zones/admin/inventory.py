"""What officers are told of a zone's inventory: where its parcels and its decision differ."""

from decimal import Decimal

from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.numbers import SQUARE_METRES_A_HECTARE, format_number
from zones.balance.inventory import differences, inventories, is_declared
from zones.balance.table import WORDS
from zones.models import Figure


def sentences(found, unpublished):
    """What an officer must look at: one sentence a Difference of `found`, one for parcels the public cannot see."""
    said = [_difference(difference) for difference in found]
    if unpublished:
        said.append(
            ngettext(
                "%(count)s real parcel of the plan is not published, so no land balance is shown.",
                "%(count)s real parcels of the plan are not published, so no land balance is shown.",
                unpublished,
            )
            % {"count": unpublished}
        )
    return said


def _difference(difference):
    names = {
        "sum": WORDS[difference.name][0],
        "computed": _hectares(difference.computed),
        "figure": difference.figure.label,
        "stated": _hectares(difference.stated),
        "by": _hectares(abs(difference.by)),
    }
    words = (
        _("%(sum)s: the parcels add up to %(computed)s ha, “%(figure)s” says %(stated)s ha: %(by)s ha too much.")
        if difference.by > 0
        else _("%(sum)s: the parcels add up to %(computed)s ha, “%(figure)s” says %(stated)s ha: %(by)s ha too little.")
    )
    return words % names


def _hectares(area):
    return format_number((area / SQUARE_METRES_A_HECTARE).quantize(Decimal("0.0001")))


class InventoryAdmin:
    """The day a zone's inventory is declared complete, and what comes of it."""

    @admin.display(description=_("parcels against the decision"))
    def inventory_check(self, obj):
        if not is_declared(obj):
            return _("No land balance: give the day from which every parcel stands here, and the list that says so.")
        inventory = inventories([obj])[obj.pk]
        said = sentences(differences(inventory, list(Figure.objects.shown().filter(zone=obj))), inventory.unpublished)
        if not said:
            return _("The parcels and the decision agree, as far as the decision’s figures stand here.")
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((sentence,) for sentence in said)))
