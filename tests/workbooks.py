"""Sheets out and in, as officers take and bring them, for tests."""

from io import BytesIO

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import make

XLSX, CSV = "0", "1"


def page(model, name):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}")


def exported(client, model, format=XLSX):
    response = client.post(page(model, "export"), {"format": format, "resource": "0"})
    assert response.status_code == 200 and "attachment" in response["Content-Disposition"]
    return response.content


def rows_of(book):
    return [list(row) for row in openpyxl.load_workbook(BytesIO(book)).active.iter_rows(values_only=True)]


def book_of(rows):
    book, out = openpyxl.Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def previewed(client, model, content, format=XLSX, resource="0"):
    file = SimpleUploadedFile("so-lieu.xlsx" if format == XLSX else "so-lieu.csv", content)
    return client.post(page(model, "import"), {"import_file": file, "format": format, "resource": resource})


def confirmed(client, model, preview, **options):
    return client.post(page(model, "process_import"), preview.context["confirm_form"].initial, **options)


def refusals(response):
    return {row: " ".join(said) for row, said in response.context.get("refusals", [])}


def changed(rows, code, column, value):
    heads = rows[0]
    return [heads] + [
        [value if head == column else cell for head, cell in zip(heads, row, strict=True)] if code in row else row
        for row in rows[1:]
    ]


def filled_parcel(**fields):
    return make.parcel(
        **{
            "area": "12500.50",
            "power_kw": 400,
            "note_vi": "Góc đường D1\nGần trạm điện",
            "commercial_status": "available",
            "reserved_until": "2027-06-30",
        }
        | fields
    )


def with_cells(rows, values, column="Diện tích theo quyết định, m²"):
    """The rows of a sheet, with what `values` names for the code of a parcel in `column` of its row."""
    for code, value in values.items():
        rows = changed(rows, code, column, value)
    return rows


def new_rows(*rows):
    heads = ["Khu công nghiệp", "Số lô theo quy hoạch", "Diện tích theo quyết định, m²", "Nguồn"]
    return book_of([heads, *rows])
