"""The two forms people write to the Board with, and how what they send is kept."""

import uuid
from datetime import timedelta

from django import forms
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from enquiries import consent
from enquiries.models import Enquiry
from enquiries.typed import PATH_LIMIT, local_path, one_line, several_lines

FLOOD_LIMIT = 20
FLOOD_SPAN = timedelta(minutes=1)
MESSAGE_LIMIT = 5000
_PHONE_DIGITS = 6
_TOO_LONG = gettext_lazy("Please shorten this to %(limit_value)s characters; it has %(show_value)s.")
_BAD_EMAIL = gettext_lazy("This is not a complete e-mail address, such as name@company.com.")


class Flooded(Exception):
    """More enquiries arrived within the last minute than one office can have received; nothing was written."""


class Typed:
    """A text field that keeps composed text without control characters, and never cuts what is pasted into it."""

    def __init__(self, *, required=False, errors=None, **kwargs):
        super().__init__(required=required, error_messages={"max_length": _TOO_LONG, **(errors or {})}, **kwargs)

    def to_python(self, value):
        return super().to_python(one_line(value or ""))

    def widget_attrs(self, widget):
        return {name: set_to for name, set_to in super().widget_attrs(widget).items() if name != "maxlength"}


class LineField(Typed, forms.CharField):
    pass


class EmailField(Typed, forms.EmailField):
    pass


class MessageField(Typed, forms.CharField):
    widget = forms.Textarea

    def to_python(self, value):
        return forms.CharField.to_python(self, several_lines(value or ""))


class SubmissionField(forms.UUIDField):
    """Which form page this came from; a missing or spoilt one counts as a page of its own."""

    widget = forms.HiddenInput

    def clean(self, value):
        try:
            return super().clean(value) or uuid.uuid4()
        except forms.ValidationError:
            return uuid.uuid4()


