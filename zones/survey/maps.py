"""Parcels from GeoJSON and KML: polygons without holes, one a feature, told by their place in the file."""

import json
import re
from decimal import Decimal
from itertools import islice

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.utils.translation import gettext as _

from core.numbers import SQUARE_METRES_A_HECTARE
from core.text import nfc
from zones.mapping.geometry import FARTHEST, SYSTEMS, WGS84
from zones.survey import limits
from zones.survey.headings import AREA, NUMBER, heading
from zones.survey.numbers import read_number, style_of_file
from zones.survey.records import Fault, Reading, SurveyParcel, SurveyRefused, Vertex
from zones.survey.tables import too_many_vertices

_PLACES = Decimal("0.0000000001")


def _refuse_constant(word):
    raise ValueError(_("“%(value)s” is not a number.") % {"value": word})


def _short_decimal(text):
    return Decimal(text) if len(text) <= 40 else _refuse_constant(text[:40])


def _system_of(collection):
    """EPSG of a GeoJSON object: 4326 unless an older writer named another one that the portal knows."""
    named = collection.get("crs")
    if named is None:
        return WGS84
    said = named.get("properties") if isinstance(named, dict) else None
    name = str(said.get("name", "")) if isinstance(said, dict) else ""
    if name.endswith("CRS84"):
        return WGS84
    found = re.search(r"EPSG:+(\d{4,6})$", name)
    epsg = int(found[1]) if found else None
    if epsg == WGS84 or epsg in SYSTEMS:
        return epsg
    raise SurveyRefused(
        _("The file names a coordinate system that the portal does not know: %(name)s.") % {"name": name[:80]}
    )


def _features(parsed):
    kind = parsed.get("type")
    if kind == "FeatureCollection":
        return parsed.get("features")
    return [parsed] if kind == "Feature" else [{"type": "Feature", "properties": {}, "geometry": parsed}]


