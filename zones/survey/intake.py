"""A survey beside the record: read with its accepted proposals, and checked part by part against the zone as it is."""

from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from core.disclosure import Publication
from core.text import fold
from zones.mapping.communes import place_of
from zones.mapping.geometry import SYSTEMS, reproject
from zones.models import Parcel, PlanFeature, Survey
from zones.survey.checks import ERROR, WARNING, Finding, Neighbour, check
from zones.survey.proposals import apply_all, in_system, propose
from zones.survey.reading import reread

# Vertices checked in one request: a second's work at most, so that progress is seen and no worker is held.
STEP = 2000
_CENTIMETRES = Decimal("0.01")


class TooLate(Exception):
    """The survey has changed since it was seen, or is no draft any more; nothing was done."""


@dataclass(frozen=True)
class Surroundings:
    """What lies around a survey, in its own system: parcels of the record it does not replace, the zone's outline."""

    neighbours: list
    outline: list | None

    @property
    def rings(self):
        return [*([self.outline] if self.outline else []), *(one.corners for one in self.neighbours)]


def as_read(survey):
    """(Reading, EPSG) with the accepted proposals; degrees where the file gives degrees."""
    table = survey.table
    if table.faults:
        # Faults were told in the language of whoever took the table; read again, they are told in the reader's.
        table = reread(table, table.style if table.is_style_chosen else None)
    return apply_all(table, survey.epsg, survey.fixes)


def as_surveyed(survey):
    """(Reading, EPSG) with the accepted proposals, in metres of that system."""
    reading, epsg = as_read(survey)
    return in_system(reading, epsg), epsg


def _brought(row, line, epsg):
    """`line` of a row in metres of `epsg`; None for a schematic grid and for what cannot be brought there."""
    if row.epsg not in SYSTEMS:
        return None
    try:
        return reproject(line, row.epsg, epsg)
    except ValueError:
        return None


def surroundings(survey, epsg, numbers):
    """The zone's real parcels but `numbers`, drafts too, and its outline when there is just one: two queries."""
    parcels = Parcel.objects.in_plan().filter(zone=survey.zone_id, is_sample=False, outline__isnull=False)
    outlines = PlanFeature.objects.filter(zone=survey.zone_id, kind=PlanFeature.Kind.OUTLINE, is_sample=False)
    outlines = outlines.exclude(publication=Publication.WITHDRAWN)
    others = [row for row in parcels.only("code", "outline", "epsg") if row.code not in numbers]
    placed = [(row.code, _brought(row, row.outline, epsg)) for row in others]
    lines = [line for row in outlines if (line := _brought(row, row.line, epsg))]
    return Surroundings(
        neighbours=[Neighbour(code, line) for code, line in placed if line],
        outline=lines[0] if len(lines) == 1 else None,
    )


def proposals_for(survey, around):
    """What the table probably meant and nobody has accepted yet."""
    reading, epsg = as_read(survey)
    taken = [*survey.fixes, *([{"style": reading.style}] if not reading.faults else [])]
    near = place_of(survey.zone.commune_code)
    return [one for one in propose(reading, epsg, known=around.rings, near=near) if one.changes not in taken]


def as_seen(survey, version):
    """The draft as the officer saw it; raises TooLate when it is another one by now."""
    if not survey.is_draft or survey.version != version:
        raise TooLate(survey)
    return survey


def fix(survey, key):
    """Accept the proposal named `key`, and check anew."""
    reading, epsg = as_surveyed(survey)
    around = surroundings(survey, epsg, {parcel.number for parcel in reading.parcels})
    proposal = next((one for one in proposals_for(survey, around) if one.key == key), None)
    if proposal is None:
        raise TooLate(survey)
    survey.fixes = [*survey.fixes, proposal.changes]
    return begin_check(survey)


def undo(survey):
    """Take back the proposal accepted last, and check anew."""
    if not survey.fixes:
        raise TooLate(survey)
    survey.fixes = survey.fixes[:-1]
    return begin_check(survey)


def begin_check(survey):
    """Forget what was found, so that the check begins anew; the first part is checked at once."""
    reading, _epsg = as_surveyed(survey)
    survey.total = 0 if reading.faults else len(reading.parcels)
    survey.checked, survey.findings, survey.seen = 0, [], {}
    survey.save()
    return check_next(survey)


