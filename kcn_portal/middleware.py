"""Request-wide behaviour that is neither Django's nor a library's."""

from django.conf import settings
from django.middleware.gzip import GZipMiddleware

from core.uploads.refusing import MEGABYTE
from kcn_portal import errors

_NUL, _REPLACEMENT = "%00", "%EF%BF%BD"


def without_control_characters(get_response):
    """Pass over NUL in the query and cookies with control characters: no text column of PostgreSQL takes them."""

    def middleware(request):
        query = request.META.get("QUERY_STRING", "")
        if _NUL in query:
            request.META["QUERY_STRING"] = query.replace(_NUL, _REPLACEMENT)
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if value.isprintable()}
        return get_response(request)

    return middleware


def bounded_requests(get_response):
    """A request that says it is larger than any form of ours is answered without being read."""

    def middleware(request):
        size = request.META.get("CONTENT_LENGTH") or "0"
        if size.isdecimal() and int(size) > settings.UPLOAD_REQUEST_MB * MEGABYTE:
            return errors.too_much(request)
        return get_response(request)

    return middleware


class GZipOfText(GZipMiddleware):
    """Uploads, which are sent piece by piece, are packed already: packing them again would only cost time."""

    _PACKED = ("image/", "application/pdf", "application/vnd.")

    def process_response(self, request, response):
        if response.streaming and response.get("Content-Type", "").startswith(self._PACKED):
            return response
        return super().process_response(request, response)


def asked_for_again(get_response):
    """Browsers and proxies may keep a page but ask for it each time: what an officer changes is public at once.

    Unchanged, the answer to that is a 304 of a few bytes.
    """

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-cache")
        return response

    return middleware


def admin_content_security_policy(get_response):
    """Loosen the policy for the officers' side only; the public pages keep the strict one."""

    def middleware(request):
        response = get_response(request)
        match = request.resolver_match
        if match and match.namespaces and match.namespaces[0] == "admin":
            response._csp_update = settings.ADMIN_CONTENT_SECURITY_POLICY
        return response

    return middleware
