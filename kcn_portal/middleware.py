"""Request-wide behaviour that is neither Django's nor a library's."""

from django.conf import settings


def admin_content_security_policy(get_response):
    """Loosen the policy for the officers' side only; the public pages keep the strict one."""

    def middleware(request):
        response = get_response(request)
        match = request.resolver_match
        if match and match.namespaces and match.namespaces[0] == "admin":
            response._csp_update = settings.ADMIN_CONTENT_SECURITY_POLICY
        return response

    return middleware
