"""Publication by its buttons, as an officer presses them."""

from django.urls import reverse


def deed_page(record, target):
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_publication", args=[record.pk, target])


def press(client, record, target, **fields):
    """Open the form of a deed, tick every warning, send it; the refusals as one text, None when it was done, or the
    status of an answer that is neither a form nor the way back."""
    address = deed_page(record, target)
    shown = client.unwritten("get", address)
    form = shown.context["form"] if shown.status_code == 200 else None
    seen = form["seen_version"].value() if form else record.version
    ticks = {tick.name: "on" for tick in form.ticks()} if form else {}
    answer = client.unwritten("post", address, {"seen_version": seen} | ticks | fields)
    record.refresh_from_db()
    if answer.status_code == 200:
        return " ".join(str(said) for errors in answer.context["form"].errors.values() for said in errors)
    return None if answer.status_code == 302 else answer.status_code
