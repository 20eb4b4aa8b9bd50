"""Writes a checked survey to the parcels of its zone: in one transaction, all or none, in batches."""

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from core.changes import edits_since
from core.models import Confidence
from core.text import slugify
from zones.mapping.geometry import normalised
from zones.models import Parcel, Survey, Zone
from zones.models.measured import measure
from zones.survey.intake import as_surveyed, errors_in, examine, legal_area, said, surroundings

_BATCH = 200
_MOST_SENTENCES = 20
_WRITTEN = ("outline", "epsg", "drawn_area", "area", "area_reason", "source", "as_of", "version")


class ApplyRefused(Exception):
    """Nothing was written; `sentences` say why."""

    def __init__(self, *sentences):
        self.sentences = sentences
        super().__init__(" ".join(sentences))


def apply(survey, *, by, seen_version):
    """Write every parcel of the draft `survey`, seen at `seen_version`; (number of new ones, number of changed ones).

    Raises ApplyRefused when the draft or one of its parcels has changed since it was seen, or when a check against the
    zone as it is now finds an error. A new parcel is a draft; what is published stays so only while the rule on areas
    holds.
    """
    with transaction.atomic():
        # Two surveys of one zone, each without fault, could overlap: they are applied one after the other.
        Zone.objects.select_for_update().get(pk=survey.zone_id)
        survey = Survey.objects.select_for_update().get(pk=survey.pk)
        _refuse_unless_ready(survey, seen_version)
        reading, epsg = as_surveyed(survey)
        numbers = {parcel.number for parcel in reading.parcels}
        rows = Parcel.objects.select_for_update().filter(zone=survey.zone_id, code__in=numbers)
        known = {row.code: row for row in rows}
        if edited := _edited_since(survey, known):
            again = _("Nothing was written. Press “Check again” to compare the table with the parcels as they are now.")
            raise ApplyRefused(*edited, again)
        found, _seen = examine(survey, reading.parcels, epsg, surroundings(survey, epsg, numbers), before=())
        if errors := errors_in(found):
            raise ApplyRefused(*[said(finding) for finding in errors[:_MOST_SENTENCES]])
        former_sources = {row.code: row.source_id for row in known.values()}
        new, changed = _prepared(survey, reading.parcels, epsg, known)
        links = _write(survey, new, changed, former_sources, by)
        survey.written = {
            "new": {str(row.pk): row.version for row in new},
            "changed": {str(row.pk): row.version for row in changed},
            "sources": links,
        }
        survey.applied_by, survey.applied_at = by, timezone.now()
        survey.save()
    return len(new), len(changed)


def _refuse_unless_ready(survey, seen_version):
    if survey.taken_back_at:
        raise ApplyRefused(_("This survey was applied and taken back. Import the table again."))
    if survey.applied_at:
        raise ApplyRefused(_("This survey was applied already. Nothing was written a second time."))
    if survey.discarded_at:
        raise ApplyRefused(_("This survey was discarded."))
    if survey.version != seen_version:
        raise ApplyRefused(_("Somebody has changed how this survey is read. Look at it again before you apply it."))
    if not survey.is_checked or errors_in(survey.findings):
        raise ApplyRefused(_("Only a survey that is checked to its end and has no error can be applied."))


def _edited_since(survey, known):
    """A sentence for each parcel that was entered, edited or removed after the survey was checked."""
    sentences = []
    for number, version in survey.seen.items():
        row = known.get(number)
        if row is None and version is not None:
            sentences.append(_("Parcel %(number)s has been removed since the check.") % {"number": number})
        elif row is not None and row.version != version:
            edits = edits_since(row, version or 0) if len(sentences) < _MOST_SENTENCES else []
            told = " ".join(map(str, edits)) or _("It was entered meanwhile.")
            sentences.append(
                _("Parcel %(number)s has changed since the check. %(edits)s") % {"number": number, "edits": told}
            )
    return sentences[:_MOST_SENTENCES]


def _prepared(survey, parcels, epsg, known):
    """(new rows, changed rows) with everything set; a known parcel that already is as surveyed is left alone."""
    slugs = _free_slugs(survey.zone, [parcel.number for parcel in parcels if parcel.number not in known])
    new, changed = [], []
    for parcel in parcels:
        row = known.get(parcel.number)
        if row is None:
            row = Parcel(
                zone=survey.zone,
                code=parcel.number,
                slug=slugs[parcel.number],
                source=survey.source,
                as_of=survey.as_of,
                confidence=Confidence.HIGH,
            )
            row.refresh_search_text()
            _survey_row(survey, row, parcel, epsg)
            new.append(row)
        elif _survey_row(survey, row, parcel, epsg):
            row.version += 1
            changed.append(row)
    return new, changed


def _survey_row(survey, row, parcel, epsg):
    """Give `row` its surveyed outline and, where the officer said so, its area; whether that changed anything."""
    before = (row.outline, row.epsg, row.area)
    row.outline, row.epsg = normalised(parcel.corners), epsg
    area = legal_area(survey, parcel, row)
    if survey.takes_area and row.area != area:
        row.area, row.source, row.as_of = area, survey.source, survey.as_of
    if before == (row.outline, row.epsg, row.area):
        return False
    # A reason was written for the areas of that day; the new ones need their own.
    row.area_reason = ""
    measure(row)
    return True


def _free_slugs(zone, numbers):
    """{number: address word} for new parcels, none of them taken."""
    begin = slugify(zone.code)
    taken = set(Parcel.objects.filter(slug__startswith=begin).values_list("slug", flat=True)) if numbers else set()
    slugs = {}
    for number in numbers:
        wanted = word = slugify(f"{zone.code} {number}", limit=72)
        suffix = 1
        while word in taken:
            suffix += 1
            word = f"{wanted}-{suffix}"
        taken.add(word)
        slugs[number] = word
    return slugs


def _write(survey, new, changed, former_sources, by):
    reason = Truncator(_("Survey %(survey)s") % {"survey": survey}).chars(100)
    prefetch_related_objects(changed, "source")
    for row in (*new, *changed):
        # Its outline or its area is another one, which nobody has verified yet.
        row.keep_review(None)
    bulk_create_with_history(new, Parcel, batch_size=_BATCH, default_user=by, default_change_reason=reason)
    columns = [*_WRITTEN, *Parcel.not_in_history]
    bulk_update_with_history(changed, Parcel, columns, batch_size=_BATCH, default_user=by, default_change_reason=reason)
    return _keep_sources(survey, changed, former_sources)


def _keep_sources(survey, changed, former_sources):
    """A parcel keeps every source it ever had: the one replaced and the one that gave its outline stand beside it.

    Returns the links that were added, [[parcel, source], …].
    """
    through = Parcel.other_sources.through
    links = {(row.pk, source) for row in changed for source in (former_sources[row.code], survey.source_id)}
    links -= {(row.pk, row.source_id) for row in changed}
    links -= set(through.objects.filter(parcel__in=changed).values_list("parcel_id", "source_id"))
    through.objects.bulk_create(
        [through(parcel_id=parcel, source_id=source) for parcel, source in sorted(links)],
        batch_size=_BATCH,
        ignore_conflicts=True,
    )
    return sorted(map(list, links))
