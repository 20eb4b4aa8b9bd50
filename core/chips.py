"""The filters a reader has applied, each with the address of the list without it."""

from django.forms import ModelChoiceField


def _words(field, value):
    if isinstance(field, ModelChoiceField):
        return str(value)
    if choices := getattr(field, "choices", None):
        return dict(choices).get(value, value)
    return field.prepare_value(value)


def applied_chips(form, query, leave_out=("order",)):
    """[(words, address)] of every cleaned value of a bound `form`; `query` is the request's QueryDict."""
    chips = []
    for name, field in form.fields.items():
        value = getattr(form, "cleaned_data", {}).get(name)
        if value in (None, "") or name in leave_out:
            continue
        rest = query.copy()
        for gone in (name, "page"):
            rest.pop(gone, None)
        chips.append((f"{field.label}: {_words(field, value)}", f"?{rest.urlencode()}"))
    return chips
