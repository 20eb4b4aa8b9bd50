"""What is wrong with surveyed parcels, each by itself and among its neighbours: in words, with place and amount."""

from collections import Counter
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import shapely
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from shapely.geometry import Polygon

from core.numbers import format_number
from zones.mapping import geometry
from zones.mapping.area_rule import area_sentence
from zones.survey.crossings import crossings
from zones.survey.overlay import Overlay, TooManyCrossings

ERROR, WARNING = "error", "warning"
_CENTIMETRE = Decimal("0.01")
# Two points nearer than this are one point measured twice.
_SAME_POINT = 0.005
# A last point this near the first was meant to close the ring.
_NEARLY_CLOSED = 0.5
# A sheet with more overlaps is wrong as a whole, and the officer has seen enough to know how.
_MOST_OVERLAPS = 500
# So many self-crossings of one outline are told one by one.
_MOST_CROSSINGS = 20


@dataclass(frozen=True)
class Finding:
    """One thing found on the parcel `number`: an "error" forbids saving, a "warning" is for the officer to judge.

    `where`: (east, north) in the parcels' system or None. `amount`: m² (area_differs, overlap, no_area), % (outside),
    metres (open_ring), else None. `rows`: rows of the file it is about, when they are known.
    """

    number: str
    kind: str
    severity: str
    sentence: str
    where: tuple | None = None
    amount: Decimal | None = None
    rows: tuple = ()


@dataclass(frozen=True)
class Neighbour:
    """What lies there already, in the record or further up in the file; `corners` in the system of the survey."""

    number: str
    corners: tuple
    is_in_file: bool = False


@dataclass(frozen=True)
class _Land:
    """A sound parcel as a shape; `is_in_file` tells the sheet's from the record's."""

    number: str
    shape: Polygon
    is_in_file: bool


def check(parcels, *, epsg, neighbours=(), outline=None, tolerance_m2=Decimal(1), progress=None):
    """[Finding, …] on SurveyParcels in metres of `epsg`, in the order of the file, then among one another.

    A neighbour that bears a number of the sheet is what the sheet replaces, and is left out. `outline`: the zone's
    ring in `epsg`. Overlaps up to `tolerance_m2` are passed over. `progress(done, total)` is called now and then.
    """
    findings, sound = _duplicate_numbers(parcels), []
    for done, parcel in enumerate(parcels, start=1):
        own, shape = _check_shape(parcel, epsg)
        findings += own
        sound += [_Land(parcel.number, shape, True)] if shape else []
        if progress and not done % 50:
            progress(done, 2 * len(parcels))
    ours = {parcel.number for parcel in parcels}
    others = [_land_of(one) for one in neighbours if one.number not in ours]
    overlay = Overlay()
    findings += _overlaps(overlay, sound, [*filter(None, others)], tolerance_m2, progress)
    return findings + (_outside(overlay, sound, outline, tolerance_m2) if outline and sound else [])


def _land_of(neighbour):
    if len(neighbour.corners) < 3:
        return None
    shape = Polygon(neighbour.corners)
    return _Land(neighbour.number, shape, neighbour.is_in_file) if shape.is_valid and shape.area else None


def _duplicate_numbers(parcels):
    counted = Counter(parcel.number for parcel in parcels)
    return [
        Finding(
            number,
            "duplicate_number",
            ERROR,
            _("Parcel %(number)s stands in the file in %(count)s places: keep its points together.")
            % {"number": number, "count": count},
            rows=tuple(one.vertices[0].row for one in parcels if one.number == number and one.vertices),
        )
        for number, count in counted.items()
        if count > 1
    ]


def _check_shape(parcel, epsg):
    """([Finding, …], Polygon or None): the shape is None when an error makes the parcel unfit to compare."""
    if len(parcel.vertices) > geometry.MOST_CORNERS + 1:
        sentence = _("The outline has more than %(limit)s corners.") % {"limit": format_number(geometry.MOST_CORNERS)}
        return [Finding(parcel.number, "too_many_corners", ERROR, sentence)], None
    ring = geometry.without_repeats(parcel.corners)
    if len(set(ring)) < 3:
        sentence = _("A parcel needs at least three different points.")
        return [Finding(parcel.number, "few_points", ERROR, sentence)], None
    findings = [*_repeated_points(parcel), *_open_ring(parcel), *_off_the_earth(parcel, ring, epsg)]
    broken = _self_intersections(parcel, ring) or _no_area(parcel, ring)
    if broken or any(one.kind == "off_the_earth" for one in findings):
        return findings + broken, None
    return findings + _area_differs(parcel, ring), Polygon(ring)


def _name(parcel, at):
    """What the officer calls the point: the file's own label, else its place in the parcel."""
    return parcel.vertices[at].label or str(at + 1)


def _repeated_points(parcel):
    corners = parcel.corners
    for at in range(1, len(corners)):
        if geometry.distance(corners[at - 1], corners[at]) <= _SAME_POINT:
            yield Finding(
                parcel.number,
                "duplicate_points",
                WARNING,
                _("Points %(one)s and %(other)s are the same point.")
                % {"one": _name(parcel, at - 1), "other": _name(parcel, at)},
                corners[at],
                rows=(parcel.vertices[at - 1].row, parcel.vertices[at].row),
            )


def _open_ring(parcel):
    """A last point that should repeat the first and does not: by its label, or by lying almost upon it."""
    first, last = parcel.vertices[0], parcel.vertices[-1]
    gap = geometry.distance(parcel.corners[0], parcel.corners[-1])
    is_meant_to_close = bool(first.label) and first.label == last.label
    if not gap or not (is_meant_to_close or gap <= _NEARLY_CLOSED):
        return []
    amount = Decimal(str(gap)).quantize(Decimal("0.001"))
    sentence = _("The ring stays open: the last point lies %(gap)s m from the first.") % {"gap": format_number(amount)}
    severity = ERROR if is_meant_to_close else WARNING
    return [Finding(parcel.number, "open_ring", severity, sentence, parcel.corners[-1], amount, (first.row, last.row))]


