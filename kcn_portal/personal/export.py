"""What is held about a person as plain data: her fields now, and in every line of their history."""

from core.models import SecurityEvent, StoredFile, User
from enquiries.models import Consent, Enquiry

COLUMNS = ("kind", "number", "moment", "field", "value")


def records(found):
    """A dict for each record: kind, number, fields, history (a list of {at, fields}), and what goes with it."""
    return [told for one in found for told in _of(one)]


def _of(one):
    kept = [name for name in (*one.held.personal, *one.held.other) if name not in ("password", "search_text")]
    past_names = [name for name in one.personal_in(one.history.model) if name != "search_text"]
    rows, past = one.rows.in_bulk(), {}
    for row in one.history:
        line = {"at": row.history_date, "fields": {name: getattr(row, name) for name in past_names}}
        past.setdefault(row.id, []).append(line)
    for key in sorted(one.keys):
        row = rows.get(key)
        yield {
            "kind": one.model._meta.label_lower,
            "number": key,
            "fields": {name: getattr(row, name) for name in kept} if row else {},
            "history": past.get(key, []),
            **_beside(one.model, key),
        }


def _beside(model, key):
    """What the portal keeps about her beside the record itself."""
    if model is Enquiry:
        consents = Consent.objects.filter(enquiry=key).order_by("given_at")
        return {"consents": list(consents.values("purpose", "notice_version", "wording", "given_at"))}
    if model is User:
        events = SecurityEvent.objects.filter(person=key).order_by("at")
        uploads = StoredFile.objects.filter(uploaded_by=key).order_by("at", "pk")
        return {
            "events": list(events.values("at", "kind", "address")),
            "uploads": list(uploads.values("at", "kind", "label", "used_in", "size")),
        }
    return {}


def lines(found):
    """The same as rows of COLUMNS."""
    for record in found:
        about = (record["kind"], record["number"])
        for name, value in record["fields"].items():
            yield (*about, "", name, value)
        for line in record["history"]:
            for name, value in line["fields"].items():
                yield (*about, line["at"].isoformat(), name, value)
        for name in ("consents", "events", "uploads"):
            for row in record.get(name, ()):
                moment = row.get("given_at") or row.get("at")
                for field, value in row.items():
                    yield (*about, moment.isoformat(), f"{name}.{field}", str(value or ""))
