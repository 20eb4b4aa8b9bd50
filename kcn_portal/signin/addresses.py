"""From where somebody asks."""

from ipaddress import ip_address, ip_network

from django.conf import settings


def client_address(request):
    """The reader's address, or None. Behind proxies it is the entry which the outermost of ours has written.

    An IPv6 address counts as its /64: whoever has one has them all.
    """
    given = request.META.get("REMOTE_ADDR", "")
    if settings.PROXY_COUNT:
        hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        given = hops[-min(settings.PROXY_COUNT, len(hops))].strip() or given
    try:
        address = ip_address(given.strip("[]"))
    except ValueError:
        return None
    if address.version == 4:
        return str(address)
    return str(address.ipv4_mapped or ip_network((int(address), 64), strict=False).network_address)
