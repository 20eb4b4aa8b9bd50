"""Words every app uses: where a fact comes from, who may see it, how it moves, and the Board itself."""

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import partialdate, roles
from core.disclosure import Publication, PublishedQuerySet, has_sample_flag
from core.partialdate import PartialDateField
from core.text import fold, nfc


class EditConflict(Exception):
    """Somebody else saved the record after it was read; nothing was written."""


class Versioned(models.Model):
    """Optimistic locking: an UPDATE only takes when the row still carries the version that was read."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def save(self, **kwargs):
        if self._state.adding:
            super().save(**kwargs)
            return
        seen = self.version
        with transaction.atomic():
            if not type(self)._base_manager.filter(pk=self.pk, version=seen).update(version=seen + 1):
                raise EditConflict(self)
            self.version = seen + 1
            try:
                super().save(**kwargs)
            except BaseException:
                self.version = seen
                raise


class Searchable(models.Model):
    """Keeps `search_text`: the fields named in `searched_fields`, folded, for search without diacritics."""

    searched_fields = ()
    search_text = models.TextField(editable=False, default="", blank=True)

    class Meta:
        abstract = True

    def save(self, **kwargs):
        self.search_text = fold(" ".join(str(getattr(self, name) or "") for name in self.searched_fields))
        super().save(**kwargs)


class Source(Versioned, Searchable):
    """A page or paper that states facts: who published it, where, when."""

    class Kind(models.TextChoices):
        OFFICIAL = "official", _("Public authority")
        LAW = "law", _("Legal text")
        PRESS = "press", _("Newspaper")
        FIRM = "firm", _("Law or advisory firm")
        COMPANY = "company", _("Company")
        DATASET = "dataset", _("Data set")
        SEARCH = "search", _("Search of public sources")
        OTHER = "other", _("Other page")

    key = models.SlugField(_("key"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    publisher = models.CharField(_("publisher"), max_length=160)
    url = models.URLField(_("address"), max_length=600, blank=True)
    published_on = PartialDateField(_("published on"))
    read_on = models.DateField(_("read on"))
    note = models.CharField(_("note on the source"), max_length=300, blank=True)

    searched_fields = ("key", "publisher_vi", "publisher_en", "url", "note_vi", "note_en")

    class Meta:
        verbose_name, verbose_name_plural = _("source"), _("sources")
        ordering = ["key"]

    def __str__(self):
        return f"{self.publisher}, {partialdate.display(self.published_on) or _('undated')}"


class Confidence(models.TextChoices):
    HIGH = "high", _("stated plainly")
    MEDIUM = "medium", _("stated in part or second-hand")
    LOW = "low", _("single weak source, to be verified")
    NONE = "none", _("not found")


class Sourced(models.Model):
    """A record that says where it comes from and as of when it holds."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="+", verbose_name=_("source"))
    as_of = PartialDateField(_("as of"))
    confidence = models.CharField(
        _("how plainly it is stated"), max_length=6, choices=Confidence, default=Confidence.MEDIUM
    )
    other_sources = models.ManyToManyField(Source, related_name="+", blank=True, verbose_name=_("other sources"))

    class Meta:
        abstract = True

    @property
    def as_of_display(self):
        """The day the fact holds for, as far as known, in the active language; blank when the source shows none."""
        return partialdate.display(self.as_of or self.source.published_on)


class Publishable(models.Model):
    publication = models.CharField(_("publication"), max_length=10, choices=Publication, default=Publication.DRAFT)

    objects = PublishedQuerySet.as_manager()

    class Meta:
        abstract = True


