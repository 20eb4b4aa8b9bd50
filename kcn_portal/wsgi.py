"""The WSGI entry point that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kcn_portal.settings")
_portal = get_wsgi_application()


def _without_charset(content_type):
    """Every form of ours is UTF-8. A header that cannot be read says nothing."""
    try:
        kind, options = parse_header_parameters(content_type)
    except (LookupError, ValueError):
        return ""
    if "charset" not in options:
        return content_type
    return f'{kind}; boundary="{options["boundary"]}"' if "boundary" in options else kind


def application(environ, start_response):
    """The portal. A charset such as "hex" would break Django before any page of ours could say so."""
    environ["CONTENT_TYPE"] = _without_charset(environ.get("CONTENT_TYPE", ""))
    return _portal(environ, start_response)
