"""Writing to the Board in tests: the addresses, the letter and its sending."""

import uuid

from django.urls import reverse
from django.utils import translation

LANGUAGES = ("vi", "en")


MESSAGE = "Cần 2 ha chế biến gỗ, 2 MVA"


def address(name, *args, language="vi"):
    with translation.override(language):
        return reverse(f"enquiries:{name}", args=args)


def letter(**changes):
    filled = {
        "submission": str(uuid.uuid4()),
        "kind": "question",
        "message": MESSAGE,
        "email": "chi@example.com",
        "consent": "on",
    }
    return {name: value for name, value in {**filled, **changes}.items() if value is not None}


def send(client, to="ask", language="vi", **changes):
    return client.post(address(to, language=language), letter(**changes))
