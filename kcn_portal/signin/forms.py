"""What is typed while signing in."""

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.forms import AdminOwnPasswordChangeForm, AdminPasswordChangeForm, AuthenticationForm
from unfold.widgets import BASE_INPUT_CLASSES

from core.models import SecurityEvent
from kcn_portal.signin import lockout

_INPUT = " ".join(BASE_INPUT_CLASSES)
SAME_PASSWORD = _("This is the password you have now. Choose another one.")


class SignInForm(AuthenticationForm):
    """Name and password. The words of a refusal are the same for names that exist and names that do not."""

    typed = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, request=None, *args, **kwargs):
        super().__init__(request, *args, **kwargs)
        self.fields["username"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].help_text = None

    def get_invalid_login_error(self):
        if getattr(self.request, "axes_locked_out", False):
            return ValidationError(lockout.locked_words(), code="locked")
        return super().get_invalid_login_error()


class _TypedOnce(forms.TextInput):
    """A field that a refused code does not come back to."""

    def format_value(self, value):
        return None


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code from your phone"),
        max_length=32,
        widget=_TypedOnce(
            {
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "autofocus": True,
                "class": f"{_INPUT} signin-code",
            }
        ),
    )

    def __init__(self, *args, is_recovery=False, **kwargs):
        super().__init__(*args, **kwargs)
        if is_recovery:
            self.fields["code"].label = _("Recovery code")
            self.fields["code"].help_text = _(
                "12 letters and digits; hyphens may be left out. It then holds no longer."
            )
            self.fields["code"].widget.attrs |= {"inputmode": "text", "autocomplete": "off", "autocapitalize": "none"}


class ConfirmForm(CodeForm):
    """Password and code once more, before what she signs in with is changed."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password", "class": _INPUT, "autofocus": True}),
    )
    field_order = ("password", "code")

    def __init__(self, request, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request
        self.fields["code"].label = _("Code from your phone, or a recovery code")
        self.fields["code"].widget.attrs |= {"inputmode": "text", "autofocus": False}

    def clean_password(self):
        return right_password(self.request, self.cleaned_data["password"])


def right_password(request, password):
    """`password` if it is hers; wrong ones count as at the door."""
    if authenticate(request, username=request.user.username, password=password) == request.user:
        return password
    lockout.note_failure(request, request.user.username, SecurityEvent.Kind.WRONG_PASSWORD)
    if getattr(request, "axes_locked_out", False):
        raise ValidationError(lockout.locked_words(), code="locked")
    raise ValidationError(_("This is not your password."), code="password_incorrect")


class _Taken:
    """Keeps a new password without a new version of the person's record, and never the one she has."""

    must_change = False

    def validate_password_for_user(self, user, password_field_name="password2", **kwargs):
        super().validate_password_for_user(user, password_field_name=password_field_name, **kwargs)
        password = self.cleaned_data.get(password_field_name)
        # Told to an administrator, this would let her guess at what others have.
        if password and not self.errors and not self.must_change and user.check_password(password):
            self.add_error(password_field_name, ValidationError(SAME_PASSWORD, code="password_same"))

    def set_password_and_save(self, user, password_field_name="password1", commit=True, **kwargs):
        user.take_password(self.cleaned_data[password_field_name], must_change=self.must_change)
        return user


class NewPasswordForm(_Taken, SetPasswordForm):
    """A password of her own: at the first sign-in, and by the link of a letter."""

    def __init__(self, user, *args, **kwargs):
        super().__init__(user, *args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = _INPUT
        self.fields["new_password1"].widget.attrs["autofocus"] = True


class OwnPasswordForm(_Taken, AdminOwnPasswordChangeForm):
    def __init__(self, user, *args, request, **kwargs):
        super().__init__(user, *args, **kwargs)
        self.request = request

    def clean_old_password(self):
        return right_password(self.request, self.cleaned_data["old_password"])


class OneTimePasswordForm(_Taken, AdminPasswordChangeForm):
    """What an administrator sets for somebody, who must then choose one herself."""

    must_change = True

    def __init__(self, user, *args, **kwargs):
        super().__init__(user, *args, **kwargs)
        # An account is closed by making it inactive, not by taking its password away.
        self.fields.pop("usable_password", None)
        for name in ("password1", "password2"):
            self.fields[name].required = True


class ForgottenForm(forms.Form):
    email = forms.EmailField(
        label=_("Your office e-mail"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "autofocus": True, "class": _INPUT}),
    )
