"""What a price row must keep to: fields that fit its kind, and that a price once in force is never overwritten.

Each rule gives {field: sentence}; the model's `clean` asks them all. Knows no database.
"""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.disclosure import has_been_public
from zones.units import UNITS_OF_KIND, RateKind, RateUnit

# What makes a price what it is. `valid_to` may still be set once, to end it.
_FIXED_ONCE_IN_FORCE = (
    "kind", "zone_id", "parcel_id", "sector_id", "amount", "amount_max", "currency", "unit", "vat", "vat_percent",
    "basis", "basis_percent", "band", "voltage", "minimum", "valid_from", "term_end",
)  # fmt: skip
# What nobody had stated may still be filled in: that overwrites nothing.
_MAY_BE_COMPLETED = ("vat", "vat_percent", "basis", "basis_percent", "minimum", "term_end")
_BLANK = (None, "", "unknown")
# Fields that mean something for one kind only; a form need not show them for the others.
ONLY_FOR = {
    "basis": RateKind.WASTEWATER,
    "basis_percent": RateKind.WASTEWATER,
    "band": RateKind.ELECTRICITY,
    "voltage": RateKind.ELECTRICITY,
    "term_end": RateKind.LAND_RENT_ONE_OFF,
}


def faults(rate, stored):
    """{field: sentence} of everything wrong with `rate`; `stored` is the row as it is saved, None for a new one."""
    return _of_days(rate) | _of_kind(rate) | _of_amount(rate) | _of_land(rate) | overwritten(rate, stored)


def _of_days(rate):
    if rate.valid_from and rate.valid_to and rate.valid_to <= rate.valid_from:
        return {"valid_to": _("It would end before it begins. Look at both days.")}
    return {}


def _of_kind(rate):
    """Units, and the fields only some kinds have."""
    said, fitting = {}, UNITS_OF_KIND.get(rate.kind, ())
    if rate.unit and rate.unit not in fitting:
        named = ", ".join(str(RateUnit(unit).label) for unit in fitting)
        said["unit"] = _("This kind of price is given in: %(units)s.") % {"units": named}
    if rate.kind != RateKind.WASTEWATER:
        only = _("Only wastewater is charged by the meter or on a share of the water used. Leave this blank.")
        said |= {name: only for name in ("basis", "basis_percent") if getattr(rate, name) not in ("", None)}
    elif rate.basis == rate.Basis.SHARE_OF_WATER and rate.basis_percent is None and rate.amount is not None:
        said["basis_percent"] = _("Say on how many percent of the water used the fee is charged, e.g. 80.")
    elif rate.basis != rate.Basis.SHARE_OF_WATER and rate.basis_percent is not None:
        said["basis_percent"] = _("A share belongs to “a share of the water used” only.")
    if rate.kind != RateKind.ELECTRICITY:
        only = _("Only the price of power depends on hours and voltage. Leave this blank.")
        said |= {name: only for name in ("band", "voltage") if getattr(rate, name)}
    if rate.kind != RateKind.LAND_RENT_ONE_OFF:
        if rate.term_end:
            said["term_end"] = _("Only a one-off price buys to a day. Leave this blank.")
    elif rate.amount is not None and rate.term_end is None:
        said["term_end"] = _("Say to which day this one-off price buys the land, e.g. 31/12/2057.")
    return said


def _of_amount(rate):
    said = {}
    if rate.amount is None:
        blank = _("There is no amount yet: leave this blank too, or give the amount.")
        said |= {name: blank for name in ("amount_max", "minimum") if getattr(rate, name) is not None}
    elif rate.amount_max is not None and rate.amount_max < rate.amount:
        said["amount_max"] = _("The upper end is below the amount. Look at both.")
    if rate.vat_percent is not None and rate.vat not in (rate.Vat.EXCLUDED, rate.Vat.INCLUDED):
        said["vat_percent"] = _("First say whether the amount is with or without VAT.")
    return said


def _of_land(rate):
    if rate.parcel is None:
        return {}
    if rate.parcel.zone_id != rate.zone_id:
        return {
            "zone": _("Choose the zone in which the parcel lies: %(zone)s.") % {"zone": rate.parcel.zone.short_name}
        }
    if rate.parcel.is_sample != rate.is_sample:
        return {"parcel": _("A sample parcel has sample prices only. Choose a parcel of the plan.")}
    return {}


def is_fixed(stored):
    """Whether the saved price has been public and in force, so that it may only be ended."""
    return (
        stored is not None
        and stored.amount is not None
        and (stored.valid_from is None or stored.valid_from <= timezone.localdate())
        and has_been_public(stored)
    )


def overwritten(rate, stored):
    """What an edit would overwrite of a price that has been in force."""
    if not is_fixed(stored):
        return {}
    said, today = {}, timezone.localdate()
    words = _("This price has been in force and is kept as it was. Add a new price instead, with the button above.")
    for name in _FIXED_ONCE_IN_FORCE:
        was_blank = name in _MAY_BE_COMPLETED and getattr(stored, name) in _BLANK
        if getattr(rate, name) != getattr(stored, name) and not was_blank:
            said[name.removesuffix("_id")] = words
    if rate.valid_to != stored.valid_to and stored.valid_to and stored.valid_to <= today:
        said["valid_to"] = _("This price has already ended and is kept as it was. Add a new price instead.")
    return said


def is_followed_by(earlier, rate):
    """Whether `earlier` can simply be ended on the day `rate` begins: it began before, and nobody has set its end."""
    begins = rate.valid_from
    return bool(begins) and earlier.valid_to is None and (earlier.valid_from is None or earlier.valid_from < begins)


def standing_in_the_way(rate, overlapping, *, ends_earlier=False):
    """{field: sentence} naming the first of the published prices it is `overlapping` with, which `rate` may not."""
    for other in overlapping:
        if ends_earlier and is_followed_by(other, rate):
            continue
        words = _(
            "Another published price holds on these days: %(other)s, %(days)s. "
            "End it first, or tick “ends the price before it”."
        )
        return {"valid_from": words % {"other": other, "days": days(other)}}
    return {}


def days(rate):
    """From when to when a price holds, in words."""
    begin = date_format(rate.valid_from, "DATE_FORMAT") if rate.valid_from else "…"
    end = date_format(rate.valid_to, "DATE_FORMAT") if rate.valid_to else "…"
    return f"{begin} – {end}"
