"""The record's files in the order in which they stand on each other, and how to load them."""

from pathlib import Path

import yaml
from django.conf import settings

from core.loading import Report, Section, load_section

DATA = Path(settings.BASE_DIR) / "data"

RECORD = (
    Section("sources.yaml", "sources", "core.Source", "key"),
    Section("board.yaml", "board", "core.Board", "short_name_vi"),
    Section("law.yaml", "law", "policies.LegalInstrument", "slug"),
    Section("sectors.yaml", "sectors", "policies.Sector", "slug"),
    Section("incentives.yaml", "incentives", "policies.Incentive", "slug"),
    Section("zones.yaml", "zones", "zones.Zone", "slug"),
    Section("figures.yaml", "figures", "zones.Figure", "key"),
    Section("utilities.yaml", "utilities", "zones.Utility", "key"),
    Section("milestones.yaml", "milestones", "zones.Milestone", "key"),
    Section("parcels.yaml", "parcels", "zones.Parcel", "slug"),
    Section("prices.yaml", "rates", "zones.Rate", "key"),
    Section("investors.yaml", "investors", "investors.Investor", "slug"),
    Section("event_forms.yaml", "event_forms", "projects.EventForm", "kind"),
    Section("projects.yaml", "projects", "projects.Project", "slug"),
    Section("opportunities.yaml", "opportunities", "projects.Opportunity", "slug"),
    Section(
        "procedures.yaml",
        "procedures",
        "procedures.Procedure",
        "slug",
        children={"steps": ("procedures.Step", "procedure"), "papers": ("procedures.Paper", "procedure")},
    ),
    Section("news.yaml", "news", "news.Article", "slug"),
)

SAMPLE = (
    Section("sample/parcels.yaml", "parcels", "zones.Parcel", "slug"),
    Section("sample/plan.yaml", "lines", "zones.PlanFeature", "key"),
    Section("sample/rates.yaml", "rates", "zones.Rate", "key"),
)


def _rows(path, name):
    """The rows of one file; raises ValueError with a sentence when the file is not such a list."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (OSError, yaml.YAMLError) as error:
        raise ValueError(str(error)) from None
    rows = content.get(name) if isinstance(content, dict) else None
    if isinstance(rows, dict):
        rows = [rows]
    if not isinstance(rows, list):
        raise ValueError(f"expected a list under “{name}:”")
    return rows


def load(sections, *, data=DATA, progress=lambda line: None):
    """Load every section; return the Report. `progress` is told a line a file."""
    report = Report()
    for section in sections:
        try:
            rows = _rows(data / section.file, section.name)
        except ValueError as error:
            report.refused.append(f"{section.file}: {error}")
            continue
        before = report.created + report.updated
        load_section(section, rows, report)
        progress(f"{section.file}: {len(rows)} rows, {report.created + report.updated - before} written")
    return report
