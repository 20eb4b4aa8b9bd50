"""Narrowing the list of parcels; the same filters serve the page and, later, the API."""

import django_filters
from django.db.models import F
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.fields import NumberField
from zones.display import ON_HOLD
from zones.lifecycle import Commercial, Readiness
from zones.models import Parcel, Zone

SQUARE_METRES_A_HECTARE = 10_000


class NumberFilter(django_filters.Filter):
    field_class = NumberField


class ParcelFilter(django_filters.FilterSet):
    """Public filters: areas in hectares, power in kW, water in m³ a day. A parcel whose value is unknown never fits."""

    zone = django_filters.ModelChoiceFilter(
        label=_("Industrial zone"), to_field_name="slug", queryset=Zone.objects.published(), empty_label=_("All zones")
    )
    area_min = NumberFilter(label=_("Area from"), method="at_least_hectares")
    area_max = NumberFilter(label=_("Area to"), method="at_most_hectares")
    power = NumberFilter(label=_("Power from"), field_name="power_kw", lookup_expr="gte")
    water = NumberFilter(label=_("Water from"), field_name="water_m3_day", lookup_expr="gte")
    status = django_filters.ChoiceFilter(label=_("Leasing"), method="in_state", empty_label=_("Any"))
    readiness = django_filters.ChoiceFilter(label=_("Readiness"), choices=Readiness.choices, empty_label=_("Any"))
    order = django_filters.ChoiceFilter(label=_("Order"), method="in_order", empty_label=_("By zone and number"))

    class Meta:
        model = Parcel
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        folded = [(value, label) for value, label in Commercial.choices if value not in ON_HOLD]
        self.filters["status"].extra["choices"] = [*folded[:3], ("on_hold", _("On hold")), *folded[3:]]
        self.filters["order"].extra["choices"] = [("area", _("Smallest first")), ("-area", _("Largest first"))]

    @staticmethod
    def units():
        """The unit typed beside each number, for the chips."""
        return {"area_min": "ha", "area_max": "ha", "power": "kW", "water": gettext("m³/day")}

    def at_least_hectares(self, rows, _name, hectares):
        return rows.filter(area__gte=hectares * SQUARE_METRES_A_HECTARE)

    def at_most_hectares(self, rows, _name, hectares):
        return rows.filter(area__lte=hectares * SQUARE_METRES_A_HECTARE)

    def in_state(self, rows, _name, state):
        return rows.filter(commercial_status__in=ON_HOLD if state == "on_hold" else [state])

    def in_order(self, rows, _name, order):
        # A parcel of unknown area goes last whichever way the list runs.
        area = F("area").desc(nulls_last=True) if order.startswith("-") else F("area").asc(nulls_last=True)
        return rows.order_by(area, "pk")
