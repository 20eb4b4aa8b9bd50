"""What there is to download: how many rows, when they last changed, what each column means."""

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Count, Max, QuerySet, Value
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.disclosure import NOT_YET_PUBLIC
from kcn_portal.tables import TABLES


def _meanings():
    """Columns that no field of the table's own model explains."""
    return {
        "zone": _("industrial zone, by its address word"),
        "parcel": _("parcel, by its address word"),
        "sector": _("sector, by its address word"),
        "commercial_status": _("leasing; reserved parcels and those under negotiation are both on hold"),
        "legal_status": _("legal status, derived from the project’s newest legal event"),
        "investor": _("investor; blank: named in no public source"),
        "investor_country": _("country of the investor (ISO)"),
        "legal_basis": _("number of the legal basis"),
        "decision": _("number of the decision"),
        "replaced_by": _("number of the instrument that replaced it"),
        "slug": _("address word; names the row in addresses and in other tables"),
        "value": _("value; blank: not published"),
        "amount": _("amount; blank: not published"),
        "supersedes": _("key of the earlier figure whose place this one took"),
        "is_sample": _("true: an invented sample row, no fact"),
        "source_publisher": _("publisher of the source"),
        "source_kind": _("kind of source"),
        "source_url": _("address of the source"),
        "source_published_on": _("day the source was published, as far as known"),
        "source_read_on": _("day the source was read"),
    }


def _field(model, lookup):
    """The model field a lookup ends in, or None for a computed column."""
    try:
        for name in lookup.split("__"):
            found = model._meta.get_field(name)
            model = found.related_model
    except FieldDoesNotExist:
        return None
    return found


def _plain(name):
    """(name without its language, whether it had one)."""
    stem, _mark, code = name.rpartition("_")
    return (stem, True) if stem and code in ("vi", "en") else (name, False)


def dictionary(table):
    """[{names, meaning, codes}]: one line a column, the two languages of one text in one line."""
    meanings, lines = _meanings(), {}
    for heading, lookup in table.columns.items():
        stem, is_translated = _plain(heading)
        if stem in lines:
            lines[stem]["names"].append(heading)
            continue
        field = _field(table.model, _plain(lookup)[0] if is_translated else lookup)
        codes = table.codes.get(heading) or [pair for pair in getattr(field, "flatchoices", ()) if pair[0]]
        meaning = meanings.get(stem) or (field.verbose_name if field else stem)
        lines[stem] = {"names": [heading], "meaning": capfirst(str(meaning)), "codes": codes}
    return list(lines.values())


def _by_name(queries):
    """Run one query for all tables: {name: (number of rows, something)}."""
    first, *others = queries
    return {row["table"]: row["found"] for row in first.union(*others, all=True)}


def _counts():
    return _by_name(
        [
            # A plain queryset: those of translated models shuffle their columns, which a union joins by place.
            QuerySet(table.model)
            .filter(pk__in=table.rows().order_by().values("pk"))
            .order_by()
            .values(table=Value(name))
            .annotate(found=Count("pk"))
            for name, table in TABLES.items()
        ]
    )


def _last_changes():
    """When an officer or the loader last wrote a row the public has seen."""
    return _by_name(
        [
            table.model.history.exclude(publication__in=NOT_YET_PUBLIC)
            .order_by()
            .values(table=Value(name))
            .annotate(found=Max("history_date"))
            for name, table in TABLES.items()
        ]
    )


def inventory():
    """One dict a table for the data page; two queries in all."""
    counts, changes = _counts(), _last_changes()
    return [
        {
            "name": name,
            "title": table.title,
            "rows": counts.get(name, 0),
            "changed_at": changes.get(name),
            "columns": len(table.columns),
            "dictionary": dictionary(table),
        }
        for name, table in TABLES.items()
    ]
