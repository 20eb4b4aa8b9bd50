"""What a form is: tables of items, read from a file and checked before anything is filled. Knows no database.

a column of a list (a row per zone), a row of a matrix (a column a location) or a line of a summary.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import get_language

from reports.periods import Kind

KINDS = ("text", "number", "integer", "percent")
SHAPES = ("list", "matrix", "summary")
TOTALS = ("none", "sum", "count", "mean", "formula")
FORMULAS = {"sum": None, "difference": 2, "share": 2, "to_vnd": 1}
_WORD = re.compile(r"[a-z][a-z0-9_]{0,39}")
_FORM = re.compile(r"[0-9A-Za-z]{1,8}")
MUST_EXIST = ("", "decision", "certificate")
_OF_AN_ITEM = (
    *("number", "group_vi", "group_en", "unit_vi", "unit_en", "unit", "measure", "with", "formula", "typed"),
    *("total", "must_exist"),
)


class TemplateFault(Exception):
    """A template that cannot be used; the message says where and why, for whoever wrote the file."""


@dataclass(frozen=True)
class Words:
    vi: str
    en: str

    def __str__(self):
        return self.vi if (get_language() or "vi").startswith("vi") else self.en


@dataclass(frozen=True)
class Item:
    key: str
    heading: Words
    kind: str
    number: str = ""
    group: Words | None = None
    unit: Words | None = None
    measure: str = ""
    options: Mapping = field(default_factory=dict)
    formula: tuple = ()
    is_typed: bool = False
    suggestion: tuple = ()
    total: str = "none"
    must_exist: str = ""

    @property
    def is_text(self):
        return self.kind == "text"


@dataclass(frozen=True)
class Table:
    key: str
    title: Words
    shape: str
    items: tuple
    rows: str = ""
    options: Mapping = field(default_factory=dict)
    across: tuple = ()  # (key, Words) of each column of a matrix

    def item(self, key):
        return next((item for item in self.items if item.key == key), None)


@dataclass(frozen=True)
class Template:
    form: str
    version: str
    valid_from: dt.date
    title: Words
    orientation: str
    periods: tuple
    explain_from_percent: int
    tables: tuple
    raw: Mapping

    @property
    def needs_rate(self):
        return any(item.formula[:1] == ("to_vnd",) for table in self.tables for item in table.items)

    def table(self, key):
        return next((table for table in self.tables if table.key == key), None)

    def items(self):
        """(table, item) of every item."""
        return [(table, item) for table in self.tables for item in table.items]


class _Reader:
    """Reads one template; `measures` and `sources` are what may be named: {name: Measure}, {name: RowSource}."""

    def __init__(self, name, measures, sources):
        self.name, self.measures, self.sources = name, measures, sources

    def fault(self, where, why):
        raise TemplateFault(f"{self.name}: {where}: {why}")

    def need(self, data, where, *names, may=()):
        if not isinstance(data, Mapping):
            self.fault(where, "is not a mapping")
        if absent := [name for name in names if data.get(name) in (None, "")]:
            self.fault(where, f"lacks {', '.join(absent)}")
        if extra := [name for name in data if name not in (*names, *may)]:
            self.fault(where, f"has unknown words: {', '.join(map(str, extra))}")

    def words(self, data, where, prefix=""):
        vi, en = data.get(f"{prefix}vi"), data.get(f"{prefix}en")
        if vi is None and en is None:
            return None
        if not (isinstance(vi, str) and isinstance(en, str) and vi and en):
            self.fault(where, f"needs both {prefix}vi and {prefix}en")
        return Words(vi, en)

    def word(self, value, where):
        if not isinstance(value, str) or not _WORD.fullmatch(value):
            self.fault(where, f"“{value}” is no key: small letters, digits and _ only")
        return value

    def formula(self, data, where):
        if not isinstance(data, Mapping) or len(data) != 1:
            self.fault(where, "a formula is one of " + ", ".join(FORMULAS))
        ((name, of),) = data.items()
        of = of if isinstance(of, list) else [of]
        if name not in FORMULAS or (FORMULAS[name] not in (None, len(of))) or not of:
            self.fault(where, f"no formula “{name}” of {len(of)} cells")
        return (name, *map(str, of))

    def options(self, data, known, where):
        data = data or {}
        if not isinstance(data, Mapping):
            self.fault(where, "“with” is not a mapping")
        for name, value in data.items():
            if name not in known.options:
                self.fault(where, f"“{known.name}” knows no “{name}”")
            if value not in known.options[name]:
                self.fault(where, f"“{name}” is one of {', '.join(known.options[name])}")
        if absent := [name for name in known.needs if name not in data]:
            self.fault(where, f"“{known.name}” needs {', '.join(absent)}")
        return dict(data)

    def item(self, data, where, shape, of):
        self.need(data, where, "key", "vi", "en", "kind", may=_OF_AN_ITEM)
        key = self.word(data["key"], where)
        where = f"{where} {key}"
        kind, total = data["kind"], data.get("total") or ("sum" if shape == "matrix" else "none")
        self.check_item(data, where, shape, kind, total)
        measure, options = self.measure(data, where, kind, of)
        suggested = data["typed"].get("suggest") if isinstance(data.get("typed"), Mapping) else None
        return Item(
            key=key,
            heading=self.words(data, where),
            kind=kind,
            number=str(data.get("number", "")),
            group=self.words(data, where, "group_"),
            unit=Words(data["unit"], data["unit"]) if data.get("unit") else self.words(data, where, "unit_"),
            measure=measure,
            options=options,
            formula=self.formula(data["formula"], where) if data.get("formula") else (),
            is_typed=bool(data.get("typed")),
            suggestion=self.formula(suggested, where) if suggested else (),
            total=total,
            must_exist=data.get("must_exist", ""),
        )

    def check_item(self, data, where, shape, kind, total):
        filled = [name for name in ("measure", "formula", "typed") if data.get(name)]
        if len(filled) != 1:
            self.fault(where, "is filled by one of measure, formula, typed")
        if kind not in KINDS or total not in TOTALS:
            self.fault(where, f"kind is one of {', '.join(KINDS)}; total one of {', '.join(TOTALS)}")
        if kind == "text" and (total not in ("none", "count") or filled != ["measure"]):
            self.fault(where, "a text comes from a measure and is only counted")
        if shape == "summary" and filled != ["formula"]:
            self.fault(where, "a summary holds formulas only")
        if data.get("must_exist", "") not in MUST_EXIST:
            self.fault(where, "must_exist is decision or certificate")

    def measure(self, data, where, kind, of):
        name = data.get("measure", "")
        if not name:
            return "", {}
        known = self.measures.get(name)
        if known is None:
            self.fault(where, f"there is no measure “{name}”")
        if known.is_text != (kind == "text"):
            self.fault(where, f"“{name}” does not fill a cell of kind {kind}")
        if known.of != of and known.of != "zones":
            self.fault(where, f"“{name}” is known of a {known.of}, which this table has not")
        return name, self.options(data.get("with"), known, where)

    def table(self, data, where):
        self.need(data, where, "key", "vi", "en", "shape", "items", may=("rows", "with", "across"))
        key, shape = self.word(data["key"], where), data["shape"]
        where = f"{where} {key}"
        if shape not in SHAPES:
            self.fault(where, f"shape is one of {', '.join(SHAPES)}")
        source, options, across = None, {}, ()
        if shape == "list":
            source = self.sources.get(data.get("rows"))
            if source is None:
                self.fault(where, f"there are no rows “{data.get('rows')}”")
            options = self.options(data.get("with"), source, where)
        elif shape == "matrix":
            across = tuple(
                (self.word(one.get("key"), where), self.words(one, where)) for one in data.get("across") or ()
            )
            if not across:
                self.fault(where, "a matrix needs “across”")
        of = source.of if source else "zones"
        items = tuple(self.item(item, where, shape, of) for item in data["items"])
        if len({item.key for item in items}) != len(items):
            self.fault(where, "two items have one key")
        return Table(key, self.words(data, where), shape, items, data.get("rows", ""), options, across)

    def check_formulas(self, tables):
        """Every cell a formula names exists, is a number, and is computed before it."""
        done = {}
        for table in tables:
            for item in table.items:
                for formula in (item.formula, item.suggestion):
                    for named in formula[1:]:
                        other = done.get(named if "." in named else f"{table.key}.{named}")
                        if other is None or (other.is_text and other.total != "count"):
                            self.fault(f"{table.key} {item.key}", f"“{named}” is no number above it")
                done[f"{table.key}.{item.key}"] = item

    def template(self, data):
        where = "template"
        self.need(
            data, where, "form", "version", "valid_from", "vi", "en", "orientation", "periods", "tables",
            may=("explain_from_percent", "source"),
        )  # fmt: skip
        if not isinstance(data["valid_from"], dt.date) or isinstance(data["valid_from"], dt.datetime):
            self.fault(where, "valid_from is a day, e.g. 2026-04-01")
        if not _FORM.fullmatch(str(data["form"])) or len(str(data["version"])) > 20:
            self.fault(where, "form is at most 8 letters and digits, version at most 20")
        if data["orientation"] not in ("portrait", "landscape") or set(data["periods"]) - set(Kind.values):
            self.fault(where, "orientation is portrait or landscape, periods are quarter and year")
        percent = data.get("explain_from_percent", 30)
        if not isinstance(percent, int) or isinstance(percent, bool) or not 0 < percent <= 1000:
            self.fault(where, "explain_from_percent is a whole number above 0")
        tables = tuple(self.table(table, "table") for table in data["tables"])
        if len({table.key for table in tables}) != len(tables):
            self.fault(where, "two tables have one key")
        self.check_formulas(tables)
        raw = {**data, "valid_from": data["valid_from"].isoformat()}
        return Template(
            str(data["form"]), str(data["version"]), data["valid_from"], self.words(data, where), data["orientation"],
            tuple(data["periods"]), percent, tables, raw,
        )  # fmt: skip


def read_template(data, name, measures, sources):
    """The Template of `data`, the content of the file `name`. Raises TemplateFault."""
    return _Reader(name, measures, sources).template(data)
