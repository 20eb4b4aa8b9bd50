"""The questions people come with, and the procedures that answer each: slices of a field by the rows' own order.

In the investment field the order says the moment of a project's life: below 100 it begins, from 100 it changes,
from 200 it pauses or ends. A new procedure finds its question by its field and order alone.
"""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from procedures.models import Procedure

_Field = Procedure.Field


@dataclass(frozen=True)
class Slice:
    """Procedures of one field whose order is at least `first` and below `end` (no end: all that follow)."""

    field: str
    first: int = 0
    end: int | None = None

    @property
    def condition(self):
        here = Q(field=self.field, order__gte=self.first)
        return here if self.end is None else here & Q(order__lt=self.end)


@dataclass(frozen=True)
class Question:
    code: str
    label: str
    icon: str
    slices: tuple

    @property
    def condition(self):
        wanted = Q()
        for part in self.slices:
            wanted |= part.condition
        return wanted


QUESTIONS = (
    Question(
        "start",
        _("I have chosen land and want to start"),
        "map-pin",
        (Slice(_Field.INVESTMENT, end=100), Slice(_Field.LAND)),
    ),
    Question(
        "change",
        _("I already have a certificate and want to change something"),
        "file-text",
        (Slice(_Field.INVESTMENT, first=100, end=200),),
    ),
    Question("stop", _("I want to pause or end a project"), "calendar", (Slice(_Field.INVESTMENT, first=200),)),
    Question(
        "build",
        _("I am building, or need an environmental permit"),
        "building",
        (Slice(_Field.ENVIRONMENT), Slice(_Field.CONSTRUCTION)),
    ),
    Question("workers", _("I employ foreigners or set labour rules"), "users", (Slice(_Field.LABOUR),)),
    Question(
        "certify",
        _("I need an eco or origin certificate, or a representative office"),
        "check",
        (Slice(_Field.ZONES), Slice(_Field.TRADE)),
    ),
)


def question(code):
    """The question of that code, or None."""
    return next((asked for asked in QUESTIONS if asked.code == code), None)
