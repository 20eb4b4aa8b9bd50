"""What happened, dated and sourced."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Publishable, Reviewed, Searchable, Versioned
from core.partialdate import PartialDateField
from zones.models import Picture


class Article(Versioned, Searchable, Reviewed, Publishable):
    # News tells what happened.
    reviewed_every = None

    class Kind(models.TextChoices):
        PLANNING = "planning", _("Planning")
        PROMOTION = "promotion", _("Investment promotion")
        ENTERPRISE = "enterprise", _("Enterprises")
        EVENT = "event", _("At the Board")
        EXCHANGE = "exchange", _("Exchange with other boards")
        LEGAL = "legal", _("Law")
        CONTEXT = "context", _("Around the zones")
        BACKGROUND = "background", _("Background")

    slug = models.SlugField(_("address word"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    title = models.CharField(_("title"), max_length=240)
    happened_on = PartialDateField(_("happened on"), blank=False)
    summary = models.TextField(_("summary"))
    body = models.TextField(_("text"), blank=True)

    parts = ("pictures",)
    searched_fields = ("title_vi", "title_en", "summary_vi", "summary_en", "body_vi", "body_en")

    class Meta:
        verbose_name, verbose_name_plural = _("news item"), _("news")
        ordering = ["-happened_on", "slug"]
        indexes = [models.Index(fields=["publication", "-happened_on"], name="news_public_list")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("news:article", args=[self.slug])


class ArticlePicture(Picture):
    record = models.ForeignKey(Article, models.CASCADE, related_name="pictures", verbose_name=_("news item"))

    class Meta(Picture.Meta):
        verbose_name, verbose_name_plural = _("picture of a news item"), _("pictures of news")
        constraints = [models.UniqueConstraint(fields=["record", "digest"], name="article_picture_once")]
