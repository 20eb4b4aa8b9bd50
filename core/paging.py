"""One page of a long list, whatever the reader typed after `page=`."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count, Window

PER_PAGE = 25
# Of a list too long to count, whole pages up to this place are shown; whoever seeks further narrows the list.
DEEPEST = 10_000


def page_of(request, rows, per_page=PER_PAGE):
    """(page, query): the page asked for, the nearest one for nonsense, and the other parameters as a query string."""
    others = request.GET.copy()
    asked = others.pop("page", ["1"])[-1]
    return Paginator(rows, per_page).get_page(asked), others.urlencode()


@dataclass(frozen=True)
class Beginning:
    """The first `rows` of a list that may go on elsewhere; `total` is how many it has."""

    rows: list
    total: int

    @property
    def more(self):
        return self.total - len(self.rows)


def beginning(rows, most):
    """The Beginning of the queryset `rows` with at most `most` of them: one query."""
    found = list(rows.annotate(of_all=Window(Count("pk")))[:most])
    return Beginning(found, found[0].of_all if found else 0)


@dataclass(frozen=True)
class LongPage:
    """A page of a list of which at most `counted` rows are counted, with what components/pagination.html asks for.

    `total` is the number of rows found, counted up to `counted` or, beyond it, up to the end of this page and one more.
    """

    number: int
    total: int
    counted: int
    per_page: int = PER_PAGE

    @property
    def paginator(self):
        return self

    @property
    def start(self):
        return (self.number - 1) * self.per_page

    @property
    def stop(self):
        return self.start + self.per_page

    @property
    def is_capped(self):
        return self.total > self.counted

    @property
    def count(self):
        return min(self.total, self.counted)

    @property
    def num_pages(self):
        return max(1, -(-min(self.total, DEEPEST) // self.per_page))

    @property
    def page_range(self):
        """Numbered pages; of a list too long to count only the present one, between previous and next."""
        return range(self.number, self.number + 1) if self.is_capped else range(1, self.num_pages + 1)

    @property
    def start_index(self):
        return self.start + 1

    @property
    def end_index(self):
        return min(self.stop, self.total)

    @property
    def has_previous(self):
        return self.number > 1

    @property
    def has_next(self):
        return self.total > self.stop and self.stop < DEEPEST

    @property
    def has_other_pages(self):
        return self.has_previous or self.has_next

    @property
    def previous_page_number(self):
        return self.number - 1

    @property
    def next_page_number(self):
        return self.number + 1


def page_number(typed, per_page=PER_PAGE):
    """The page meant by what was typed, from 1 to the deepest; 1 for nonsense."""
    digits = typed.strip()[:9]
    return min(max(int(digits), 1), DEEPEST // per_page) if digits.isascii() and digits.isdecimal() else 1
