"""Parcels as shapes of a plan and lines of a table: written in Python, since a page has up to five hundred of them."""

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

register = template.Library()

# As django.utils.html.escape does, in one call.
_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})


@register.simple_tag
def parcel_shapes(rows, lit=None):
    """`rows` with their `shape` (zones.mapping.drawing.drawn) as links; the parcel of primary key `lit` stands out.

    Rows may say so themselves: their `light` is "lit" or "dim".
    """
    unknown, sample = _("area not published yet"), _("sample data")
    return mark_safe("".join(_link(row, lit, unknown, sample) for row in rows))


def _link(row, lit, unknown, sample):
    light = row.get("light") or (lit and ("lit" if row["pk"] == lit else "dim"))
    area = f"{row['area']} ha" if row["area"] else ""
    title = f"{row['label']}, {area or unknown}, {row['state_word']}{f', {sample}' if row['sample'] else ''}"
    names = f"parcel parcel--{row['state']}{f' parcel--{light}' if light else ''}".translate(_ESCAPED)
    shape, url = row["shape"], row["url"].translate(_ESCAPED)
    return (
        f'<a class="{names}" href="{url}"><title>{title.translate(_ESCAPED)}</title>'
        f'<path class="parcel__shape" d="{shape.path}"/>{_number(row, shape, area) if shape.fit else ""}</a>\n'
    )


def _number(row, shape, area):
    """The number of the parcel, with its area under it where both have room."""
    start, code = f'<text class="fit{shape.fit}" x="{shape.x}" y="{shape.y}"', row["code"].translate(_ESCAPED)
    if not (shape.has_room and area):
        return f"{start}>{code}</text>"
    return f'{start} dy="-.55em">{code}<tspan class="parcel__area" x="{shape.x}" dy="1.25em">{area}</tspan></text>'


@register.simple_tag
def parcel_lines(rows, with_zone=False, choose=False):
    """`rows` (zones.parcel_rows) as lines of components/parcel_table.html; `choose`: each can be taken to compare."""
    heads = [_("Industrial zone"), _("Area, ha"), _("Leasing"), _("Readiness"), _("Power, kW")]
    zone, *heads = [head.translate(_ESCAPED) for head in heads]
    words = _("not published yet"), f' <span class="ribbon">{_("sample data")}</span>', _("Compare")
    lines = []
    for row in rows:
        row = {name: value.translate(_ESCAPED) if isinstance(value, str) else value for name, value in row.items()}
        named = f'<td class="nowrap" data-label="{zone}">{row["zone"]}</td>' if with_zone else ""
        lines.append(f"<tr>{_head(row, words, choose)}{named}{_cells(row, words[0], *heads)}</tr>\n")
    return mark_safe("".join(lines))


def _head(row, words, choose):
    """The parcel, marked when it is a sample, when and by whom it was stated, with the box that takes it to compare."""
    _none, sample, compare = words
    box = (
        f'<label class="choose"><input type="checkbox" name="parcel" value="{row["slug"]}"><span>{compare}'
        f'<span class="visually-hidden"> {row["label"]}</span></span></label>'
        if choose
        else ""
    )
    link = f'<a class="nowrap" href="{row["url"]}">{row["label"]}</a>'
    origin = f"<small>{row['origin']}</small>" if row["origin"] else ""
    return f'<th scope="row">{link}{sample if row["sample"] else ""}{origin}{box}</th>'


def _cells(row, none, area, leasing, readiness, power):
    state = row["state"]
    badge = (
        f'<span class="badge badge--{state}"><span class="swatch swatch--{state}" aria-hidden="true"></span>'
        f"<span>{row['state_word']}</span></span>"
    )
    return (
        f'<td class="num" data-label="{area}">{row["area"] or none}</td><td data-label="{leasing}">{badge}</td>'
        f'<td data-label="{readiness}">{row["readiness"] or none}</td>'
        f'<td class="num" data-label="{power}">{row["power"] or none}</td>'
    )
