"""Vietnamese text: one composed form, folding for search, slugs that keep đ."""

import re
import unicodedata

_STROKED = str.maketrans({"đ": "d", "Đ": "D"})


def nfc(text):
    """Compose `text`: decomposed marks print broken in PDF and split words in search."""
    return unicodedata.normalize("NFC", text)


def without_marks(text):
    """The letters without diacritics: "QĐ-TTg" → "QD-TTg". đ has no decomposition, so it is mapped first."""
    plain = unicodedata.normalize("NFD", text.translate(_STROKED))
    return "".join(ch for ch in plain if not unicodedata.combining(ch))


def fold(text):
    """Lower case without diacritics, single spaces: "ĐƯỜNG  Số" → "duong so"."""
    return " ".join(without_marks(text).casefold().split())


def slugify(text, limit=80):
    """An address of lower-case ASCII words joined by hyphens, at most `limit` characters, cut between words."""
    words = re.findall(r"[a-z0-9]+", fold(text))
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word
        if len(longer) > limit:
            break
        slug = longer
    return slug or fold(text)[:limit]