def _off_the_earth(parcel, ring, epsg):
    try:
        places = geometry.ring_to_wgs84(ring, epsg)
    except ValueError as error:
        return [Finding(parcel.number, "off_the_earth", ERROR, str(error))]
    beyond = [at for at, place in enumerate(places) if not geometry.is_within(place, geometry.VIETNAM)]
    if not beyond:
        return []
    sentence = _("The point %(place)s lies outside Vietnam in %(system)s.") % {
        "place": geometry.place_words(ring[beyond[0]]),
        "system": geometry.SYSTEMS[epsg].name,
    }
    return [Finding(parcel.number, "off_the_earth", ERROR, sentence, ring[beyond[0]])]


def _self_intersections(parcel, ring):
    """A Finding for each place up to a bound, and one that says how many more there are."""
    found = crossings(ring)
    at_corner = {corner: at for at, corner in reversed(list(enumerate(parcel.corners)))}
    findings = [_self_intersection(parcel, ring, one, at_corner) for one in found[:_MOST_CROSSINGS]]
    if beyond := len(found) - len(findings):
        sentence = ngettext(
            "It crosses or touches itself in %(count)s more place.",
            "It crosses or touches itself in %(count)s more places.",
            beyond,
        )
        words = {"count": format_number(beyond)}
        findings.append(Finding(parcel.number, "self_intersection", ERROR, sentence % words))
    return findings


def _self_intersection(parcel, ring, found, at_corner):
    sides = [(at_corner[ring[side]], at_corner[ring[(side + 1) % len(ring)]]) for side in found.sides]
    named = ", ".join(f"{_name(parcel, start)}–{_name(parcel, end)}" for start, end in sides)
    sentence = _("The outline crosses or touches itself at %(place)s, where the sides %(sides)s meet.") % {
        "place": geometry.place_words(found.where),
        "sides": named,
    }
    rows = tuple(dict.fromkeys(parcel.vertices[at].row for side in sides for at in side))
    return Finding(parcel.number, "self_intersection", ERROR, sentence, found.where, rows=rows)


def _no_area(parcel, ring):
    area = geometry.computed_area(ring)
    if area and Polygon(ring).is_valid:
        return []
    return [Finding(parcel.number, "no_area", ERROR, _("The points enclose no area."), ring[0], area)]


def _area_differs(parcel, ring):
    areas = geometry.area_difference(geometry.computed_area(ring), parcel.legal_area)
    if areas is None or not areas.blocks_publishing:
        return []
    return [Finding(parcel.number, "area_differs", WARNING, area_sentence(areas), amount=areas.difference)]


def _overlaps(overlay, sound, others, tolerance_m2, progress):
    lands, findings = [*sound, *others], []
    tree = shapely.STRtree([land.shape for land in lands])
    for at, land in enumerate(sound):
        for other in sorted(tree.query(land.shape, predicate="intersects").tolist()):
            if other <= at:
                continue
            try:
                findings += _overlap(overlay, land, lands[other], tolerance_m2)
            except TooManyCrossings:
                return [*findings, _too_crowded(land)]
            if len(findings) >= _MOST_OVERLAPS:
                return [*findings, _too_crowded(land)]
        if progress and not at % 50:
            progress(len(sound) + at, 2 * len(sound))
    return findings


def _too_crowded(land):
    sentence = _("So many parcels or sides cross here that the rest was not compared: put this right first.")
    return Finding(land.number, "too_crowded", ERROR, sentence)


def _overlap(overlay, land, other, tolerance_m2):
    common = overlay.common(land.shape, other.shape)
    if common.area <= tolerance_m2:
        return []
    amount = _rounded(common.area)
    words = {"area": format_number(amount, 2), "other": other.number}
    sentence = (
        _("It overlaps parcel %(other)s of the same file by %(area)s m².")
        if other.is_in_file
        else _("It overlaps parcel %(other)s of the record by %(area)s m².")
    )
    place = common.representative_point()
    return [Finding(land.number, "overlap", ERROR, sentence % words, (place.x, place.y), amount)]


def _outside(overlay, sound, outline, tolerance_m2):
    zone = Polygon(outline)
    if not zone.is_valid:
        sentence = _("The zone's own outline crosses itself, so nothing was compared with it.")
        return [Finding(sound[0].number, "outside", WARNING, sentence)]
    shapely.prepare(zone)
    crossing = [land for land in sound if not zone.contains(land.shape)]
    return [finding for land in crossing for finding in _beyond(overlay, land, zone, tolerance_m2)]


def _beyond(overlay, land, zone, tolerance_m2):
    try:
        beyond = overlay.beyond(land.shape, zone)
    except TooManyCrossings:
        yield _too_crowded(land)
        return
    if beyond.area <= tolerance_m2:
        return
    share = _rounded(100 * beyond.area / land.shape.area)
    sentence = _("%(share)s %% of it (%(area)s m²) lies outside the zone's outline.") % {
        "share": format_number(share, 2),
        "area": format_number(_rounded(beyond.area), 2),
    }
    place = beyond.representative_point()
    yield Finding(land.number, "outside", WARNING, sentence, (place.x, place.y), share)


def _rounded(number):
    return Decimal(str(number)).quantize(_CENTIMETRE, rounding=ROUND_HALF_UP)
