"""Who may read the fields of news; see core.disclosure_classes."""

from core.disclosure_classes import classified
from news.models import Article

classified(Article, public="slug kind title happened_on summary body")
