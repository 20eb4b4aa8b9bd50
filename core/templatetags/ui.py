"""What templates say often: icons, dates, numbers, and text in the reader's language or honestly marked."""

from functools import cache, lru_cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import get_script_prefix
from django.utils.html import conditional_escape, format_html, linebreaks
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


@cache
def _once(name, _language, _prefix):
    return render_to_string(name)


@register.simple_tag
def unchanging(name):
    """A template of words and addresses alone: rendered once a process in each language."""
    return render_to_string(name) if settings.DEBUG else _once(name, get_language(), get_script_prefix())


@lru_cache(maxsize=256)
def _navigation(view, section, _language, _prefix):
    return render_to_string("components/nav_items.html", {"view": view, "section": section})


@register.simple_tag(takes_context=True)
def navigation(context):
    """The items of the main menu, that of the present page marked; they hang on nothing but it and the language."""
    match = getattr(context.get("request"), "resolver_match", None)
    section = str(context.get("section", ""))
    return _navigation(match.view_name if match else "", section, get_language(), get_script_prefix())


@register.simple_tag
@cache
def icon(name):
    """One icon of the sprite, always beside a word."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', static("img/icons.svg"), name
    )


def _in_language(context, record, field):
    """(text, language) of a translated field: the reader's, blank for the language, else the Vietnamese.

    Where the reader's is missing the page is told, so that it can say so once.
    """
    language = (get_language() or "vi")[:2]
    if text := getattr(record, f"{field}_{language}"):
        return text, ""
    text = getattr(record, f"{field}_vi") or ""
    if not text or language == "vi":
        return text, ""
    if request := getattr(context, "request", None):
        request.lacks_translation = True
    return text, "vi"


@register.simple_tag(takes_context=True)
def text(context, record, field):
    """A translated field; where the reader's language lacks it, the Vietnamese, marked as such."""
    if record is None:
        return ""
    words, language = _in_language(context, record, field)
    if language:
        return format_html('<span lang="{}">{}</span>', language, words)
    return words


@register.simple_tag(takes_context=True)
def paragraphs(context, record, field):
    """A translated field of several lines, as paragraphs."""
    words, language = _in_language(context, record, field)
    if language:
        return format_html('<div lang="{}">{}</div>', language, mark_safe(linebreaks(words, autoescape=True)))
    return mark_safe(linebreaks(words, autoescape=True))


@register.simple_tag(takes_context=True)
def source_line(context, as_of="", publisher="", url="", source_kind="", confidence="", stale="", verified="", note=""):
    """The quiet line under a fact: as of when, by whom ("newspaper" its kind), how sure (confidence "high|medium|low|
    none"), that it is due for review or who verified it, and a note; with none at all it shows nothing.

    In Python: some pages have hundreds of them.
    """
    if not (as_of or publisher or note or stale):
        return mark_safe("\n\n")
    named = conditional_escape(publisher) if publisher else ""
    if named and url:
        named = f'<a class="ext" href="{conditional_escape(url)}" rel="noopener external">{named}</a>'
    weak = f'<span class="source__weak">{_("single or weak source, to be confirmed")}</span>'
    kind = conditional_escape(source_kind) if source_kind else ""
    parts = (" · " if as_of and publisher else "", named, kind and f" · {kind}")
    line = conditional_escape(as_of) + "".join(parts)
    if confidence == "low":
        line += f" · {weak}"
    if verified:
        line += f' · <span class="source__verified">{conditional_escape(verified)}</span>'
    if stale:
        line += f" {_due_mark(context, stale)}"
    if note:
        line += f"{'<br>' if as_of or publisher else ''}{conditional_escape(note)}"
    return mark_safe(f'\n<span class="source">{line}</span>\n')


def _due_mark(context, words):
    """The words that a fact is due for review behind a small mark; the page is told, so that it can explain it once."""
    if request := getattr(context, "request", None) or context.get("request"):
        request.shows_due_facts = True
    return f'<span class="stale">{icon("clock")}{conditional_escape(words)}</span>'


@register.simple_tag(takes_context=True)
def due_mark(context, words):
    """The mark for a fact due for review, whose `words` provenance() gives; nothing for none."""
    return mark_safe(_due_mark(context, words)) if words else ""


@register.simple_tag(takes_context=True)
def sourced(context, record, note=False):
    """`source_line` of a Sourced record whose `source` is loaded; with `note` also what is odd about the source."""
    facts = provenance(record)
    return source_line(context, **facts if note else facts | {"note": ""})


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
