"""The organisation that runs the portal."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.records import Versioned
from core.sample import sample_rows_exist


class Board(Versioned):
    """The organisation that runs the portal: one row, all of it data."""

    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=80)
    former_names = models.TextField(
        _("former names"), blank=True, help_text=_("One a line, with the days each was in use.")
    )
    about = models.TextField(_("about the Board"), blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    former_address = models.CharField(_("address before 1 July 2025"), max_length=300, blank=True)
    phone = models.CharField(_("office phone"), max_length=40, blank=True)
    email = models.EmailField(_("official e-mail"), blank=True)
    hours = models.CharField(_("office hours"), max_length=160, blank=True)
    adopting_body = models.CharField(
        _("adopting body"),
        max_length=200,
        blank=True,
        help_text=_("The authority that takes this portal as its official one."),
    )
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    adoption_document = models.CharField(
        _("adoption document"), max_length=160, blank=True, help_text=_("Number and date of the decision.")
    )

    class Meta:
        verbose_name, verbose_name_plural = _("Board"), _("Board")

    def __str__(self):
        return self.short_name or self.name

    @property
    def is_prototype(self):
        """Until somebody has adopted the portal and can be reached, no page may look official."""
        return not (self.adopting_body and (self.phone or self.email))

    def clean(self):
        if self.adopting_body and not (self.phone or self.email):
            raise ValidationError(
                {"phone": _("An adopted portal needs a working contact: give the office phone or the official e-mail.")}
            )
        if self.adopting_body and sample_rows_exist():
            raise ValidationError(
                {"adopting_body": _("Remove the sample rows first: an official portal may not show any.")}
            )

    @classmethod
    def current(cls):
        return cls.objects.first() or cls(name="", short_name="")
