"""News, as officers write it."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.admin import RecordAdmin
from core.uploads.admin import PictureInline, UploadsAdmin
from news.models import Article, ArticlePicture


class ArticlePictureInline(PictureInline):
    model = ArticlePicture


@admin.register(Article)
class ArticleAdmin(UploadsAdmin, RecordAdmin):
    list_display = ("title", "kind", "happened_on_in_words", "publication_badge")
    list_filter = ("kind", "publication")
    address_made_of = ("happened_on", "title_vi")
    general_fields = (("kind", "happened_on"), "slug")
    inlines = (ArticlePictureInline,)
    plain_help = {
        "title": _("What happened, in one line without exclamation marks."),
        "summary": _("Two or three sentences: who, what, where, when."),
        "body": _("Blank lines part the paragraphs."),
    }
