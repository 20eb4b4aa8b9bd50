"""What people type, or a link carries, made fit to keep: composed, no control characters, paths of this portal only."""

import re

from django.conf import settings
from django.utils.http import url_has_allowed_host_and_scheme

from core.text import nfc

# Control characters, lone surrogates, and the marks that reverse the direction of the text after them.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
PATH_LIMIT = 300


def several_lines(value):
    return _UNSEEN.sub("", nfc(str(value)).replace("\r\n", "\n").replace("\r", "\n")).strip()


def one_line(value):
    return " ".join(several_lines(value).split())


def local_path(value):
    """The path of a page of this portal; "" for another site's address, a script, or anything too long."""
    path = one_line(value).removeprefix(settings.SITE_URL)
    is_local = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if is_local and len(path) <= PATH_LIMIT else ""
