"""Which fields hold personal data, in one table; a test fails when a model of persons has a text field not named here.

A field is either personal, or says nothing about the person herself. What was typed freely elsewhere (notes of moves,
reasons) is searched for her name, and told to whoever meets the request.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Held:
    """What a model holds about a person. Those of its `personal` fields that are `required` become a dash."""

    personal: tuple
    other: tuple = ()
    required: tuple = ()


HELD = {
    "enquiries.Enquiry": Held(
        personal=("name", "organisation", "email", "phone", "message", "internal_note", "search_text"),
        other=("code", "kind", "status", "language", "page"),
        required=("message",),
    ),
    "investors.Contact": Held(personal=("name", "post", "phone", "email"), required=("name",)),
    "core.User": Held(
        personal=("username", "first_name", "last_name", "email"),
        other=("password", "role"),
        required=("username",),
    ),
}
# Offices, not persons: the Board's own mailbox and telephone.
OF_OFFICES = ("core.Board",)
# A field of one of these names or kinds makes a model one of persons.
MARKS = ("phone", "email", "first_name", "last_name")
