"""What a reader of an estimate must be warned of, each as one sentence in her language."""

from dataclasses import replace

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.freshness import is_stale, stated_on
from core.numbers import format_number
from zones.cost.costing import LABELS, ONE_OFF, POWER
from zones.cost.rates import choose, is_range
from zones.display import in_currency, rate_words
from zones.lifecycle import Readiness
from zones.models import Rate
from zones.units import RateKind

# Charged too, but by what no estimate can know.
_BESIDE = (RateKind.TELECOM, RateKind.WASTE, RateKind.SECURITY, RateKind.RESERVATION, RateKind.DEPOSIT)


def cautions(need, scope, used, *, rates=(), vat_unclear=(), exchange=None, voltage=""):
    """The sentences. `used`: the rate of each line, also one without an amount; `rates`: all that hold for the land."""
    said = _of_land(need, scope.parcel) if scope else []
    for code, rate in used.items():
        said += _of_rate(need, scope, code, rate, exchange)
    said += _of_what_comes(need, scope, used, rates, voltage) if scope else []
    said += _of_power(need, scope, used, rates, voltage) if scope else []
    if vat_unclear:
        said.append(
            _("VAT is not stated for: %(lines)s. These amounts stand as published and the total with them.")
            % {"lines": _names(vat_unclear)}
        )
    if need.currency != "VND" and exchange is None:
        said.append(_("No exchange rate is recorded for that day: amounts stay in VND. You can give a rate yourself."))
    if scope:
        said += _of_what_is_beside(scope, rates)
    return said


def withdrawn_prices(codes):
    """What an answer cited before says once prices it stood on are public no more; `codes` are those of its lines."""
    if not codes:
        return []
    words = _(
        "A price has been withdrawn since this answer was first given: %(lines)s. "
        "It is not shown any more, so the answer is another one."
    )
    return [words % {"lines": _names(codes)}]


def _names(codes):
    return ", ".join(str(LABELS[code]) for code in codes)


def _day(day):
    return date_format(day, "DATE_FORMAT")


def _of_land(need, parcel):
    said = []
    if parcel and parcel.is_sample:
        said.append(_("This parcel and its prices are invented samples: nobody charges them."))
    if parcel and parcel.readiness != Readiness.SERVICED:
        said.append(_("No source says that this parcel is serviced: what services cost is not in this estimate."))
    if parcel and parcel.term_end and need.term.end > parcel.term_end:
        said.append(
            _("The land term of this parcel ends on %(day)s, before the lease you ask for.")
            % {"day": _day(parcel.term_end)}
        )
    return said


def _of_rate(need, scope, code, rate, exchange):
    """What is odd about the price of one line."""
    name, said = LABELS[code], []
    if rate.amount is None:
        # A line that is not published says so itself; that it can be negotiated is news.
        return [_negotiable(name, rate)] if rate.is_negotiable else []
    if is_range(rate):
        words = _("%(line)s is published only as a range, %(range)s: nothing is calculated from it.")
        return [words % {"line": name, "range": rate_words(rate)}]
    if rate.currency != Rate.Currency.VND and exchange is None:
        return [_("%(line)s is priced in USD and no exchange rate is recorded: give one yourself.") % {"line": name}]
    if code == ONE_OFF:
        said += _of_one_off(need, rate)
    if rate.minimum is not None:
        words = _("%(line)s: at least %(amount)s a year is charged, whatever is used.")
        said.append(words % {"line": name, "amount": in_currency(format_number(rate.minimum), rate.currency)})
    if rate.is_negotiable:
        said.append(_negotiable(name, rate))
    if code == "wastewater" and rate.basis == Rate.Basis.SHARE_OF_WATER:
        said += _of_wastewater(need, rate)
    if is_stale(rate, scope.day):
        words = _("%(line)s: nobody has verified this price since %(stated)s; it was due for review on %(day)s.")
        stated = rate.verified_on or stated_on(rate)
        said.append(words % {"line": name, "stated": _day(stated), "day": _day(rate.review_due)})
    return said


def _negotiable(name, rate):
    day = rate.as_of_display
    if not day:
        return _("%(line)s is negotiable.") % {"line": name}
    return _("%(line)s is negotiable, as of %(day)s.") % {"line": name, "day": day}


def _of_one_off(need, rate):
    if rate.term_end is None or need.term.end == rate.term_end:
        return []
    if need.term.end < rate.term_end:
        words = _("The one-off price buys to %(day)s; an earlier end still pays it whole.")
    else:
        words = _(
            "The one-off price buys to %(day)s only: what the land costs after that day is not in it, "
            "so its total is incomplete and the two ways to pay are not compared."
        )
    return [words % {"day": _day(rate.term_end)}]


def _of_wastewater(need, rate):
    if rate.basis_percent is None:
        return [_("Wastewater is charged on a share of the water used, and that share is not stated.")]
    if need.water:
        words = _("Wastewater is charged on %(share)s%% of the water used, whatever is measured at the outlet.")
    else:
        words = _(
            "Wastewater is charged on %(share)s%% of the water used: give the water used to have it calculated so."
        )
    return [words % {"share": format_number(rate.basis_percent)}]


def _of_what_comes(need, scope, used, rates, voltage):
    """Prices announced for a day after the one asked for and before the lease ends: the first for each line.

    Only those that would then price the line: one of the zone takes nothing from a price of the parcel's own.
    """
    announced = [
        rate
        for rate in rates
        if rate.amount is not None and rate.valid_from and scope.day < rate.valid_from < need.term.end
    ]
    announced.sort(key=lambda rate: rate.valid_from)
    words = _("%(line)s: from %(day)s another price is announced, %(price)s. It is not included here.")
    said = []
    for code, rate in used.items():
        hours = {"band": POWER[code].removeprefix("power_"), "voltage": voltage} if code in POWER else {}
        for coming in announced:
            if choose(rates, replace(scope, on=coming.valid_from), rate.kind, **hours) is coming:
                said.append(words % {"line": LABELS[code], "day": _day(coming.valid_from), "price": rate_words(coming)})
                break
    return said


def _of_power(need, scope, used, rates, voltage):
    """The price of power depends on the voltage: say which there are when none of them was asked for."""
    missing = [code for code, name in POWER.items() if getattr(need, name) and code not in used]
    voltages = sorted(
        {
            rate.voltage.strip()
            for rate in rates
            if rate.kind == RateKind.ELECTRICITY and rate.voltage.strip() and rate.is_in_force(scope.day)
        }
    )
    if not missing or not voltages:
        return []
    words = _("The price of power depends on the voltage. Give one of these: %(voltages)s.")
    return [words % {"voltages": "; ".join(voltages)}]


def _of_what_is_beside(scope, rates):
    beside = {
        rate.name: None
        for rate in sorted(rates, key=lambda rate: rate.kind)
        if rate.kind in _BESIDE and rate.amount is not None and rate.is_in_force(scope.day)
    }
    if not beside:
        return []
    return [_("Charged too, but not in this estimate: %(kinds)s.") % {"kinds": ", ".join(beside)}]
