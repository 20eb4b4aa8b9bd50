"""One page of a long list, whatever the reader typed after `page=`."""

from django.core.paginator import Paginator

PER_PAGE = 25


def page_of(request, rows, per_page=PER_PAGE):
    """(page, query): the page asked for, the nearest one for nonsense, and the other parameters as a query string."""
    others = request.GET.copy()
    asked = others.pop("page", ["1"])[-1]
    return Paginator(rows, per_page).get_page(asked), others.urlencode()