def check_next(survey):
    """Check the next part of a draft. Asked twice at once, the part counts once. The survey is then as it is saved."""
    begin = survey.checked
    if not survey.is_draft or begin >= survey.total:
        return survey
    reading, epsg = as_surveyed(survey)
    part = next_part(reading.parcels, begin)
    around = surroundings(survey, epsg, {parcel.number for parcel in reading.parcels})
    found, seen = examine(survey, part, epsg, around, before=reading.parcels[:begin])
    entered = {"checked": begin + len(part), "findings": [*survey.findings, *found], "seen": survey.seen | seen}
    # What is found is no change of the survey, so its version stays.
    asked_once = Survey.objects.filter(pk=survey.pk, version=survey.version, checked=begin, applied_at__isnull=True)
    if not asked_once.update(**entered):
        survey.refresh_from_db()
        return survey
    for name, value in entered.items():
        setattr(survey, name, value)
    return survey


def next_part(parcels, begin):
    """The parcels from `begin` on that together have no more than STEP vertices; always at least one."""
    vertices = 0
    for at, parcel in enumerate(parcels[begin:], start=begin):
        vertices += len(parcel.vertices)
        if vertices > STEP and at > begin:
            return parcels[begin:at]
    return parcels[begin:]


def examine(survey, part, epsg, around, *, before):
    """([finding as a dict], {number: version}) of the parcels `part`; `before` stand above them in the file."""
    rows = Parcel.objects.filter(zone=survey.zone_id, code__in=[parcel.number for parcel in part])
    known = {row.code: row for row in rows}
    measured = [replace(parcel, legal_area=legal_area(survey, parcel, known.get(parcel.number))) for parcel in part]
    others = [*around.neighbours, *(Neighbour(parcel.number, parcel.corners) for parcel in before)]
    codes = _codes_alike(survey, part, known)

    def find():
        found = check(
            measured,
            epsg=epsg,
            neighbours=others,
            outline=around.outline,
            tolerance_m2=settings.SURVEY_OVERLAP_TOLERANCE_M2,
        )
        over = {one.number for one in found if one.kind == "area_differs"}
        return [*found, *_repeated(part, before), *_against_record(part, known, codes, over)]

    seen = {parcel.number: known[parcel.number].version if parcel.number in known else None for parcel in part}
    return _in_each_language(find), seen


def legal_area(survey, parcel, row):
    """The area by decision a parcel is measured against: that of the table when it is taken over, else the record's."""
    of_record = row.area if row else None
    if parcel.legal_area is not None and (survey.takes_area or of_record is None):
        return parcel.legal_area.quantize(_CENTIMETRES)
    return of_record


def _repeated(part, before):
    numbers = {parcel.number for parcel in before}
    sentence = _("The file has a parcel of this number before: keep its points together.")
    return [Finding(one.number, "duplicate_number", ERROR, sentence) for one in part if one.number in numbers]


def _codes_alike(survey, part, known):
    """{letters and digits alone: numbers of the zone's parcels}, to find the same parcel written otherwise."""
    alike = defaultdict(set)
    if any(parcel.number not in known for parcel in part):
        for code in Parcel.objects.filter(zone=survey.zone_id).values_list("code", flat=True):
            alike[_bare(code)].add(code)
    return alike


def _against_record(part, known, alike, over):
    """What the record says against writing a parcel, or makes worth a second look."""
    for parcel in part:
        row = known.get(parcel.number)
        if row is None and (similar := alike.get(_bare(parcel.number))):
            sentence = _("New, but the zone already has %(similar)s: is it the same parcel?")
            words = {"similar": ", ".join(sorted(similar))}
            yield Finding(parcel.number, "similar_number", WARNING, sentence % words)
        elif row is not None and (sentence := _why_not(row, parcel.number in over)):
            yield Finding(parcel.number, "record", ERROR, sentence)


def _bare(code):
    return "".join(filter(str.isalnum, fold(code)))


def _why_not(row, is_over):
    """Why a parcel of the record cannot take this outline: a sentence, or None."""
    if row.is_sample:
        return _("This number is that of a sample parcel, which is never surveyed.")
    if row.exists_to and row.exists_to <= timezone.localdate():
        day = date_format(row.exists_to, "DATE_FORMAT")
        return _("This parcel was split or merged on %(day)s and stands in the plan no more.") % {"day": day}
    if is_over and row.publication == Publication.PUBLISHED:
        return _("It is published, and its two areas would contradict each other. Correct one, or withdraw it first.")
    return None


def _in_each_language(find):
    """What find() finds, as dicts to keep: officers of both languages read what was found once."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            found[code] = find()
    return [
        {
            "number": one.number,
            "kind": one.kind,
            "severity": one.severity,
            "where": one.where,
            "rows": one.rows,
            "said": {code: found[code][at].sentence for code in found},
        }
        for at, one in enumerate(found[settings.LANGUAGE_CODE])
    ]


def said(finding):
    """The sentence of a kept finding in the active language."""
    return finding["said"].get(get_language()) or finding["said"][settings.LANGUAGE_CODE]


def errors_in(findings):
    return [finding for finding in findings if finding["severity"] == ERROR]
