"""What is no paper and no picture is refused with a sentence, at little cost, and leaves nothing behind."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from django.urls import reverse
from PIL import Image, PngImagePlugin

from core.models import StoredFile
from core.roles import Role
from core.uploads.intake import label_of
from core.uploads.papers import XLSX
from core.uploads.refusing import UploadRefused
from tests import make, uploads
from tests.admin_forms import fields_of
from tests.uploads import KIND, PDF, package, picture, taken


def png_that_claims(width, height):
    """A PNG of a few bytes whose header promises so many pixels."""

    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")
    )


def zip_of(size):
    """A Word file that unpacks to `size` bytes of nothing."""
    return package({"word/media/1.bin": b"\0" * size})


ENCRYPTED = PDF.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt 5 0 R")
TWICE_NAMED = package({})
with zipfile.ZipFile(buffer := io.BytesIO(TWICE_NAMED), "a") as again:
    again.writestr("../../etc/cron.d/x", "")
CLIMBING = buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "trống"),
        (b"<html><script>alert(1)</script>", "PDF, Word"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "PDF, Word"),
        (b"MZ\x90\0 a program", "PDF, Word"),
        (b"GIF89a and then <script>", "PDF, Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "mật khẩu"),
        (PDF[:-12], "hỏng"),
        (b" \n" + PDF, "PDF, Word"),
        (PDF + package({}), "khác"),
        (ENCRYPTED, "mật khẩu"),
        (package({"word/vbaProject.bin": b"x"}), "macro"),
        (package({"word/activeX/activeX1.bin": b"x"}), "macro"),
        (package({}, main="application/vnd.ms-word.document.macroEnabled"), "macro"),
        (package({}, main="application/zip"), "PDF, Word"),
        (CLIMBING, "hỏng"),
        (package({})[:-30], "hỏng"),
        (zip_of(5_000_000), "giải nén"),
    ],
)
def test_what_is_no_paper_is_refused_with_a_sentence(data, words):
    with pytest.raises(UploadRefused, match=words):
        taken(data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (PDF, "JPEG, PNG"),
        (b"GIF89a", "JPEG, PNG"),
        (picture(200, 100), "200"),
        (picture()[:-400], "hỏng"),
        (b"\xff\xd8\xff" + b"\0" * 400, "hỏng"),
        (png_that_claims(60_000, 60_000), "25 triệu"),
        (png_that_claims(15_000, 2_000), "25 triệu"),
        (png_that_claims(600, 600), "hỏng"),
    ],
)
def test_what_is_no_picture_is_refused_before_it_costs_anything(data, words):
    with pytest.raises(UploadRefused, match=words):
        taken(data, kind=KIND.PICTURE)


def test_what_hides_in_and_behind_a_picture_is_lost():
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "a telephone", 6  # its maker; to be turned upright
    exif.get_ifd(0x8825)[2] = (22.0, 8.0, 51.0)  # the place
    hidden = b"<script>alert(1)</script>PK\x03\x04"
    data = picture(640, 480, exif=exif, comment=b"bimat", icc_profile=b"bimat" * 9) + hidden
    made = taken(data, "a.jpg", KIND.PICTURE)
    assert (made.width, made.height) == (480, 640), "upright"
    for name, content in made.contents.items():
        assert not [one for one in (b"bimat", b"script", b"telephone", b"PK\x03") if one in content], name
        with Image.open(io.BytesIO(content)) as image:
            assert not image.getexif() and not {"exif", "icc_profile", "comment"} & set(image.info), name
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "bimat")
    scan = taken(picture(900, 600, "PNG", pnginfo=notes), "quét.png")
    assert scan.mime == "image/jpeg" and scan.label == "quét.jpg" and b"bimat" not in scan.contents["file"]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("QĐ 12.PDF", "QĐ 12.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ('a"; filename=x.html\r\nSet-Cookie: a=b.pdf', "a ; filename=x.html Set-Cookie a=b.pdf"),
        ("ảnh\u202efdp.exe", "ảnh fdp.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("", "file.pdf"),
        ("x" * 200 + ".html", "x" * 120 + ".pdf"),
    ],
)
def test_the_name_a_file_came_with_is_only_a_label(name, label):
    assert label_of(name, "pdf") == label


def test_words_and_sheets_without_macros_are_taken():
    assert taken(package({}), "Tờ trình.doc").label == "Tờ trình.docx"
    assert taken(package({}, main=XLSX), "a").mime == XLSX


def law_page(settings):
    law = make.instrument(publication="draft")
    return law, reverse("admin:policies_legalinstrument_change", args=[law.pk])


def test_a_file_over_the_limit_never_reaches_the_disk_and_the_form_keeps_what_was_typed(db, settings):
    settings.UPLOAD_FILE_MB, settings.UPLOAD_PICTURE_MB = 1, 1
    law, page = law_page(settings)
    client = make.client_of(Role.EDITOR)
    data = fields_of(client.unwritten("get", page)) | {"number": "77/QĐ-UBND"}
    answer = client.post(page, data | {"upload": uploads.sent(PDF + b" " * 1_500_000)})
    assert answer.status_code == 200 and "lớn hơn 1 MB" in answer.content.decode()
    assert "77/QĐ-UBND" in answer.content.decode() and not StoredFile.objects.exists()
    law.refresh_from_db()
    assert law.number != "77/QĐ-UBND"


def test_of_a_file_over_the_limit_only_the_size_is_kept(rf, settings):
    settings.UPLOAD_FILE_MB, settings.UPLOAD_PICTURE_MB = 1, 1
    files = {"large": uploads.sent(b"x" * 1_500_000), "small": uploads.sent(b"x" * 999)}
    received = rf.post("/", files).FILES
    assert received["large"].size == 1_500_000 and received["large"].read() == b""
    assert received["small"].read() == b"x" * 999


def test_a_request_larger_than_any_form_is_not_read(db, client, settings):
    settings.UPLOAD_REQUEST_MB = 1
    for path, words in (("/", "Gửi quá nhiều"), ("/en/", "Too much was sent")):
        answer = client.post(path, b"x" * 1_100_000, content_type="application/octet-stream")
        assert answer.status_code == 413 and words in answer.content.decode()


def test_a_full_disk_is_a_sentence_and_nothing_is_half_saved(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.write_text("no folder can be made here")
    law, page = law_page(settings)
    client = make.client_of(Role.EDITOR)
    data = fields_of(client.unwritten("get", page)) | {"number": "78/QĐ-UBND", "upload": uploads.sent(PDF)}
    answer = client.post(page, data)
    assert answer.status_code == 200 and "không ghi được" in answer.content.decode()
    law.refresh_from_db()
    assert law.number != "78/QĐ-UBND" and law.file is None and not StoredFile.objects.exists()
    Path(settings.MEDIA_ROOT).unlink()
    data["upload"] = uploads.sent(PDF)
    assert client.post(page, data).status_code == 302
    law.refresh_from_db()
    assert law.number == "78/QĐ-UBND" and law.file.label == "quyết định.pdf"
    assert [path.name for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == ["file"]
