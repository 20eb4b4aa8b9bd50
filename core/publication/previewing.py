"""Which record a page is a preview of, while it is made: so that the row is marked where it stands."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.html import format_html
from django.utils.translation import gettext as _

_record = ContextVar("the record previewed", default=None)
_OPENING = '<mark class="preview-row">'


@contextmanager
def previewing(record):
    token = _record.set(record)
    try:
        yield
    finally:
        _record.reset(token)


def marked(record, words):
    """`words` of the row of `record`, with a mark before them where a page is a preview of it."""
    if _record.get() != record:
        return words
    return format_html('<mark class="preview-row">{}</mark> {}', _("In preview"), words)


def with_place(html):
    """The page with an id on the first mark, so that a link leads there."""
    return html.replace(_OPENING, f'{_OPENING[:-1]} id="preview-row">', 1)
