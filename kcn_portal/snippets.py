"""The piece of a text in which the words searched for stand, with those words marked. Knows no database."""

from core.text import fold, nfc

_BEFORE, _AFTER = 60, 140


def _folded(text):
    """(`text` folded letter by letter, the place in `text` each folded letter comes from)."""
    letters, places = [], []
    for place, letter in enumerate(text):
        for plain in " " if letter.isspace() else fold(letter):
            letters.append(plain)
            places.append(place)
    return "".join(letters), places


def _spans(text, words):
    """[(start, end)] in `text` where `words` (folded) occur, in order, none overlapping."""
    folded, places = _folded(text)
    found = []
    for word in words:
        at = folded.find(word)
        while at >= 0:
            found.append((places[at], places[at + len(word) - 1] + 1))
            at = folded.find(word, at + len(word))
    spans = []
    for start, end in sorted(found):
        if not spans or start >= spans[-1][1]:
            spans.append((start, end))
    return spans


def _window(text, first):
    """(start, end) of the piece shown: a little before `first`, cut between words."""
    start, end = max(0, first - _BEFORE), min(len(text), first + _AFTER)
    if start:
        start = text.find(" ", start, first) + 1 or start
    if end < len(text):
        end = max(text.rfind(" ", first, end), first + 1)
    return start, end


def snippet(text, words):
    """((piece, is it a word searched for), …) around the first of `words`; without any, the beginning of `text`."""
    text = " ".join(nfc(text).split())
    spans = _spans(text, words)
    start, end = _window(text, spans[0][0] if spans else 0)
    pieces, here = [("… ", False)] if start else [], start
    for left, right in spans:
        if left >= end:
            break
        right = min(right, end)
        pieces += [(text[here:left], False), (text[left:right], True)]
        here = right
    pieces.append((text[here:end], False))
    if end < len(text):
        pieces.append((" …", False))
    return tuple(piece for piece in pieces if piece[0])