class Stateful(models.Model):
    """States that change only through `move_to`. `lifecycles` maps each axis (a field) to its table of moves."""

    lifecycles = {}

    class Meta:
        abstract = True

    def move_to(self, target, *, axis, by, on=None, note="", decision_number=""):
        """Enter `target` on `axis`: lock the saved row, check the table, save, write the append-only move.

        Raises core.lifecycle.MoveRefused with the reasons; then nothing has changed.
        """
        with transaction.atomic():
            row = type(self)._base_manager.select_for_update().get(pk=self.pk)
            origin = getattr(row, axis)
            self.lifecycles[axis].check(row, axis, target, note=note, decision_number=decision_number)
            setattr(row, axis, target)
            row.save()
            move = row.moves.create(
                axis=axis,
                from_state=origin,
                to_state=target,
                by=by,
                on=on or timezone.localdate(),
                note=nfc(note.strip()),
                decision_number=nfc(decision_number.strip()),
            )
            row.moved(move)
        self.refresh_from_db()
        return move

    def moved(self, move):
        """What else a move carries with it, in the same transaction; nothing by default."""


class AppendOnly(Exception):
    """A record of what happened is never changed or removed."""


class Move(models.Model):
    """One change of state, kept for ever. Concrete moves add `record`, related as `moves`."""

    axis = models.CharField(_("axis"), max_length=24)
    from_state = models.CharField(_("from"), max_length=24)
    to_state = models.CharField(_("to"), max_length=24)
    on = models.DateField(_("took effect on"))
    note = models.TextField(_("note or reason"), blank=True)
    decision_number = models.CharField(_("decision or contract number"), max_length=80, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("entered at"), default=timezone.now, editable=False)

    class Meta:
        abstract = True
        ordering = ["-on", "-id"]

    def save(self, **kwargs):
        if not self._state.adding:
            raise AppendOnly(self)
        super().save(**kwargs)

    def delete(self, **kwargs):
        raise AppendOnly(self)

    def label_of(self, state):
        return dict(self.record._meta.get_field(self.axis).flatchoices).get(state, state)

    @property
    def from_label(self):
        return self.label_of(self.from_state)

    @property
    def to_label(self):
        return self.label_of(self.to_state)

    def __str__(self):
        return f"{self.from_label} → {self.to_label}"


class OfficerManager(UserManager):
    def create_superuser(self, username, email=None, password=None, **extra_fields):
        """What `manage.py createsuperuser` makes is an administrator: without the role it could do nothing."""
        extra_fields.setdefault("role", roles.Role.ADMINISTRATOR)
        return super().create_superuser(username, email, password, **extra_fields)


class User(AbstractUser):
    """A person of the Board who signs in. The role alone decides what she may do."""

    role = models.CharField(_("role"), max_length=14, choices=roles.Role, default=roles.Role.AUDITOR)

    objects = OfficerManager()

    class Meta(AbstractUser.Meta):
        verbose_name, verbose_name_plural = _("user"), _("users")

    def may(self, action, app_label):
        return self.is_active and self.is_staff and roles.allows(self.role, action, app_label)

    def has_perm(self, perm, obj=None):
        app_label, _dot, codename = perm.partition(".")
        return self.may(codename.partition("_")[0], app_label)

    def has_perms(self, perm_list, obj=None):
        return all(self.has_perm(perm, obj) for perm in perm_list)

    def has_module_perms(self, app_label):
        return self.may("view", app_label)


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


def sample_models():
    """Every model whose rows can be sample rows, the dependent ones first."""
    history = {model for model in apps.get_models() if hasattr(model, "instance_type")}
    return [model for model in reversed(apps.get_models()) if has_sample_flag(model) and model not in history]


def sample_rows_exist():
    return any(model._base_manager.filter(is_sample=True).exists() for model in sample_models())


class LoadedRow(models.Model):
    """What the record loader last wrote: tells an officer's later edit from a row that may be refreshed."""

    key = models.CharField(max_length=160, unique=True)
    digest = models.CharField(max_length=64)
    model = models.CharField(max_length=80)
    object_id = models.BigIntegerField()
    loaded_version = models.PositiveIntegerField()

    def __str__(self):
        return self.key