class LetterForm(forms.Form):
    """What both forms share: the submission they belong to, the trap for robots, the consent, and being kept once."""

    purpose = ""
    kept = ()  # the fields written into the enquiry as they are

    submission = SubmissionField(required=False, initial=uuid.uuid4)
    consent = forms.BooleanField(label=gettext_lazy("Your consent"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.wording = consent.wording(self.purpose)
        self.fields["consent"].help_text = self.consent_help(
            format_html(
                '<a href="{}" target="_blank" rel="noopener">{}</a>',
                reverse("privacy"),
                _("Privacy notice (opens in a new tab)"),
            )
        )
        # Last on the page, and so last in the list of errors.
        self.order_fields([name for name in self.fields if name != "consent"])

    def consent_help(self, notice_link):
        return notice_link

    @property
    def is_robot(self):
        """Whether the field no person sees was filled in."""
        return bool(self.data.get("website"))

    @property
    def has_personal_data(self):
        return any(self.cleaned_data.get(name) for name in ("name", "organisation", "email", "phone"))

    @property
    def needs_consent(self):
        return self.has_personal_data

    def clean(self):
        if self.needs_consent and not self.cleaned_data.get("consent"):
            self.add_error(
                "consent", _("Tick this box so that we may keep your contact details. Nothing has been saved yet.")
            )

    def _submission(self, values):
        """The same page sent twice is one enquiry; sent again with other words, it is another."""
        content = [(name, str(getattr(value, "pk", value))) for name, value in sorted(values.items())]
        return uuid.uuid5(self.cleaned_data["submission"], repr(content))

    def values(self, subjects):
        """The columns of the enquiry, from the fields and from what it is `subjects` about."""
        return {name: self.cleaned_data[name] for name in self.kept}

    def save(self, subjects, language):
        """The enquiry kept for this form: written now, or earlier by the same form. Raises Flooded."""
        values = {**self.values(subjects), "language": language}
        submission = self._submission(values)
        if earlier := _kept_as(submission):
            return earlier
        if Enquiry.objects.filter(created_at__gt=timezone.now() - FLOOD_SPAN).count() >= FLOOD_LIMIT:
            raise Flooded
        try:
            with transaction.atomic():
                return self._write(Enquiry(submission=submission, **values))
        except IntegrityError:
            # The same form, sent a moment ago by another click, was first.
            if earlier := _kept_as(submission):
                return earlier
            raise

    def _write(self, enquiry):
        enquiry.save()
        if self.has_personal_data:
            enquiry.consents.create(
                purpose=self.purpose,
                notice_version=consent.PRIVACY_VERSION,
                wording=self.wording,
            )
        return enquiry


def _kept_as(submission):
    return Enquiry.objects.filter(submission=submission).first()


class AskForm(LetterForm):
    purpose = consent.ANSWER
    kept = ("kind", "name", "organisation", "email", "phone")

    kind = forms.ChoiceField(
        label=gettext_lazy("What you want"),
        widget=forms.RadioSelect,
        initial=Enquiry.Kind.QUESTION,
        choices=[
            (Enquiry.Kind.QUESTION, gettext_lazy("Ask a question")),
            (Enquiry.Kind.INFORMATION, gettext_lazy("Request information or a document")),
        ],
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Please choose one of the two.")),
    )
    message = MessageField(
        label=gettext_lazy("Your question"),
        required=True,
        max_length=MESSAGE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("For land: how many hectares, for what production, with how much power, and by when."),
        errors={"required": gettext_lazy("Please write what you want to know.")},
    )
    email = EmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=gettext_lazy(
            "Give an e-mail address or a phone number: one of the two is enough, so that we can answer."
        ),
        errors={"invalid": _BAD_EMAIL},
    )
    phone = LineField(
        label=gettext_lazy("Phone"),
        max_length=40,
        widget=forms.TelInput(attrs={"autocomplete": "tel"}),
        help_text=gettext_lazy("From abroad, with the country code."),
    )
    name = LineField(
        label=gettext_lazy("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    organisation = LineField(
        label=gettext_lazy("Company or organisation"),
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )

    def clean_phone(self):
        phone = self.cleaned_data["phone"]
        if phone and sum(letter.isdigit() for letter in phone) < _PHONE_DIGITS:
            raise forms.ValidationError(_("This is not a complete phone number."))
        return phone

    def clean(self):
        answers = ("email", "phone")
        if not any(self.cleaned_data.get(name) or name in self.errors for name in answers):
            self.add_error("email", _("Please give an e-mail address or a phone number, so that we can answer."))
        super().clean()

    @property
    def needs_consent(self):
        return True

    def values(self, subjects):
        about = {subject.kind: subject.record or subject.words for subject in subjects}
        records = {kind: about.get(kind) for kind in ("zone", "parcel", "project", "procedure")}
        for nearer in (records["parcel"], records["project"]):
            records["zone"] = records["zone"] or (nearer and nearer.zone)
        message = self.cleaned_data["message"]
        for kind in ("about", "instrument"):  # what the enquiry has no column for is written above the question
            if kind in about:
                message = f"[{pgettext('a question', 'About')}: {about[kind]}]\n\n{message}"
        return {**super().values(subjects), **records, "page": about.get("page", ""), "message": message}


class ReportForm(LetterForm):
    purpose = consent.CORRECTION
    kept = ("page", "message", "email")

    page = LineField(
        label=gettext_lazy("Page with the error"),
        help_text=gettext_lazy("The page you came from; change it if the error is on another page of this portal."),
    )
    message = MessageField(
        label=gettext_lazy("What is wrong"),
        required=True,
        max_length=MESSAGE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("If a figure is wrong: what it should be, and where that is published."),
        errors={"required": gettext_lazy("Please write what is wrong.")},
    )
    email = EmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=gettext_lazy("Only if you want to hear what became of it."),
        errors={"invalid": _BAD_EMAIL},
    )

    def consent_help(self, notice_link):
        return format_html("{} {}", _("Needed only if you leave an e-mail address."), notice_link)

    def clean_page(self):
        page = self.cleaned_data["page"]
        if page and not local_path(page):
            raise forms.ValidationError(
                _("Give a page of this portal, starting with / and of at most %(limit)s characters.")
                % {"limit": PATH_LIMIT}
            )
        return local_path(page)

    def values(self, subjects):
        return {**super().values(subjects), "kind": Enquiry.Kind.ERROR}
