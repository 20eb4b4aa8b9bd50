"""What templates say often: icons, dates, numbers, and text in the reader's language or honestly marked."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import numbers, partialdate
from core.numbers import format_number
from core.provenance import provenance
from core.qr import qr_svg

register = template.Library()


@register.simple_tag
def qr(address):
    """The address as a QR code for the foot of a printed page; nothing where no phone could read it."""
    return qr_svg(address)


@register.simple_tag
def icon(name):
    """One icon of the sprite, always beside a word."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', static("img/icons.svg"), name
    )


def _in_language(record, field):
    """(text, language) of a translated field: the reader's, else the Vietnamese."""
    language = (get_language() or "vi")[:2]
    text = getattr(record, f"{field}_{language}") or ""
    return (text, language) if text else (getattr(record, f"{field}_vi") or "", "vi")


def _marks_missing(context, language):
    """Whether `language` is not the reader's; then the page is told, so that it can say so once."""
    if language == (get_language() or "vi")[:2]:
        return False
    if request := getattr(context, "request", None):
        request.lacks_translation = True
    return True


@register.simple_tag(takes_context=True)
def text(context, record, field):
    """A translated field; where the reader's language lacks it, the Vietnamese, marked as such."""
    if record is None:
        return ""
    words, language = _in_language(record, field)
    if words and _marks_missing(context, language):
        return format_html('<span lang="{}">{}</span>', language, words)
    return words


@register.simple_tag(takes_context=True)
def paragraphs(context, record, field):
    """A translated field of several lines, as paragraphs."""
    words, language = _in_language(record, field)
    if words and _marks_missing(context, language):
        return format_html('<div lang="{}">{}</div>', language, mark_safe(linebreaks(words, autoescape=True)))
    return mark_safe(linebreaks(words, autoescape=True))


@register.inclusion_tag("components/source_line.html")
def sourced(record, note=False):
    """The quiet line under a fact: as of when, by whom, how sure; with `note` also what is odd about the source."""
    facts = provenance(record)
    return facts if note else facts | {"note": ""}


@register.filter
def partial_date(value):
    return partialdate.display(value)


@register.filter
def number(value, places=None):
    """A number in the reader's style; blank for None, so that a template must say what unknown means."""
    return "" if value is None else format_number(value, None if places is None else int(places))


@register.filter
def in_words(count):
    """A count at the head of a sentence as people write it: "Four", "Bốn"; from ten on in digits."""
    words = ("", _("One"), _("Two"), _("Three"), _("Four"), _("Five"), _("Six"), _("Seven"), _("Eight"), _("Nine"))
    return words[count] if 0 < count < len(words) else format_number(count)


@register.filter
def hectares(square_metres):
    """m² as hectares with two decimals, without the unit."""
    return "" if square_metres is None else numbers.hectares(square_metres)
