"""Figures, utilities and milestones."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.disclosure import has_been_public
from core.excel_admin import ExcelAdmin
from core.forms import VersionedForm, WordInput
from core.models import EditConflict
from core.text import slugify
from zones.admin.related import IN_ZONE, ZoneRelatedAdmin, with_unit
from zones.balance.inventory import DECIDED, STATED_AS
from zones.balance.table import WORDS
from zones.models import Figure, Milestone, Utility
from zones.resources import FigureResource
from zones.succession import is_rewritten, refusal, succeed

# Fields of the form that make the figure: see zones.succession.
_STATED = {
    *("zone", "measure", "topic", "value", "value_max", "is_approximate", "is_known", "unit", "as_of", "source"),
    "statement_vi",
}


class FigureForm(VersionedForm):
    def clean(self):
        # The word by which like figures stand side by side; the label will do where nobody chose one.
        if not self.instance.pk and not self.cleaned_data.get("measure"):
            self.cleaned_data["measure"] = slugify(self.cleaned_data.get("label_vi") or "", limit=60)
        # A refused form must not say so of a figure nobody has seen: that is simply changed.
        is_followed = self.instance.pk and _STATED & set(self.changed_data) and has_been_public(self.instance)
        if is_followed and (said := refusal(self.instance)):
            raise ValidationError(said)
        return super().clean()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk and "measure" in self.fields:
            self.fields["measure"].required = False


def measures_in_use():
    """(word, label) of each measure of the record, and of those the land balance is held against."""
    decided = {STATED_AS[name][0]: _("%(sum)s, by the decision") % {"sum": WORDS[name][0]} for name in DECIDED}
    return (decided | dict(Figure.objects.order_by("measure", "-order").values_list("measure", "label"))).items()


@admin.register(Figure)
class FigureAdmin(ExcelAdmin, ZoneRelatedAdmin):
    resource_classes = [FigureResource]
    form = FigureForm
    search_fields = ("search_text", "zone__search_text", "key")
    list_display = ("label", "zone_name", "value_shown", "as_of_in_words", "publication_badge")
    list_filter = ("topic", IN_ZONE, "is_known", "publication")
    address_made_of = ("zone", "measure", "as_of")

    general_fields = (
        ("zone", "topic"), ("value", "value_max", "unit"), ("is_known", "is_approximate"), ("measure", "order"), "key",
    )  # fmt: skip
    plain_help = {
        "measure": _(
            "Figures with the same word stand side by side. Choose one from the list; for something new leave it blank."
        ),
        "value": _("The number alone; its unit stands beside it. Example: 1234,5."),
        "value_max": _("Only for a range: the upper end."),
        "statement": _("When a sentence says it better than a number."),
    }

    def save_model(self, request, obj, form, change):
        saved = Figure._base_manager.select_for_update(of=("self",)).get(pk=obj.pk) if change else None
        if saved is None or not is_rewritten(obj, saved):
            super().save_model(request, obj, form, change)
            return
        if refusal(saved):
            raise EditConflict(saved)
        super().save_model(request, succeed(obj, saved), form, change)
        said = _("The public goes on reading the figure as it was. This is the new one: a draft that takes its place.")
        messages.info(request, said)

    @admin.display(description=_("value"), ordering="value")
    def value_shown(self, obj):
        return with_unit(obj.value, obj) if obj.is_known else _("not published yet")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "measure":
            kwargs["widget"] = WordInput(measures_in_use)
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(Utility)
class UtilityAdmin(ZoneRelatedAdmin):
    list_display = ("zone_name", "kind", "capacity_shown", "used_shown", "publication_badge")
    list_display_links = ("zone_name", "kind")
    list_filter = ("kind", IN_ZONE, "publication")
    address_made_of = ("zone", "kind")
    general_fields = (("zone", "kind"), ("capacity", "used", "unit"), "is_known", "key")
    plain_help = {"capacity": _("What is built and works today; what is planned belongs in the note.")}

    @admin.display(description=_("capacity"), ordering="capacity")
    def capacity_shown(self, obj):
        return with_unit(obj.capacity, obj) if obj.is_known else _("not published yet")

    @admin.display(description=_("in use"), ordering="used")
    def used_shown(self, obj):
        return with_unit(obj.used, obj)


@admin.register(Milestone)
class MilestoneAdmin(ZoneRelatedAdmin):
    list_display = ("text", "zone_name", "kind", "on_in_words", "target_on_in_words", "publication_badge")
    list_filter = ("kind", IN_ZONE, "publication")
    autocomplete_fields = ("zone", "decision", "source", "other_sources")
    address_made_of = ("zone", "kind", "target_on", "on")
    general_fields = (("zone", "kind"), ("on", "target_on"), "decision", "key")
    plain_help = {"target_on": _("The first day promised. It stays even when the promise slips.")}
