"""Pictures: judged by their header before they are decoded, then written anew, so that nothing else in them remains."""

import io
import threading
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from core.uploads.refusing import UploadRefused

WIDTHS = (480, 960, 1600)
# Narrower, a picture is a smear on any page.
LEAST_WIDTH = 480
# A camera of 48 megapixels. What is unpacked at once (PNG, WebP) takes four bytes a pixel.
MOST_PIXELS = {"JPEG": 50_000_000, "MPO": 50_000_000, "PNG": 25_000_000, "WEBP": 25_000_000}
_LONGEST_SIDE = 16_000
# A page of paper, scanned so that its small print can be read.
_PAGE_SIDE = 3600
_SIGNS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
# One at a time in each process: a large one takes some hundred megabytes while it is decoded.
_decoding = threading.Lock()


@dataclass(frozen=True)
class Rendered:
    """A picture written anew: its size in pixels, and {name: bytes} of each form of it."""

    width: int
    height: int
    contents: dict


def looks_like_picture(data):
    return data.startswith(_SIGNS) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def for_pages(data):
    """`data` as WebP of up to three widths, and as one JPEG for browsers without it; never wider than it came."""
    with _decoding:
        image = _decoded(data, WIDTHS[-1])
        if image.width < LEAST_WIDTH:
            raise UploadRefused(
                _("The picture is only %(width)s pixels wide; a page needs %(least)s.")
                % {"width": image.width, "least": LEAST_WIDTH}
            )
        largest = min(image.width, WIDTHS[-1])
        widths = [width for width in WIDTHS if width < largest] + [largest]
        sized = {width: _of_width(image, width) for width in widths}
    contents = {f"{width}.webp": _written(one, "WEBP", quality=78, method=4) for width, one in sized.items()}
    middle = max(width for width in widths if width <= WIDTHS[1])
    contents["plain.jpg"] = _written(sized[middle], "JPEG", quality=80, optimize=True, progressive=True)
    return Rendered(sized[largest].width, sized[largest].height, contents)


def as_scan(data):
    """`data` as one JPEG that can still be read: a paper that was photographed."""
    with _decoding:
        image = _decoded(data, _PAGE_SIDE)
        image.thumbnail((_PAGE_SIDE, _PAGE_SIDE))
    return Rendered(image.width, image.height, {"file": _written(image, "JPEG", quality=85, optimize=True)})


def _decoded(data, wanted):
    """The picture upright, as plain colours on white; not much smaller than `wanted` pixels on its shorter side."""
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as image:
            _check_size(image)
            # A JPEG can be decoded at a half, a quarter or an eighth, which spares the memory of the whole.
            image.draft("RGB", (wanted * 2, wanted * 2))
            upright = ImageOps.exif_transpose(image)
            if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
                over = upright.convert("RGBA")
                upright = Image.new("RGB", over.size, "white")
                upright.paste(over, mask=over.getchannel("A"))
            return upright.convert("RGB")
    except UploadRefused:
        raise
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except Exception:
        # A damaged picture fails in as many ways as decoders have; to the officer they are one.
        raise UploadRefused(_("The picture cannot be read: it is damaged. Save it again as JPEG.")) from None


def _check_size(image):
    width, height = image.size
    if width * height > MOST_PIXELS[image.format] or max(width, height) > _LONGEST_SIDE:
        raise _too_many_pixels()


def _too_many_pixels():
    most = min(MOST_PIXELS.values()) // 1_000_000
    return UploadRefused(_("The picture has more than %(most)s million pixels. Make it smaller.") % {"most": most})


def _of_width(image, width):
    if width == image.width:
        return image
    return image.resize((width, max(1, round(image.height * width / image.width))), Image.Resampling.LANCZOS)


def _written(image, kind, **options):
    """Only the pixels: no EXIF, no place, no profile, nothing that stood behind the picture's end."""
    image.info.clear()
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()
