"""The draft of a notice to an investor whose project is late: a document for the officer, never sent from here."""

import io

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from projects.lateness import Slow, behind

FONT = "Times New Roman"
BLANK = "……………………"


def draft_notice(project, board, today, limit=None):
    """The bytes of the .docx, in Vietnamese; None when `project` is late in nothing that a day proves.

    `project` has its events, zone and investor read; `limit` is the LandUseLimit in force on `today`, or None.
    """
    late = [one for one in behind(project, today, limit and limit.months) if one.is_late and one.due]
    if not late:
        return None
    with translation.override("vi"):
        document = _paper()
        _head(document, board, today)
        _body(document, project, late, today, limit)
        stream = io.BytesIO()
        document.save(stream)
    return stream.getvalue()


def _paper():
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(20)
    section.top_margin = section.bottom_margin = Mm(20)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(13)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), FONT)
    style.paragraph_format.space_after = Pt(6)
    document.core_properties.title = _("Draft notice on a late project")
    document.core_properties.author = ""
    return document


def _line(document, text, *, is_bold=False, side=WD_ALIGN_PARAGRAPH.LEFT, size=13):
    paragraph = document.add_paragraph()
    paragraph.alignment = side
    run = paragraph.add_run(text)
    run.bold, run.font.size = is_bold, Pt(size)
    return run


def _head(document, board, today):
    draft = _line(document, _("DRAFT – not issued"), is_bold=True, side=WD_ALIGN_PARAGRAPH.RIGHT)
    draft.font.color.rgb = RGBColor(0xA4, 0x32, 0x2A)
    _line(document, board.name if board else BLANK, is_bold=True)
    _line(document, _("No.: %(blank)s") % {"blank": BLANK})
    _line(document, _("Drafted on %(day)s") % {"day": date_format(today, "DATE_FORMAT")})
    title = _("NOTICE on the progress of an investment project")
    _line(document, title, is_bold=True, side=WD_ALIGN_PARAGRAPH.CENTER, size=14)


def _body(document, project, late, today, limit):
    investor = project.investor.name if project.investor else BLANK
    _line(document, _("To: %(investor)s") % {"investor": investor})
    _line(document, _("Address: %(blank)s") % {"blank": BLANK})
    about = _("Project: %(project)s, %(zone)s") % {"project": project.name, "zone": project.zone.name}
    _line(document, about)
    number = project.certificate_number or BLANK
    day = date_format(project.certificate_date, "DATE_FORMAT") if project.certificate_date else BLANK
    _line(document, _("Investment certificate: %(number)s, %(day)s") % {"number": number, "day": day})
    _line(document, _("State on record: %(state)s") % {"state": project.get_implementation_display()})
    _line(document, _("By the Board's record, on %(day)s:") % {"day": date_format(today, "DATE_FORMAT")})
    for one in late:
        document.add_paragraph(f"– {sentence(one, limit)}")
    asked = _(
        "You are asked to report to the Board in writing, before %(blank)s: how the project stands, why it is late, "
        "and by which days you will begin and finish."
    )
    _line(document, asked % {"blank": BLANK})
    _line(document, _("Contact of the Board: %(blank)s") % {"blank": BLANK})
    _line(document, _("Signed by: %(blank)s") % {"blank": BLANK}, is_bold=True, side=WD_ALIGN_PARAGRAPH.RIGHT)


def sentence(one, limit=None):
    """What `one` (a Behind with a day) says, as a letter states it."""
    words = {"due": date_format(one.due, "DATE_FORMAT"), "days": one.days, "decision": one.decision}
    if one.how == Slow.IDLE:
        words |= {"since": date_format(one.first_due, "DATE_FORMAT"), "basis": limit.basis, "months": limit.months}
        return (
            _(
                "The land was handed over on %(since)s and is not in use; %(months)s months passed on %(due)s, "
                "%(days)s days ago (%(basis)s)."
            )
            % words
        )
    told = {
        Slow.START: _("The works were to begin by %(due)s; that is %(days)s days ago."),
        Slow.FINISH: _("The project was to be in operation by %(due)s; that is %(days)s days ago."),
    }[one.how] % words
    if one.decision:
        words["first"] = date_format(one.first_due, "DATE_FORMAT") if one.first_due else BLANK
        told += " " + _("That day already follows from decision %(decision)s, first committed: %(first)s.") % words
    return told
