"""Home, search, about and the pages that stand for the whole portal."""


def form_expired(request, reason=""):
    raise NotImplementedError
