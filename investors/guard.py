"""No investor is named before a decision lets its name be public; a company the Board has merely met never is."""

import re
from itertools import chain

from django.utils.translation import gettext as _

from core.changes import field_label
from core.disclosure import Publication
from core.guard import texts_of, words_beside
from core.models import Publishable
from core.publication.guard import ERROR, Finding, check, once
from core.text import fold
from investors.models import Investor

# What companies are, which says nothing of which company: what remains of a name without it is its short name.
_FORMS = re.compile(
    r"\b(chi nhanh|van phong dai dien|cong ty|tap doan|tong cong ty|doanh nghiep tu nhan|hop tac xa|tnhh|mtv"
    r"|mot thanh vien|hai thanh vien|trach nhiem huu han|co phan|cp|branch|of|company|corporation|corp|group|co|ltd"
    r"|limited|jsc|joint stock|inc|llc|pte|viet nam|vietnam)\b"
)
_PLACES = {"viet nam", "vietnam", "bac kan", "thai nguyen", "thanh binh", "cho moi", "ha noi"}
_LONGEST = 14  # words of a name
_SHORTEST = 5  # letters of a short name


def _words(text):
    return re.findall(r"[^\W_]+", fold(text))


def names_of(*names):
    """The ways in which a text may name a company: folded, word by word joined by blanks."""
    found = set()
    for name in filter(None, names):
        whole = " ".join(_words(name))
        short = " ".join(_FORMS.sub(" ", whole).split())
        found.add(whole)
        if len(short.replace(" ", "")) >= _SHORTEST and short not in _PLACES:
            found.add(short)
    return found


def _hidden(_records):
    """{folded name: (key, name)} of the investors that are not public."""
    rows = Investor.objects.exclude(publication=Publication.PUBLISHED)
    return {
        one: (key, vietnamese)
        for key, vietnamese, english in rows.values_list("pk", "name_vi", "name_en")
        for one in names_of(vietnamese, english)
    }


@check(Publishable)
def names_no_investor_too_early(record):
    hidden = once(_hidden)
    if not hidden:
        return
    own = record.pk if isinstance(record, Investor) else None
    for field, text in chain(texts_of(record), words_beside(record)):
        words = _words(text)
        said = {
            hidden[gram]
            for at in range(len(words))
            for end in range(at + 1, min(at + _LONGEST, len(words)) + 1)
            if (gram := " ".join(words[at:end])) in hidden
        }
        for key, name in sorted(said):
            if key != own:
                yield Finding(ERROR, field.name, _too_early(field, name))


def _too_early(field, name):
    said = _(
        "%(field)s names “%(investor)s”, which is not public. "
        "Leave the name out until a decision allows it, or publish the investor first."
    )
    return said % {"field": field_label(field), "investor": name}
