"""The templates that are installed: every file of the folders in settings, one form and version a file."""

import datetime as dt
from functools import lru_cache
from pathlib import Path

import yaml
from django.conf import settings

from reports.measures import MEASURES, SOURCES
from reports.template import TemplateFault, read_template


def read_file(path):
    """The Template in the file at `path`. Raises TemplateFault."""
    try:
        data = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise TemplateFault(f"{Path(path).name}: cannot be read: {error}") from None
    return read_template(data, Path(path).name, MEASURES, SOURCES)


def from_raw(raw):
    """The Template a submission kept, as it was then."""
    return read_template(
        {**raw, "valid_from": dt.date.fromisoformat(raw["valid_from"])}, "submission", MEASURES, SOURCES
    )


@lru_cache(maxsize=8)
def _read(paths):
    found = {}
    for path in paths:
        template = read_file(path)
        if (template.form, template.version) in found:
            raise TemplateFault(f"{Path(path).name}: {template.form} {template.version} stands in two files")
        found[template.form, template.version] = template
    return found


def templates():
    """{(form, version): Template} of every file, read once."""
    folders = map(Path, settings.REPORT_TEMPLATE_DIRS)
    return _read(tuple(str(path) for folder in folders for path in sorted(folder.glob("*.yaml"))))


def forms():
    """The codes of all forms, in order."""
    return sorted({form for form, _version in templates()})


def template_for(form, period):
    """The newest Template of `form` in force on the last day of `period` and filed for such periods; None without."""
    found = [
        template
        for (code, _version), template in templates().items()
        if code == form and template.valid_from <= period.last_day and period.kind in template.periods
    ]
    return max(found, key=lambda template: template.valid_from, default=None)
