"""Takes an applied survey back in one step, as long as nobody has done anything with the parcels it wrote."""

from django.db import router, transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from core.changes import edits_since
from core.disclosure import Publication
from zones.models import Parcel, Survey, Zone
from zones.models.measured import measure
from zones.survey.applying import ApplyRefused

_BATCH = 200
_MOST_SENTENCES = 20
# What applying a survey writes of a parcel that was there before; the history gives what stood there.
_RESTORED = ("outline", "epsg", "area", "area_reason", "source_id", "as_of")
_SAVED = ("outline", "epsg", "drawn_area", "area", "area_reason", "source", "as_of", "version")


def may_take_back(survey, officer):
    """Whether `officer` may: who entered or applied it, and who may publish."""
    if survey.state != "applied" or not survey.written_keys or not officer.may("import", "zones", survey):
        return False
    return officer.pk in (survey.by_id, survey.applied_by_id) or officer.may("publish", "zones")


def take_back(survey, *, by, seen_version):
    """Remove the parcels `survey` entered and give the others back what they had; (number removed, number restored).

    The history keeps both the survey and its taking back. Raises ApplyRefused, with nothing changed, when the survey
    has changed since it was seen, or when one of its parcels was edited, moved, published or used meanwhile.
    """
    with transaction.atomic():
        Zone.objects.select_for_update().get(pk=survey.zone_id)
        survey = Survey.objects.select_for_update().get(pk=survey.pk)
        if survey.taken_back_at:
            raise ApplyRefused(_("This survey was taken back already. Nothing was done a second time."))
        if not survey.applied_at or not survey.written_keys or survey.version != seen_version:
            raise ApplyRefused(_("Nothing was done: this survey has changed meanwhile. Here it is as it is now."))
        rows = {row.pk: row for row in Parcel.objects.select_for_update().filter(pk__in=survey.written_keys)}
        if touched := _touched(survey, rows):
            raise ApplyRefused(_("Not taken back: its parcels are in use already."), *touched)
        reason = Truncator(_("Taken back: survey %(survey)s") % {"survey": survey}).chars(100)
        restored = _restore(survey, rows, by, reason)
        removed = _remove(survey, rows, by, reason)
        survey.taken_back_by, survey.taken_back_at = by, timezone.now()
        survey.save()
    return removed, restored


def _touched(survey, rows):
    """A sentence for each parcel that is not as the survey left it."""
    sentences = []
    for kind in ("new", "changed"):
        for key, version in survey.written[kind].items():
            row = rows.get(int(key))
            if row is None:
                sentences.append(_("A parcel of this survey was deleted meanwhile."))
            elif row.version != version or (kind == "new" and row.publication != Publication.DRAFT):
                told = " ".join(map(str, edits_since(row, version)))
                sentences.append(_("%(parcel)s has changed since. %(edits)s") % {"parcel": row, "edits": told})
            if len(sentences) >= _MOST_SENTENCES:
                return sentences
    return sentences


def _restore(survey, rows, by, reason):
    changed = {int(key): version for key, version in survey.written["changed"].items()}
    before = {}
    history = Parcel.history.filter(id__in=changed, history_type__in="+~").order_by("history_id")
    for kept in history.iterator():
        if kept.version < changed[kept.id]:
            before[kept.id] = kept
    restored = [rows[key] for key in changed if key in before]
    for row in restored:
        for name in _RESTORED:
            setattr(row, name, getattr(before[row.pk], name))
    prefetch_related_objects(restored, "source")
    for row in restored:
        measure(row)
        row.keep_review(None)
        row.version += 1
    columns = [*_SAVED, *Parcel.not_in_history]
    bulk_update_with_history(
        restored, Parcel, columns, batch_size=_BATCH, default_user=by, default_change_reason=reason
    )
    _drop_sources(survey)
    return len(restored)


def _drop_sources(survey):
    links = [tuple(link) for link in survey.written["sources"]]
    through = Parcel.other_sources.through
    for source in {source for _parcel, source in links}:
        parcels = [parcel for parcel, of in links if of == source]
        through.objects.filter(source_id=source, parcel_id__in=parcels).delete()


def _remove(survey, rows, by, reason):
    new = [int(key) for key in survey.written["new"]]
    if used := _named_by(new):
        raise ApplyRefused(
            _("Not taken back: its parcels are in use already."),
            _("These records refer to them: %(records)s.") % {"records": ", ".join(used)},
        )
    gone = [rows[key] for key in new]
    kept = Parcel.history.bulk_history_create(
        gone, batch_size=_BATCH, update=True, default_user=by, default_change_reason=reason
    )
    Parcel.history.filter(pk__in=[row.pk for row in kept]).update(history_type="-")
    Parcel.other_sources.through.objects.filter(parcel__in=new).delete()
    # Their last line of history stands above; deleted one by one, thousands of parcels would hold a worker for minutes.
    Parcel.objects.filter(pk__in=new)._raw_delete(using=router.db_for_write(Parcel))
    return len(new)


def _named_by(keys):
    """The kinds of records that refer to one of the parcels `keys`: a link is no edit of the parcel."""
    found = []
    for relation in Parcel._meta.related_objects:
        rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": keys})
        if rows.exists():
            found.append(str(relation.related_model._meta.verbose_name_plural))
    return found
