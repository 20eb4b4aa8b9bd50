"""How much one survey file may hold, checked before and while it is read, so that no file costs a worker."""

# A file of 20,000 vertices is about 1 MB as a workbook, 1 MB as GeoJSON; decisions hold a few hundred parcels.
MOST_MEGABYTES = 5
MOST_BYTES = MOST_MEGABYTES * 1024 * 1024
MOST_VERTICES = 20_000
MOST_ROWS = MOST_VERTICES + 5_000
MOST_COLUMNS = 40
MOST_CELLS = 10 * MOST_ROWS
# The heading stands below a few lines of title at most.
MOST_TITLE_ROWS = 40
# Longer text is no number, no parcel number and no heading.
MOST_CHARACTERS = 200
# Every fault is told; past this many it is not the file that was meant.
MOST_FAULTS = 10_000

# A workbook is a zip: what it unpacks to, its parts, how far one part may shrink (spreadsheets reach 30), its sheets,
# and how many tags it holds, which is what reading costs: 20,000 vertices make 480,000 in the sheet.
MOST_UNPACKED = 40 * 1024 * 1024
MOST_PARTS = 500
MOST_RATIO = 200
MOST_SHEETS = 20
MOST_SHEET_TAGS = 800_000
MOST_STRING_TAGS = 400_000
MOST_OTHER_TAGS = 50_000

MOST_KML_TAGS = 200_000
# Brackets and commas of a GeoJSON: each vertex has one bracket and two or three commas, each parcel a few more.
MOST_BRACKETS = 200_000
MOST_COMMAS = 300_000
# What one feature says of itself beside its outline; properties past these are not looked at.
MOST_PROPERTIES = 100
