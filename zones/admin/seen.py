"""Which rows a page showed and at which version, carried by the page itself in one hidden field."""


def seen_words(rows):
    return " ".join(f"{row.pk}-{row.version}" for row in rows)


def seen_versions(words):
    """{pk: version} from what the page carried; nonsense names nothing."""
    pairs = (word.partition("-") for word in words.split())
    return {int(key): int(version) for key, _dash, version in pairs if _is_short(key) and _is_short(version)}


def _is_short(word):
    return word.isascii() and word.isdigit() and len(word) < 19
