"""Who stands in for a leader: named by the leader herself or an administrator, ended by changing the last day."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.admin import OfficeAdmin
from core.models import Deputy, User
from core.roles import DEPUTIES, MAY_STAND_IN, Role


@admin.register(Deputy)
class DeputyAdmin(OfficeAdmin):
    governed_by = DEPUTIES
    address_field = None
    list_display = ("deputy", "approver", "from_on", "to_on")
    list_select_related = ("deputy", "approver")
    search_fields = ("deputy__username", "approver__username")
    fields = ("approver", "deputy", ("from_on", "to_on"))
    plain_help = {
        "deputy": _("She may publish in these days as the leader may, but not what she wrote herself."),
        "to_on": _("To end it earlier, set an earlier day: what was done until then stays in the history."),
    }

    def has_change_permission(self, request, obj=None):
        if not super().has_change_permission(request, obj):
            return False
        return obj is None or request.user.role == Role.ADMINISTRATOR or obj.approver_id == request.user.pk

    def has_delete_permission(self, request, obj=None):
        return False

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        people = User.objects.filter(is_active=True, is_staff=True).order_by("username")
        if db_field.name == "approver":
            own = {} if request.user.role == Role.ADMINISTRATOR else {"pk": request.user.pk}
            kwargs |= {"queryset": people.filter(role=Role.APPROVER, **own), "initial": request.user.pk}
        else:
            kwargs["queryset"] = people.filter(role__in=MAY_STAND_IN)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
