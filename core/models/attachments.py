"""Files and pictures that officers sent, and how a record holds one."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models.states import AppendOnly, Move
from core.numbers import format_number


class StoredFile(models.Model):
    """One upload, kept for ever: another file in its place is another row. What lies on disk: core.uploads.storing."""

    class Kind(models.TextChoices):
        FILE = "file", _("File")
        PICTURE = "picture", _("Picture")

    # Its random name, on disk and in its address.
    token = models.CharField(max_length=32, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    # The model whose rows hold it, as "projects.projectevent": it decides who may read it.
    used_in = models.CharField(max_length=80, editable=False)
    label = models.CharField(_("name of the file"), max_length=160)
    mime = models.CharField(max_length=100, editable=False)
    # SHA-256 of what was sent, and of each file that is kept of it: {"960.webp": digest}.
    digest = models.CharField(max_length=64, editable=False)
    contents = models.JSONField(editable=False)
    size = models.PositiveIntegerField(_("size, bytes"))
    width = models.PositiveIntegerField(_("width, pixels"), null=True)
    height = models.PositiveIntegerField(_("height, pixels"), null=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("sent by")
    )
    at = models.DateTimeField(_("sent at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("stored file"), _("stored files")

    def __str__(self):
        return self.label

    def save(self, **kwargs):
        if not self._state.adding:
            raise AppendOnly(self)
        super().save(**kwargs)

    def get_absolute_url(self):
        if self.kind == self.Kind.PICTURE:
            return self.address_of("plain.jpg")
        return reverse("stored_file", args=[self.token])

    def delete(self, **kwargs):
        raise AppendOnly(self)

    @property
    def size_in_words(self):
        """As a reader writes it: 340 KB, 1,2 MB."""
        if self.size < 1_000_000:
            return f"{format_number(max(1, round(self.size / 1000)))} KB"
        return f"{format_number(round(self.size / 1_000_000, 1))} MB"

    @property
    def type_in_words(self):
        return self.label.rpartition(".")[2].upper()

    def address_of(self, name):
        """The address of one form of a picture, such as "960.webp"."""
        return reverse("stored_picture", args=[self.token, name])

    @property
    def srcset(self):
        """Every width there is of a picture, as a browser chooses from."""
        widths = sorted(int(name.removesuffix(".webp")) for name in self.contents if name.endswith(".webp"))
        return ", ".join(f"{self.address_of(f'{width}.webp')} {width}w" for width in widths)


def _held():
    return models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decision file")
    )


class DecidedMove(Move):
    """A change of state that may carry the file of its decision; officers alone read it."""

    file = _held()

    class Meta(Move.Meta):
        abstract = True

    @staticmethod
    def with_files(moves):
        """`moves` with the files that some of them hold, read at once: of officers' pages only."""
        models.prefetch_related_objects([move for move in moves if getattr(move, "file_id", None)], "file")
        return moves

    @classmethod
    def with_public_file(cls):
        return cls._base_manager.none()


class WithFile(models.Model):
    """A record that may hold the file of its decision: internal unless ticked, and public only with its record."""

    file = _held()
    is_file_public = models.BooleanField(
        _("the public may download the file"),
        default=False,
        help_text=_("Only once the record itself is published. Look through the file for personal data first."),
    )

    class Meta:
        abstract = True

    @classmethod
    def with_public_file(cls):
        """The rows whose file the public may download."""
        return cls.objects.published().filter(is_file_public=True)

    @property
    def public_file(self):
        """The file, of a record that the public may see, where it may be downloaded; else None."""
        return self.file if self.is_file_public else None
