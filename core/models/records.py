"""What every record of ours carries: a version, text to search, whether it is published, whence it was loaded."""

from functools import cache

from django.db import models, transaction
from django.db.models.base import ModelState
from django.utils.translation import gettext_lazy as _

from core.disclosure import Publication, PublishedQuerySet
from core.text import fold


class EditConflict(Exception):
    """Somebody else saved the record after it was read; nothing was written."""


@cache
def _columns(model):
    """The attributes that hold the columns of `model`, in the order a query gives them."""
    return tuple(field.attname for field in model._meta.concrete_fields)


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

    def as_saved(self):
        """The row as it is stored; None for a new one. Whoever has read many rows at once sets `read_as` on them."""
        if self._state.adding:
            return None
        return getattr(self, "read_as", None) or type(self)._base_manager.filter(pk=self.pk).first()

    @classmethod
    def from_db(cls, db, field_names, values):
        """A row read whole, its columns set at once: a page reads hundreds, and setting them one by one is slow.

        Nobody of ours listens for new instances; modeltranslation does only to end what its own `__init__` began.
        """
        columns = _columns(cls)
        if len(values) != len(columns):
            return super().from_db(db, field_names, values)
        row = cls.__new__(cls)
        row.__dict__.update(zip(columns, values, strict=True), _state=ModelState())
        row._state.adding, row._state.db = False, db
        return row


class Searchable(models.Model):
    """Keeps `search_text`: the fields named in `searched_fields`, folded, for search without diacritics."""

    searched_fields = ()
    search_text = models.TextField(editable=False, default="", blank=True)

    class Meta:
        abstract = True

    def save(self, **kwargs):
        self.refresh_search_text()
        super().save(**kwargs)

    def refresh_search_text(self):
        """For rows written in bulk, which pass `save` by."""
        self.search_text = fold(" ".join(str(getattr(self, name) or "") for name in self.searched_fields))


class Publishable(models.Model):
    # Rows edited on the record's own page and published with it: names of the relations that lead to them.
    parts = ()
    # Fields a leader fills in to be able to approve: filling them in makes her no author of the record.
    approval_fields = ()
    # Whether each change of what the public sees of it waits for a second person (core.proposals); if not, those parts
    # whose rows do.
    changes_wait = False
    waiting_parts = ()

    publication = models.CharField(_("publication"), max_length=10, choices=Publication, default=Publication.DRAFT)

    objects = PublishedQuerySet.as_manager()

    class Meta:
        abstract = True

    def made_public(self, by):
        """What else becoming public carries with it, in the same transaction: [(record changed, sentence), …]."""
        return []


class LoadedRow(models.Model):
    """What the record loader last wrote: tells an officer's later edit from a row that may be refreshed."""

    key = models.CharField(max_length=160, unique=True)
    digest = models.CharField(max_length=64)
    model = models.CharField(max_length=80)
    object_id = models.BigIntegerField()
    loaded_version = models.PositiveIntegerField()

    def __str__(self):
        return self.key
