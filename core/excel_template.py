"""The workbook to fill in: headings, an example row, allowed values as lists in cells, what each column takes."""

from io import BytesIO

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from core import excel_layout
from core.cells import ChoiceCell, DateCell, LinkCell, TextCell, YesNoCell
from core.excel_files import MAX_ROWS, harmless, sheet_title

# A list in a cell that is longer helps nobody; what is not listed may be typed.
_MOST_LISTED = 2000
_LEAST_WIDTH = 14
_GUIDE_WIDTHS = (34, 12, 64, 64)
_QUIET, _EXAMPLE_FILL = Font(italic=True, color="56615B"), PatternFill("solid", fgColor="FBF3E2")


def must_be_given(resource, column):
    """Whether a new row is refused without this column."""
    field = resource._meta.model._meta.get_field(column.attribute)
    return not (_is_shown(column) or field.blank or field.null or field.has_default() or _is_address(resource, column))


def _is_shown(column):
    return not column.is_taken_in


def _is_address(resource, column):
    return column.attribute == resource.address_field


def columns_told(resource):
    """[(heading, is it required, what it takes, help)] of each column, in words."""
    return [
        (column.column_name, must_be_given(resource, column), _manner(resource, column), _help(resource, column))
        for column in resource.columns().values()
    ]


def _manner(resource, column):
    if column.attribute == "version":
        return _("Leave it as it is; empty in a new row.")
    if _is_shown(column):
        return _("To read only: a file does not change it.")
    if isinstance(column.widget, ChoiceCell):
        return f"{column.widget.manner} {', '.join(column.widget.listed().values())}."
    if _is_address(resource, column):
        return _("Lower-case letters, digits and hyphens. Empty in a new row: it is made for you.")
    return str(column.widget.manner)


def _help(resource, column):
    return str(resource._meta.model._meta.get_field(column.attribute).help_text)


def _allowed(column):
    """[(what to type, what it means)] of a column with a list; None for one without."""
    widget = column.widget
    if _is_shown(column):
        return None
    if isinstance(widget, ChoiceCell):
        return [(word, code) for code, word in widget.listed().items()]
    if isinstance(widget, YesNoCell):
        return [(widget.render(True), ""), (widget.render(False), "")]
    if isinstance(widget, LinkCell):
        rows = widget.model._base_manager.select_related(*widget.related) if widget.related else widget.model.objects
        return [(getattr(row, widget.key), str(row)) for row in rows.order_by(widget.key)[:_MOST_LISTED]]
    return None


def _example_cells(resource):
    cells = []
    for at, (name, column) in enumerate(resource.columns().items()):
        value = resource.example.get(name)
        if isinstance(column.widget, ChoiceCell | YesNoCell) and value is not None:
            value = column.widget.render(value)
        cells.append(f"{_('EXAMPLE')} · {value}" if at == 0 else value)
    return cells


def _fill_rows(sheet, resource):
    columns = list(resource.columns().values())
    rows = [[column.column_name for column in columns], [harmless(cell) for cell in _example_cells(resource)]]
    # Wide enough for what is to be typed, too, which is longer than most headings.
    widths = [max(width, _LEAST_WIDTH) for width in excel_layout.widths_of(rows)]
    for number, row in enumerate(rows, start=1):
        sheet.append(row)
        sheet.row_dimensions[number].height = excel_layout.height_of(row, widths)
    excel_layout.set_widths(sheet, widths)
    for at, column in enumerate(columns, start=1):
        example = sheet.cell(2, at)
        excel_layout.as_heading(sheet.cell(1, at))
        example.font, example.fill, example.alignment = _QUIET, _EXAMPLE_FILL, excel_layout.TOP
        if isinstance(column.widget, DateCell | TextCell):
            # As text Excel keeps the zeros in front of a tax code.
            shape = "dd/mm/yyyy" if isinstance(column.widget, DateCell) else "@"
            sheet.column_dimensions[get_column_letter(at)].number_format = example.number_format = shape
    excel_layout.for_paper(sheet, first_column=True)
    sheet.freeze_panes = "B2"


def _add_lists(book, sheet, resource):
    """The second sheet, and in the cells of the first the lists that point to it."""
    listed = book.create_sheet(_("Allowed values"))
    at = 1
    for place, column in enumerate(resource.columns().values(), start=1):
        allowed = _allowed(column)
        if not allowed:
            continue
        for row, cells in enumerate([(column.column_name, ""), *allowed], start=1):
            for offset, cell in enumerate(cells):
                listed.cell(row, at + offset, harmless(str(cell)))
        for offset in (0, 1):
            excel_layout.as_heading(listed.cell(1, at + offset))
            listed.column_dimensions[get_column_letter(at + offset)].width = (32, 48)[offset]
        word = get_column_letter(at)
        is_whole = len(allowed) < _MOST_LISTED
        sheet_rule = DataValidation(
            type="list",
            formula1=f"'{listed.title}'!${word}$2:${word}${len(allowed) + 1}",
            allow_blank=True,
            errorStyle="stop" if is_whole else "information",
            showErrorMessage=True,
            error=_("Choose a value of the list."),
        )
        letter = get_column_letter(place)
        sheet_rule.add(f"{letter}3:{letter}{MAX_ROWS + 1}")
        sheet.add_data_validation(sheet_rule)
        at += 2
    listed.freeze_panes = "A2"
    excel_layout.for_paper(listed)


def _at_top(cell):
    cell.alignment = excel_layout.TOP


def _add_guide(book, resource):
    guide = book.create_sheet(_("What each column takes"))
    guide.append([_("Column"), _("Required"), _("What to type"), _("Note")])
    for heading, is_required, manner, help_text in columns_told(resource):
        guide.append([heading, _("yes") if is_required else "", manner, harmless(help_text)])
    excel_layout.set_widths(guide, _GUIDE_WIDTHS)
    for number, row in enumerate(guide.iter_rows(), start=1):
        for cell in row:
            (excel_layout.as_heading if number == 1 else _at_top)(cell)
        guide.row_dimensions[number].height = excel_layout.height_of([cell.value for cell in row], _GUIDE_WIDTHS)
    excel_layout.for_paper(guide)
    guide.page_setup.fitToWidth, guide.page_setup.fitToHeight = 1, 0
    guide.sheet_properties.pageSetUpPr.fitToPage = True
    guide.freeze_panes = "A2"


def template_of(resource):
    """The workbook as a file: rows to fill in, allowed values, what each column takes; in the active language."""
    book, out = openpyxl.Workbook(), BytesIO()
    sheet = book.active
    sheet.title = sheet_title(resource.get_display_name())
    _fill_rows(sheet, resource)
    _add_lists(book, sheet, resource)
    _add_guide(book, resource)
    book.save(out)
    out.seek(0)
    return out
