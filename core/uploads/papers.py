"""Whether bytes are a paper that an office keeps: a PDF, or a Word or Excel file without macros. Judged by content."""

import io
import re
import zipfile

from django.utils.translation import gettext as _

from core.uploads.refusing import UploadRefused

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENDINGS = {PDF: "pdf", DOCX: "docx", XLSX: "xlsx", "image/jpeg": "jpg"}

# Where a PDF ends, viewers look for its last words in so many bytes.
_PDF_TAIL = 2048
# The word stands in the dictionary of the trailer, which is never packed.
_ENCRYPTED = re.compile(rb"/Encrypt\s*(?:<<|\d+\s+\d+\s+R)")
_MOST_PARTS, _MOST_UNPACKED, _MOST_RATIO = 3000, 300 * 1024 * 1024, 400
_CONTENTS, _MOST_CONTENTS = "[Content_Types].xml", 1024 * 1024
_MAIN = {
    DOCX: b"wordprocessingml.document.main+xml",
    XLSX: b"spreadsheetml.sheet.main+xml",
}
# Programs inside a paper, by the names of the parts that hold them.
_PROGRAMS = re.compile(r"vbaproject|vbadata|activex|oleobject|macrosheets", re.IGNORECASE)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def kind_of_paper(data):
    """The type of `data` as a name of MIME; raises UploadRefused for anything but a sound paper."""
    if data.startswith(b"%PDF-"):
        _check_pdf(data)
        return PDF
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_package(data)
    if data.startswith(_OLD_OFFICE):
        raise UploadRefused(_("This is an old Word or Excel file, or has a password. Save it as PDF and send that."))
    raise UploadRefused(_("Only PDF, Word (.docx), Excel (.xlsx) and pictures (JPEG, PNG, WebP) are taken."))


def _check_pdf(data):
    tail = data[-_PDF_TAIL:]
    if b"%%EOF" not in tail or b"startxref" not in tail or b" obj" not in data:
        raise UploadRefused(_("The PDF is cut off or damaged. Scan or save it again."))
    if zipfile.is_zipfile(io.BytesIO(data)):
        raise UploadRefused(_("Another file hides at the end of the PDF. Print it to a new PDF and send that."))
    if _ENCRYPTED.search(data):
        raise UploadRefused(_("The PDF has a password. Save it without: the Board must be able to open it."))


def _kind_of_package(data):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_package(package, data)
            types = _read_types(package)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, KeyError, RuntimeError, EOFError):
        raise UploadRefused(_("The Word or Excel file is damaged. Save it again, or as PDF.")) from None
    except Exception as error:
        if isinstance(error, UploadRefused):
            raise
        # Unpacking a hostile package fails in as many ways as there are ways to pack one.
        raise UploadRefused(_("The Word or Excel file is damaged. Save it again, or as PDF.")) from None
    if b"macroenabled" in types.lower():
        raise UploadRefused(_("The file holds macros. Save it as .docx, .xlsx or PDF without them."))
    kinds = [kind for kind, mark in _MAIN.items() if mark in types]
    if len(kinds) != 1:
        raise UploadRefused(_("Only PDF, Word (.docx), Excel (.xlsx) and pictures (JPEG, PNG, WebP) are taken."))
    return kinds[0]


def _check_package(package, data):
    """Refuse by what the directory of the package declares, before anything of it is unpacked."""
    parts = package.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > _MOST_PARTS or unpacked > _MOST_UNPACKED or unpacked > _MOST_RATIO * len(data):
        raise UploadRefused(_("The file unpacks to far more than a paper holds. Save it as PDF."))
    if any(_PROGRAMS.search(part.filename) for part in parts):
        raise UploadRefused(_("The file holds macros. Save it as .docx, .xlsx or PDF without them."))
    names = [part.filename for part in parts]
    is_odd = any(part.flag_bits & 1 for part in parts) or len(set(names)) != len(names)
    if is_odd or any(name.startswith("/") or ".." in name.split("/") or "\\" in name for name in names):
        raise UploadRefused(_("The Word or Excel file is damaged. Save it again, or as PDF."))


def _read_types(package):
    with package.open(_CONTENTS) as part:
        return part.read(_MOST_CONTENTS)
