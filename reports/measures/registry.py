"""The measures a template may name, and the rows a list may have: each a function with the options it takes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Measure:
    """`read(facts, zones, **options)`, or `read(facts, event)` for a measure of an event, gives a reports.form.Found.

    `says` tells an officer in a sentence what is counted.
    """

    name: str
    says: str
    read: Callable
    is_text: bool = False
    of: str = "zones"
    options: Mapping = field(default_factory=dict)
    needs: tuple = ()


@dataclass(frozen=True)
class Subject:
    """What a row of a list is about: a zone, or one event of a zone."""

    key: str
    zone: object
    event: object = None


@dataclass(frozen=True)
class RowSource:
    name: str
    rows: Callable
    of: str = "zones"
    options: Mapping = field(default_factory=dict)
    needs: tuple = ()


MEASURES = {}
SOURCES = {}


def measure(name, says, *, is_text=False, of="zones", needs=(), **options):
    """Register the function as the measure `name`; `options` are {option: allowed values}."""

    def register(read):
        MEASURES[name] = Measure(name, says, read, is_text, of, options, needs)
        return read

    return register


def rows(name, *, of="zones", needs=(), **options):
    def register(function):
        SOURCES[name] = RowSource(name, function, of, options, needs)
        return function

    return register
