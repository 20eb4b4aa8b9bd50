"""Pages of the news: what happened, as far as its day is known, and who reported it."""

from itertools import groupby

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.paging import page_of
from news.filters import ArticleFilter
from news.models import Article
from zones.pictures import shown_pictures


def _kinds(chosen):
    """(words, address, whether chosen) of every kind that has news: one query."""
    counted = Article.objects.published().order_by().values("kind").annotate(n=Count("pk"))
    count_of = {row["kind"]: row["n"] for row in counted}
    every = (_("All news"), sum(count_of.values()), "?", not chosen)
    kinds = [
        (label, count_of[kind], f"?kind={kind}", kind == chosen)
        for kind, label in Article.Kind.choices
        if kind in count_of
    ]
    return [every, *kinds]


@require_safe
def article_list(request):
    rows = Article.objects.published().select_related("source")
    narrowed = ArticleFilter(request.GET, queryset=rows)
    page, query = page_of(request, narrowed.qs)
    years = [(year, list(articles)) for year, articles in groupby(page, lambda article: article.happened_on[:4])]
    context = {
        "section": "news",
        "breadcrumbs": [(_("Home"), reverse("home")), (_("News"), "")],
        "form": narrowed.form,
        "kinds": _kinds(narrowed.form.cleaned_data.get("kind")),
        "is_narrowed": any(narrowed.form.cleaned_data.values()),
        "page_obj": page,
        "query": query,
        "years": years,
    }
    return render(request, "news/list.html", context)


def _neighbours(article):
    """(the item before it, the item after it) in time, None at the ends of the record."""
    published, day, slug = Article.objects.published(), article.happened_on, article.slug
    older = published.filter(Q(happened_on__lt=day) | Q(happened_on=day, slug__gt=slug))
    newer = published.filter(Q(happened_on__gt=day) | Q(happened_on=day, slug__lt=slug))
    return older.order_by("-happened_on", "slug").first(), newer.order_by("happened_on", "-slug").first()


@require_safe
def article(request, slug):
    rows = Article.objects.published().select_related("source").prefetch_related("other_sources")
    row = get_object_or_404(rows, slug=slug)
    older, newer = _neighbours(row)
    context = {
        "section": "news",
        "breadcrumbs": [(_("Home"), reverse("home")), (_("News"), reverse("news:list")), (row.title, "")],
        "article": row,
        "pictures": shown_pictures(row),
        "older": older,
        "newer": newer,
    }
    return render(request, "news/article.html", context)
