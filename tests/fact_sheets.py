"""Fact sheets in tests: asked for, and read as the PDF they are."""

import io

from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

TERM = {"start": "2027-01-01", "end": "2037-01-01", "discount_rate": "8"}


def get(client, kind, *args, language="vi", **query):
    with translation.override(language):
        address = reverse(f"zones:{kind}_sheet", args=args)
    return client.get(address, query)


def pdf(response):
    assert response.status_code == 200 and response["Content-Type"] == "application/pdf"
    return PdfReader(io.BytesIO(response.content))


def words_of(reader):
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def text(response):
    return words_of(pdf(response))


def addresses(response):
    notes = [note.get_object() for page in pdf(response).pages for note in page.get("/Annots") or ()]
    return {note["/A"]["/URI"] for note in notes if "/A" in note}
