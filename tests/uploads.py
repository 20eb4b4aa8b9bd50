"""Small files for tests, as officers send them, and pictures that records already have."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from core.models import StoredFile
from core.uploads.intake import take
from core.uploads.papers import DOCX
from core.uploads.storing import keep
from tests import make

KIND = StoredFile.Kind
PDF = b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"


def picture(width=640, height=400, kind="JPEG", colour=(30, 90, 60), **options):
    file = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(file, kind, **options)
    return file.getvalue()


def package(parts, main=DOCX):
    """A Word file (or what calls itself one) with these further parts: {name: bytes}."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        types = f'<Types><Override PartName="/word/document.xml" ContentType="{main}.main+xml"/></Types>'
        packed.writestr("[Content_Types].xml", types)
        for name, content in ({"word/document.xml": b"<w:document/>"} | parts).items():
            packed.writestr(name, content)
    return file.getvalue()


def page_of(record):
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


def sent(data, name="quyết định.pdf"):
    return SimpleUploadedFile(name, data)


def taken(data, name="quyết định.pdf", kind=KIND.FILE):
    return take(sent(data, name), kind)


def stored(data, used_in, name="quyết định.pdf", kind=KIND.FILE):
    return keep(taken(data, name, kind), by=make.user(), used_in=used_in)


def picture_of(record, *, data=None, **fields):
    """A picture of `record`, kept and shown."""
    model = type(record)._meta.get_field("pictures").related_model
    file = stored(data or picture(), model, "cong.jpg", KIND.PICTURE)
    words = {"alt_vi": "Cổng khu công nghiệp", "alt_en": "The gate of the zone", "taken_on": "2026-05"}
    return model.objects.create(record=record, file=file, digest=file.digest, **words | fields)