def _rings_of(geometry):
    """The rings of the one polygon of a GeoJSON geometry; ValueError with a sentence for anything else."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    rings = geometry.get("coordinates") if kind in ("Polygon", "MultiPolygon") else None
    if kind == "MultiPolygon" and isinstance(rings, list) and len(rings) == 1:
        rings = rings[0]
    elif kind == "MultiPolygon":
        raise ValueError(_("A parcel is one polygon; this one has several parts."))
    if not isinstance(rings, list) or not rings or not all(isinstance(ring, list) for ring in rings):
        raise ValueError(_("This is not a polygon."))
    return rings


def _position(value):
    """(east, north) as Decimals from one GeoJSON position; heights are left aside."""
    if not isinstance(value, list) or not 2 <= len(value) <= 4:
        raise ValueError(_("A point needs two numbers: longitude and latitude."))
    return tuple(map(_coordinate, value[:2]))


def _coordinate(value):
    if not isinstance(value, Decimal):
        raise ValueError(_("“%(value)s” is not a number.") % {"value": str(value)[:40]})
    if value.copy_abs() > FARTHEST:
        raise ValueError(_("“%(text)s” is too large for a coordinate or an area.") % {"text": str(value)[:40]})
    return value if -value.as_tuple().exponent <= 10 else value.quantize(_PLACES)


def read_geojson(text, *, style=None, progress=None):
    """The Reading of a GeoJSON text; SurveyRefused when it is none."""
    if text.count("[") + text.count("{") > limits.MOST_BRACKETS or text.count(",") > limits.MOST_COMMAS:
        raise SurveyRefused(_("The file holds too much. Keep only the parcels."))
    try:
        parsed = json.loads(text, parse_float=_short_decimal, parse_int=_short_decimal, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        sentence = _("This is not valid GeoJSON: look at line %(line)s, character %(column)s.")
        raise SurveyRefused(sentence % {"line": error.lineno, "column": error.colno}) from None
    except RecursionError:
        raise SurveyRefused(_("This is not GeoJSON of parcels.")) from None
    except ValueError as error:
        raise SurveyRefused(str(error)) from None
    features = _features(parsed) if isinstance(parsed, dict) else None
    if not isinstance(features, list):
        raise SurveyRefused(_("This is not GeoJSON of parcels."))
    epsg = _system_of(parsed)
    drawn = [_feature(feature) for feature in features[: limits.MOST_VERTICES + 1]]
    return _reading(drawn, epsg, style, progress)


def _feature(feature):
    """(what the feature says of itself, a function that gives its rings or raises ValueError)."""
    if not isinstance(feature, dict):
        return {}, lambda: _rings_of(None)
    said = feature.get("properties")
    said = dict(islice(said.items(), limits.MOST_PROPERTIES)) if isinstance(said, dict) else {}
    if isinstance(feature.get("id"), str | Decimal):
        said.setdefault("id", feature["id"])
    return said, lambda: [[_position(point) for point in ring] for ring in _rings_of(feature.get("geometry"))]


def read_kml(text, *, style=None, progress=None):
    """The Reading of a KML text, whose coordinates are always degrees of WGS84; SurveyRefused when it is none."""
    if text.count("<") > limits.MOST_KML_TAGS:
        raise SurveyRefused(_("The file holds too much. Keep only the parcels."))
    try:
        tree = fromstring(text, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise SurveyRefused(_("This is not valid KML.")) from None
    placemarks = _under(tree, "Placemark")
    if not placemarks:
        raise SurveyRefused(_("This is not valid KML."))
    _refuse_nested(placemarks)
    return _reading([_placemark(one) for one in placemarks], WGS84, style, progress)


def _refuse_nested(placemarks):
    """Placemarks within placemarks would be read again and again."""
    looked_at = 0
    for placemark in placemarks:
        looked_at += sum(1 for _one in placemark.iter())
        if looked_at > limits.MOST_KML_TAGS:
            raise SurveyRefused(_("This is not valid KML."))


def _under(element, name):
    return [one for one in element.iter() if isinstance(one.tag, str) and one.tag.rpartition("}")[2] == name]


def _placemark(placemark):
    said = {}
    for data in [*_under(placemark, "SimpleData"), *_under(placemark, "Data")][: limits.MOST_PROPERTIES]:
        said[data.get("name", "")] = "".join(data.itertext()).strip()[: limits.MOST_CHARACTERS + 1]
    for name in _under(placemark, "name")[:1]:
        said.setdefault("name", (name.text or "").strip())
    return said, lambda: _kml_rings(placemark)


def _kml_rings(placemark):
    polygons = _under(placemark, "Polygon")
    if not polygons:
        raise ValueError(_("This is not a polygon."))
    if len(polygons) > 1:
        raise ValueError(_("A parcel is one polygon; this one has several parts."))
    written = [one.text or "" for one in _under(polygons[0], "coordinates")]
    return [[_kml_position(point) for point in ring.split()] for ring in written]


def _kml_position(text):
    parts = text.split(",")
    if not 2 <= len(parts) <= 3 or not all(re.fullmatch(r"[+-]?\d{1,4}(\.\d{1,30})?", part) for part in parts[:2]):
        raise ValueError(_("“%(text)s” is not a point: KML writes longitude,latitude.") % {"text": text[:40]})
    return tuple(_coordinate(Decimal(part)) for part in parts[:2])


def _reading(drawn, epsg, style, progress):
    faults, parcels, vertices = [], [], 0
    style_found = style or style_of_file(
        str(value) for said, _rings in drawn for key, value in said.items() if _means(key, AREA)
    )
    for at, (said, rings) in enumerate(drawn, start=1):
        try:
            parcels.append(_parcel(at, said, rings(), style_found, style is not None))
            vertices += len(parcels[-1].vertices)
        except ValueError as error:
            faults += [Fault(at, "", str(error))] if len(faults) < limits.MOST_FAULTS else []
        if vertices > limits.MOST_VERTICES or at > limits.MOST_VERTICES:
            raise SurveyRefused(too_many_vertices())
        if progress and not at % 100:
            progress(at, len(drawn))
    if not drawn:
        faults.append(Fault(None, "", _("The file holds no parcel.")))
    return Reading(tuple(parcels), tuple(faults), style_found, style is not None, epsg)


def _means(key, role):
    found = heading(str(key))
    return found is not None and found.role == role


def _parcel(at, said, rings, style, is_style_chosen):
    if len(rings) != 1:
        raise ValueError(_("A parcel with holes cannot be kept: draw it as parcels without holes."))
    number = _number_of(said)
    vertices = tuple(Vertex(at, north, east, str(place)) for place, (east, north) in enumerate(rings[0], start=1))
    return SurveyParcel(number, _area_of(said, style, is_style_chosen), vertices)


def _number_of(said):
    """The parcel number among the properties: a heading of tables, else the feature's own name or id."""
    keys = sorted((key for key in said if _means(key, NUMBER)), key=lambda key: str(key).lower() in ("name", "id"))
    for value in (said[key] for key in [*keys, *(["id"] if "id" in said else [])]):
        number = " ".join(nfc(str(value)).split()) if isinstance(value, str | Decimal) else ""
        if number:
            if len(number) > 40 or not number.isprintable():
                raise ValueError(_("A parcel number has at most 40 printable characters."))
            return number
    raise ValueError(_("The parcel has no number: give the feature a property “number”."))


def _area_of(said, style, is_style_chosen):
    for key, value in said.items():
        found = heading(str(key))
        if found is None or found.role != AREA or value in (None, "") or isinstance(value, bool | list | dict):
            continue
        area = read_number(value, style, is_style_chosen)
        if area <= 0:
            raise ValueError(_("An area is more than zero."))
        return area * (SQUARE_METRES_A_HECTARE if found.unit == "ha" else 1)
    return None
