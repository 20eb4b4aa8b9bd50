"""Who invests, and whom the Board talks to there."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Publishable, Reviewed, Searchable, Versioned


class Investor(Versioned, Searchable, Reviewed, Publishable):
    reviewed_every = 12

    slug = models.SlugField(_("address word"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200)
    country = models.CharField(
        _("country (ISO)"), max_length=2, blank=True, help_text=_("VN, CN, KR…; blank: not known.")
    )
    tax_code = models.CharField(_("tax code"), max_length=14, blank=True)
    about = models.TextField(_("about"), blank=True)

    searched_fields = ("name_vi", "name_en", "about_vi", "about_en")

    class Meta:
        verbose_name, verbose_name_plural = _("investor"), _("investors")
        ordering = ["slug"]

    def __str__(self):
        return self.name


class Contact(Versioned):
    """A person at an investor: for officers only, never on a public page."""

    investor = models.ForeignKey(Investor, models.CASCADE, related_name="contacts", verbose_name=_("investor"))
    name = models.CharField(_("name"), max_length=120)
    post = models.CharField(_("post"), max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("contact"), _("contacts")
        ordering = ["name"]

    def __str__(self):
        return self.name
