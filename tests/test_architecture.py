"""Imports go down, never up or sideways: read from the code itself."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

# From the top of the house to the ground; apps on one floor do not import each other, except where ALSO says so.
FLOORS = (
    {"kcn_portal"},
    {"enquiries", "reports"},
    {"projects", "procedures", "news"},
    {"investors"},
    {"zones"},
    {"policies"},
    {"core"},
)
FLOOR_OF = {app: at for at, apps in enumerate(FLOORS) for app in apps}
# These know no database: pure arithmetic and words, so that they can be tested and trusted alone.
PURE = (
    "zones/balance/sums.py",
    "core/chain.py",
    "core/lifecycle.py",
    "core/refusals.py",
    "core/text.py",
    "core/numbers.py",
    "reports/figures.py",
    "reports/form.py",
    "reports/grid.py",
    "reports/template.py",
    "zones/finding/fit.py",
    "zones/mapping/plan.py",
    "zones/cost/pricing.py",
    "zones/sheets/blocks.py",
    "zones/sheets/content.py",
    "zones/sheets/furniture.py",
    "zones/sheets/lettering.py",
    "zones/sheets/paper.py",
    "zones/sheets/plan_drawing.py",
    "zones/cost/costing.py",
    "zones/prices/chart.py",
    "zones/mapping/area_rule.py",
    "zones/mapping/geometry.py",
    "zones/models/price_rules.py",
    "zones/survey/checks.py",
    "zones/survey/headings.py",
    "zones/survey/limits.py",
    "zones/survey/maps.py",
    "zones/survey/numbers.py",
    "zones/survey/overlay.py",
    "zones/survey/proposals.py",
    "zones/survey/reading.py",
    "zones/survey/records.py",
    "zones/survey/sheets.py",
    "zones/survey/tables.py",
)


def _imported(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module


def _modules():
    root = Path(settings.BASE_DIR)
    return [path for app in sorted(FLOOR_OF) for path in sorted((root / app).rglob("*.py"))]


def test_every_app_of_ours_stands_on_a_floor():
    ours = {app for app in settings.INSTALLED_APPS if (Path(settings.BASE_DIR) / app).is_dir()}
    assert ours == set(FLOOR_OF)


@pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_a_module_imports_only_from_below(path):
    here = path.relative_to(settings.BASE_DIR).parts[0]
    for module in _imported(path):
        app = module.partition(".")[0]
        if app in FLOOR_OF and app != here:
            assert FLOOR_OF[app] > FLOOR_OF[here], f"{path.name} imports {module}, which is not below {here}"


@pytest.mark.parametrize("name", PURE)
def test_pure_modules_know_no_database(name):
    imported = set(_imported(Path(settings.BASE_DIR) / name))
    assert not {module for module in imported if "models" in module or module.startswith("django.db")}


@pytest.mark.parametrize(
    "path", sorted((Path(settings.BASE_DIR) / "zones/models").glob("*.py")), ids=lambda path: path.name
)
def test_the_models_of_zones_stand_on_nothing_that_stands_on_them(path):
    """A model may ask a pure module of its app, and no module that reads the database through the models."""
    root = Path(settings.BASE_DIR)
    for module in _imported(path):
        file = root / f"{module.replace('.', '/')}.py"
        if module.startswith("zones.") and not module.startswith("zones.models") and file.exists():
            assert not [one for one in _imported(file) if one.startswith("zones.models")], f"{path.name}: {module}"
