"""What the sheets of zones and parcels take from the record alike: prices, the plan, sources, the Board."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.models import Board
from core.provenance import provenance
from zones.mapping.drawing import drawn
from zones.parcel_rows import legend
from zones.prices.pricelist import price_table, rates_of, rent_of
from zones.sheets.content import Cited, Ground, Plan, Row, Sheet, Table, Words


class Reader:
    """Reads translated fields in the active language and remembers whether one had to stand in Vietnamese."""

    def __init__(self):
        self.language = (get_language() or "vi")[:2]
        self.lacks_translation = False

    def said(self, record, field):
        """The field in the reader's language, else in Vietnamese."""
        words = getattr(record, f"{field}_{self.language}") or ""
        fallback = getattr(record, f"{field}_vi") or ""
        self.lacks_translation |= bool(fallback and not words)
        return words or fallback


def cited(record):
    """The source of a Sourced record."""
    return Cited.of(provenance(record))


def bind(reader, *, day, address, blocks, spare=(), **fields):
    """The Sheet of these blocks under the Board's name; `address` is that of the living page, None is no block."""
    board = Board.current()
    return Sheet(
        day=day,
        address=address,
        board=board.name or _("Management Board of the Industrial Zones of Bac Kan"),
        blocks=tuple(block for block in blocks if block),
        spare=tuple(block for block in spare if block),
        language=reader.language,
        is_prototype=board.is_prototype,
        lacks_translation=reader.lacks_translation,
        **fields,
    )


def prices(zone, past, *, samples=False, parcel=None):
    """What the price list of the page says of the zone, or of one parcel of it, on a `past` day; None: today.

    With the annual `rent` of the zone's land, None while it is not published.
    """
    rates = rates_of([zone], samples=samples, on=past, parcel=parcel)
    return price_table(zone, rates, past) | {"rent": rent_of(zone, rates, past)}


def _since(row):
    """From when to when a price holds, one that is only announced saying so."""
    since = f"{_('announced,')} {row['since']}" if row["announced"] else row["since"]
    return " ".join(filter(None, (since, row["until"])))


def price_block(table, *, is_sample=False, is_wide=True):
    """The price list as a block: what is published as rows, what is not named in one sentence."""
    rows = tuple(
        Row(
            (
                (
                    row["kind"],
                    " · ".join(filter(None, (row["label"] if row["label"] != row["kind"] else "", _since(row)))),
                ),
                (
                    row["amount"].replace(" ", "\u00a0") or _("not published yet"),
                    " · ".join(filter(None, (row["unit"], row["vat"], *row["terms"]))),
                ),
                Cited(
                    row["source_publisher"],
                    row["source_as_of"],
                    row["source_url"] or "",
                    row["source_source_kind"],
                    review=row["source_stale"] or row["source_verified"],
                ),
            )
        )
        for row in table["published"]
    )
    missing = f"{_('not published yet').capitalize()}: {' · '.join(map(str, table['unpublished']))}"
    return Table(
        _("Prices and fees"),
        (_("Price or fee"), _("Amount"), _("Source")),
        rows,
        (8, 7, 4) if is_wide else (4, 7, 4),
        numeric=(1,),
        after=missing if table["unpublished"] else "",
        cited=Cited.of(table["searched"] or {}) if table["unpublished"] else None,
        is_sample=is_sample,
    )


def more_drawn(limit):
    """The sentence that the plan holds more parcels than the `limit` drawn; blank for None, when all are drawn."""
    words = _("Only %(parcel_limit)s parcels of this zone are drawn here; the list of parcels holds all of them.")
    return words % {"parcel_limit": limit} if limit else ""


def plan_block(parcels, *, lit=None, height=150, note=""):
    """The plan of `parcels` (with the one of primary key `lit` standing out); None where nothing can be drawn."""
    drawing, rows = drawn(parcels)
    if drawing is None:
        return None
    frame, shown = drawing.frame, {row["state"] for row in rows}

    def upright(points):
        return tuple((x, frame.land_height - y) for x, y in points)

    return Plan(
        _("Plan of the parcels"),
        tuple(
            Ground(
                upright(row["shape"].corners),
                row["state"],
                row["code"],
                f"{row['area']} ha" if row["area"] else "",
                is_lit=lit is None or row["pk"] == lit,
            )
            for row in rows
        ),
        tuple((kind, str(word)) for kind, word in legend() if kind in shown),
        units_a_metre=frame.units,
        roads=tuple((upright(line.points), line.width) for line, _name in drawing.roads),
        outlines=tuple(upright(corners) for corners in frame.bound_corners),
        is_sample=drawing.is_sample,
        has_north=bool(drawing.system),
        lines=tuple((str(said["label"]), Cited.of(said)) for said in drawing.sources),
        height=height,
        note=note,
    )


def legal_block(instruments, reader):
    """The decisions and texts the sheet rests on, each once; None when there are none."""
    unique = {instrument.pk: instrument for instrument in instruments if instrument}
    if not unique:
        return None
    words = "\n".join(
        " · ".join(
            dict.fromkeys(filter(None, (str(row.reference or row.get_type_display()), reader.said(row, "title"))))
        )
        for row in unique.values()
    )
    return Words(words, title=_("Legal basis"))
