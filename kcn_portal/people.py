"""The forms by which an administrator adds people and changes their roles."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.forms import UnfoldReadOnlyPasswordHashWidget, UserChangeForm, UserCreationForm
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from core.forms import VersionedForm
from core.models import User
from core.roles import LIMITED, TOPICS, Role
from zones.models import Zone

ROLE_HELP = gettext_lazy(
    "Officer: writes and moves. Approving leader: also publishes and deletes. Administrator: also people and the "
    "system. Auditor: reads everything, changes nothing."
)


class PasswordNote(UnfoldReadOnlyPasswordHashWidget):
    """Whether there is a password; how it is kept tells an administrator nothing."""

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["summary"] = [{"label": _("A password is set.")}] if value else context["summary"]
        return context


class LimitField(forms.MultipleChoiceField):
    """What an officer is limited to, as ticks; none is everything."""

    widget = UnfoldAdminCheckboxSelectMultipleWidget

    def __init__(self, *, label, **kwargs):
        help_text = gettext_lazy(
            "No tick: everything. For officers only. She still reads what she does not look after."
        )
        super().__init__(label=label, required=False, help_text=help_text, **kwargs)


def zones_in_words(person):
    """The zones `person` is limited to by name; a code that names none any more stays a code."""
    names = dict(Zone._base_manager.filter(code__in=person.zone_codes).values_list("code", "short_name"))
    return ", ".join(names.get(code, code) for code in person.zone_codes)


def topics_in_words(person):
    return ", ".join(str(TOPICS[topic].label) if topic in TOPICS else topic for topic in person.topics)


class PersonForm(VersionedForm, UserChangeForm):
    zone_codes = LimitField(label=gettext_lazy("Looks after these zones only"))
    topics = LimitField(
        label=gettext_lazy("Looks after these topics only"),
        choices=[(name, topic.label) for name, topic in TOPICS.items()],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "zone_codes" in self.fields:
            # A code that names no zone any more can only be taken away.
            gone = {code: code for code in self.instance.zone_codes}
            zones = Zone._base_manager.order_by("order", "code").values_list("code", "short_name")
            self.fields["zone_codes"].choices = (gone | dict(zones)).items()
        if "password" in self.fields:
            self.fields["password"].widget = PasswordNote()

    class Meta:
        model = User
        fields = "__all__"
        help_texts = {
            "role": ROLE_HELP,
            "is_active": gettext_lazy("Off: she can no longer sign in. What she did keeps her name."),
        }

    def clean(self):
        cleaned = super().clean()
        stays = cleaned.get("role", self.instance.role) == Role.ADMINISTRATOR and cleaned.get("is_active", True)
        others = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=self.instance.pk)
        if self.instance.role == Role.ADMINISTRATOR and not stays and not others.exists():
            raise forms.ValidationError(_("This is the last administrator. Make somebody else administrator first."))
        for name in ("zone_codes", "topics"):
            if cleaned.get(name) and cleaned.get("role") not in LIMITED:
                self.add_error(name, _("Only an officer is limited. Take the ticks away, or choose the role Officer."))
        return cleaned


class NewPersonForm(UserCreationForm):
    class Meta:
        model = User
        fields = ("username", "role", "last_name", "first_name", "email")
        help_texts = {"role": ROLE_HELP}
