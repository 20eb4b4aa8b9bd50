"""What every record of ours carries: a version, text to search, whether it is published, whence it was loaded."""

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from core.disclosure import Publication, PublishedQuerySet
from core.text import fold


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
        self.refresh_search_text()
        super().save(**kwargs)

    def refresh_search_text(self):
        """For rows written in bulk, which pass `save` by."""
        self.search_text = fold(" ".join(str(getattr(self, name) or "") for name in self.searched_fields))


class Publishable(models.Model):
    publication = models.CharField(_("publication"), max_length=10, choices=Publication, default=Publication.DRAFT)

    objects = PublishedQuerySet.as_manager()

    class Meta:
        abstract = True


class LoadedRow(models.Model):
    """What the record loader last wrote: tells an officer's later edit from a row that may be refreshed."""

    key = models.CharField(max_length=160, unique=True)
    digest = models.CharField(max_length=64)
    model = models.CharField(max_length=80)
    object_id = models.BigIntegerField()
    loaded_version = models.PositiveIntegerField()

    def __str__(self):
        return self.key
