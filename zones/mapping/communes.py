"""The communes around the zones: outlines in WGS 84 as context, kept in one file of the record."""

from django.conf import settings

FILE = settings.BASE_DIR / "data" / "communes.geojson"
