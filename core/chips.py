"""The filters a reader has applied, each with the address of the list without it."""

from decimal import Decimal

from django.forms import ModelChoiceField

from core.numbers import format_number


def _words(field, value, unit):
    if hasattr(field, "in_words"):
        return field.in_words(value)
    if isinstance(value, Decimal):
        return f"{format_number(value)} {unit}".rstrip()
    if isinstance(field, ModelChoiceField):
        return str(value)
    if choices := getattr(field, "choices", None):
        return dict(choices).get(value, value)
    return field.prepare_value(value)


def applied_chips(form, query, leave_out=("order",), units=None):
    """[(words, address)] of every cleaned value of a bound `form`; `query` is the request's QueryDict.

    `units`: the unit of a field whose value is a number.
    """
    chips = []
    for name, field in form.fields.items():
        value = getattr(form, "cleaned_data", {}).get(name)
        if value in (None, "") or name in leave_out:
            continue
        rest = query.copy()
        for gone in (name, "page"):
            rest.pop(gone, None)
        words = _words(field, value, (units or {}).get(name, ""))
        chips.append((f"{field.label}: {words}", f"?{rest.urlencode()}"))
    return chips
