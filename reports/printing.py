"""What every printed form of a report holds: whose it is, its title, its period, its tables, in Vietnamese."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.models import Board
from reports.figures import figure
from reports.grid import blocks


@dataclass(frozen=True)
class Printed:
    """`orientation` is portrait or landscape; `notes` stand above the tables."""

    board: str
    title: str
    period: str
    orientation: str
    notes: tuple
    blocks: tuple


def printed(report):
    """The Printed of `report`: as it was submitted, or, marked as a draft, as the record fills it. In Vietnamese."""
    with override("vi"):
        report.__dict__.pop("from_record", None)
        form = report.shown
        template = form.template
        title = _("Form %(form)s. %(title)s") % {"form": template.form, "title": template.title}
        period = _("Reporting period: %(period)s") % {"period": report.period.period.label}
        return Printed(
            board=Board.current().name,
            title=title,
            period=period,
            orientation=template.orientation,
            notes=tuple(_notes(report)),
            blocks=tuple(blocks(form)),
        )


def _notes(report):
    if not report.is_frozen:
        yield _("DRAFT, not submitted.")
    if report.rate is not None:
        day = date_format(report.rate_on, "DATE_FORMAT") if report.rate_on else "–"
        words = {"rate": figure(report.rate), "day": day, "source": report.rate_source or "–"}
        yield _("Exchange rate: 1 USD = %(rate)s VND, %(day)s, %(source)s.") % words
