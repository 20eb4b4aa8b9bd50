"""The fact sheet of an estimate: the same rows and sentences as its page."""

from django.utils.translation import gettext as _

from zones.cost.sheet import sheet as answer_of
from zones.display import NO_BREAK
from zones.sheets.content import Cited, Fact, Facts, Row, Table, Words
from zones.sheets.record import Reader, bind, legal_block


def estimate_sheet(result, day, address, *, in_full):
    """The sheet of an Estimate at the prices of `day`; its amounts are those of zones.cost.sheet, to the dong."""
    reader, answer = Reader(), answer_of(result)
    again = Words(address, title=_("Address that gives this answer again"))
    further = legal_block([fact["legal_basis"] for fact in answer["facts"]], reader)
    return bind(
        reader,
        day=day,
        address=address,
        blocks=[*_blocks(answer), *((again, further, _schedule(answer)) if in_full else ())],
        # On one page the code holds the address; the prices come first.
        spare=() if in_full else (again,),
        title=_("What a lease costs to its end"),
        subtitle=_subtitle(result, answer, reader),
        subject=_("Fact sheet of a cost estimate"),
        is_full=in_full,
        is_sample=answer["is_sample"],
    )


def _blocks(answer):
    """What stands on every sheet of an estimate."""
    ways = "\n".join(f"{label}: {words}" for label, words in answer["comparison"])
    return [
        Words("\n".join(map(str, answer["warnings"])), is_notice=True) if answer["warnings"] else None,
        _totals(answer),
        _lines(answer),
        Words(ways, title=_("The two ways to pay")) if ways else None,
        _prices(answer),
        Words(" ".join(map(str, answer["basis"])), title=_("How it was worked out")),
    ]


def _subtitle(result, answer, reader):
    land = []
    if result.scope:
        land = [str(result.scope.parcel.label)] if result.scope.parcel else []
        land.append(reader.said(result.scope.zone, "name"))
    return " · ".join([*land, f"{answer['heading']['area']}{NO_BREAK}m²"])


def _totals(answer):
    """What comes first: the totals of both ways, then what they were worked out for."""
    heading = answer["heading"]
    items = [
        Fact(
            row["label"],
            row["nominal_words"] if row["is_published"] else "",
            note=_("worth %(amount)s on the first day") % {"amount": row["worth_words"]} if row["is_published"] else "",
        )
        for row in answer["rows"]
        if row["kind"] == "total"
    ]
    term = _("%(start)s to %(end)s") % {"start": heading["start"], "end": heading["end"]}
    return Facts((*items, Fact(_("Term"), _("%(years)s years") % {"years": heading["years"]}, note=term)))


def _lines(answer):
    rows = [
        Row(
            ((row["label"], row["note"]), row["first_year"], row["nominal"], row["present_value"], row["monthly"])
            if row["is_published"]
            else (row["label"], "", _("not published yet"), "", ""),
            is_total=row["kind"] == "total",
        )
        for row in answer["rows"]
    ]
    head = (_("Line"), _("First year"), _("To the end"), _discounted(answer), _("Per m² and month"))
    title = _("Amounts, %(currency)s") % {"currency": answer["currency"]}
    return Table(
        title, head, tuple(rows), (22, 12, 14, 15, 10), (1, 2, 3, 4), is_whole=True, is_sample=answer["is_sample"]
    )


def _discounted(answer):
    return _("Worth on the first day, at %(rate)s%%") % {"rate": answer["discount_rate"]}


def _prices(answer):
    if not answer["facts"]:
        return None
    rows = tuple(
        Row(
            (
                fact["label"],
                fact["price"],
                " · ".join(filter(None, (fact["vat"], fact["since"]))),
                Cited.of(fact),
            )
        )
        for fact in answer["facts"]
    )
    head = (_("Price or fee"), _("Amount"), _("Basis"), _("Source"))
    return Table(_("Facts used"), head, rows, (12, 11, 16, 7), is_sample=answer["is_sample"])


def _schedule(answer):
    if not answer["schedule"]:
        return None
    rows = tuple(
        Row((str(row["number"]), row["due"], row["amount"], row["paid"]), is_total=row["passes"])
        for row in answer["schedule"]
    )
    head = (_("Payment"), _("Due on"), _("Amount"), _("Sum paid"))
    title = _("Payments of rent year by year, %(currency)s") % {"currency": answer["currency"]}
    return Table(title, head, rows, (2, 4, 5, 5), (2, 3), is_sample=answer["is_sample"])
