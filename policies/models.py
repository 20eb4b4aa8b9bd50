"""The register of legal instruments, the sectors and the incentives."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.models import Publishable, Reviewed, Searchable, Versioned, WithFile
from core.partialdate import PartialDateField
from core.text import without_marks


class LegalInstrument(Versioned, Searchable, Reviewed, Publishable, WithFile):
    changes_wait = True
    reviewed_every = 12

    class Type(models.TextChoices):
        LAW = "law", _("Law")
        DECREE = "decree", _("Decree")
        CIRCULAR = "circular", _("Circular")
        RESOLUTION = "resolution", _("Resolution")
        DECISION = "decision", _("Decision")
        PLAN = "plan", _("Plan document")

    class Status(models.TextChoices):
        IN_FORCE = "in_force", _("In force")
        AMENDED = "amended", _("In force, amended")
        TO_CHECK = "to_check", _("To be checked")
        REPLACED = "replaced", _("Replaced")
        ENDED = "ended", _("Carried out or ended")

    slug = models.SlugField(_("address word"), max_length=80, unique=True)
    number = models.CharField(_("number"), max_length=120, blank=True, help_text=_("Blank: not known."))
    type = models.CharField(_("type"), max_length=12, choices=Type)
    issuer = models.CharField(_("issuer"), max_length=120)
    title = models.CharField(_("title"), max_length=300)
    issued_on = PartialDateField(_("issued on"))
    effective_on = PartialDateField(_("in force from"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.TO_CHECK)
    note = models.TextField(_("note"), blank=True)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name=_("replaced by")
    )

    searched_fields = ("number", "title_vi", "title_en", "issuer_vi", "issuer_en", "note_vi", "note_en")

    class Meta:
        verbose_name, verbose_name_plural = _("legal instrument"), _("legal instruments")
        ordering = ["-issued_on", "number"]

    @classmethod
    def still_told(cls, on):
        return ~models.Q(status__in=(cls.Status.REPLACED, cls.Status.ENDED))

    def is_still_told(self, on):
        return self.status not in (self.Status.REPLACED, self.Status.ENDED)

    def __str__(self):
        return f"{self.reference} – {self.title}" if self.number else self.title

    @property
    def reference(self):
        """How a page cites it: the number, 1061/QĐ-TTg, in English 1061/QD-TTg; the title while no number is known."""
        if not self.number:
            return self.title
        return self.number if (get_language() or "vi").startswith("vi") else without_marks(self.number)


class Sector(Versioned, Searchable, Reviewed, Publishable):
    reviewed_every = 12

    class Scope(models.TextChoices):
        ZONE = "zone", _("Sought for the zones")
        PROVINCE = "province", _("Orientation of the province")
        NATIONAL = "national", _("National incentive list")

    slug = models.SlugField(_("address word"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200)
    scope = models.CharField(_("scope"), max_length=10, choices=Scope)
    note = models.TextField(_("note"), blank=True)
    is_known = models.BooleanField(
        _("published by the Board"),
        default=True,
        help_text=_("No: the Board has announced it but not published it."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    searched_fields = ("name_vi", "name_en", "note_vi", "note_en")

    class Meta:
        verbose_name, verbose_name_plural = _("sector"), _("sectors")
        ordering = ["order", "slug"]

    def __str__(self):
        return self.name


class Incentive(Versioned, Searchable, Reviewed, Publishable):
    changes_wait = True

    class Kind(models.TextChoices):
        CIT = "cit", _("Corporate income tax")
        LAND_RENT = "land_rent", _("Land rent")
        IMPORT_DUTY = "import_duty", _("Import duty")
        AREA = "area", _("Incentive areas")
        SECTOR = "sector", _("Incentive sectors")
        PROCEDURE = "procedure", _("Procedure and support fund")
        LOCAL = "local", _("Local support")
        ZONE = "iz", _("Rules for industrial zones")

    class Status(models.TextChoices):
        IN_FORCE = "in_force", _("In force")
        TO_CHECK = "to_check", _("In force as far as known; to be checked")
        SUPERSEDED = "superseded", _("Old rule, replaced")
        DRAFT = "draft_law", _("Draft, adoption not verified")
        UNKNOWN = "unknown", _("Not known")

    slug = models.SlugField(_("address word"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    name = models.CharField(_("name"), max_length=200)
    summary = models.TextField(_("summary"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.UNKNOWN)
    status_note = models.TextField(_("note on the status"), blank=True)
    valid_from = PartialDateField(_("valid from"))
    valid_to = PartialDateField(_("valid to"))
    legal_basis = models.ManyToManyField(
        LegalInstrument, blank=True, related_name="incentives", verbose_name=_("legal basis")
    )
    legal_basis_text = models.CharField(_("legal basis as stated"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    searched_fields = ("name_vi", "name_en", "summary_vi", "summary_en", "legal_basis_text_vi")

    class Meta:
        verbose_name, verbose_name_plural = _("incentive"), _("incentives")
        ordering = ["order", "slug"]

    def __str__(self):
        return self.name
