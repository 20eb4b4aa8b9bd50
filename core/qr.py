"""An address as a QR code, drawn as SVG without a style of its own."""

from functools import lru_cache

import segno
from django.utils.safestring import mark_safe

# Longer addresses give codes that a phone no longer reads from paper.
LONGEST = 900
# Any of the eight can be read. Trying all of them for the prettiest took two thirds of the time, on every page.
MASK = 0


@lru_cache(maxsize=256)
def qr_svg(address):
    """The SVG of `address`, coloured by the classes `qr` and `qr__dots`; "" when it is too long."""
    if len(address) > LONGEST:
        return ""
    code = segno.make(address, micro=False, mask=MASK, error="m" if len(address) < 300 else "l")
    return mark_safe(code.svg_inline(border=2, svgclass="qr", lineclass="qr__dots", omitsize=True))
