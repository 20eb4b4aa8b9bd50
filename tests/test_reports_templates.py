"""The forms are data: a file that is wrong says where, and a file that is new is a form, without touching code."""

import datetime as dt
from pathlib import Path

import pytest
import yaml
from django.conf import settings as django_settings

from reports.figures import figure, rounded
from reports.library import forms, read_file, template_for
from reports.periods import Kind, Period, Standing, periods_around, read_period, standing
from reports.template import TemplateFault
from tests import make_reports

FOLDER = Path(django_settings.BASE_DIR) / "reports" / "templates_data"

SIXTH = """
form: "2999"
version: "1"
valid_from: 2026-01-01
vi: Biểu thử
en: A trial form
orientation: portrait
periods: [quarter]
explain_from_percent: 10
tables:
  - key: zones
    vi: Các khu
    en: Zones
    shape: list
    rows: zones_producing
    items:
      - {key: name, vi: Tên, en: Name, kind: text, measure: zone_name, total: count}
      - {key: leased, vi: Cho thuê, en: Leased, unit: ha, kind: number, measure: leased_area, total: sum}
      - key: workers
        vi: Lao động
        en: Workers
        kind: integer
        measure: period_figure
        with: {figure: labour_domestic}
        total: sum
      - {key: note, vi: Ghi tay, en: Typed, kind: number, typed: true, total: sum}
      - {key: left, vi: Còn, en: Left, kind: number, formula: {difference: [workers, note]}, total: formula}
  - key: whole
    vi: Tổng
    en: Whole
    shape: summary
    items:
      - {key: left, vi: Còn, en: Left, kind: number, formula: {sum: [zones.left]}}
"""


@pytest.fixture
def sixth(settings, tmp_path):
    (tmp_path / "2999.yaml").write_text(SIXTH, encoding="utf-8")
    settings.REPORT_TEMPLATE_DIRS = [*settings.REPORT_TEMPLATE_DIRS, tmp_path]
    return tmp_path


def test_the_five_known_forms_are_installed_in_both_languages():
    assert forms() == ["2101", "2102", "2103", "2104", "2107"]
    for path in sorted(FOLDER.glob("*.yaml")):
        template = read_file(path)
        assert path.stem == f"{template.form}-{template.version}"
        for table, item in template.items():
            assert table.title.vi != table.title.en and item.heading.vi and item.heading.en


@pytest.mark.django_db
def test_a_sixth_form_made_of_known_measures_needs_no_code(sixth):
    make_reports.record()
    assert "2999" in forms()
    report = make_reports.report("2999", template_version="1")
    place = f"zones/{report.from_record.tables[0].rows[0].key}/note"
    report.entries.create(address=place, value=20, by=report.begun_by)
    fresh = type(report).objects.get(pk=report.pk)
    values = fresh.from_record.values()
    assert (values["zones/total/leased"], values["zones/total/workers"]) == ("2", "120")
    assert (values[place], values["zones/total/left"], values["whole/whole/left"]) == ("20", "100", "100")


def _broken(change):
    data = yaml.safe_load(SIXTH)
    change(data)
    return data


@pytest.mark.parametrize(
    ("change", "said"),
    (
        (lambda d: d.pop("vi"), "lacks vi"),
        (lambda d: d.update(colour="red"), "unknown words: colour"),
        (lambda d: d.update(valid_from="soon"), "valid_from"),
        (lambda d: d.update(periods=["month"]), "periods are"),
        (lambda d: d.update(explain_from_percent=0), "above 0"),
        (lambda d: d["tables"][0].update(rows="planets"), "no rows “planets”"),
        (lambda d: d["tables"][0].update(shape="pie"), "shape is one of"),
        (lambda d: d["tables"][0]["items"][1].update(measure="luck"), "no measure “luck”"),
        (lambda d: d["tables"][0]["items"][1].update(measure="zone_name"), "does not fill"),
        (lambda d: d["tables"][0]["items"][2]["with"].update(figure="luck"), "“figure” is one of"),
        (lambda d: d["tables"][0]["items"][2].pop("with"), "needs figure"),
        (lambda d: d["tables"][0]["items"][4].update(formula={"root": ["note"]}), "no formula “root”"),
        (lambda d: d["tables"][0]["items"][4].update(formula={"difference": ["later", "note"]}), "no number above it"),
        (lambda d: d["tables"][0]["items"].append(d["tables"][0]["items"][0]), "two items have one key"),
        (lambda d: d["tables"][0]["items"][3].update(measure="leased_area"), "filled by one of"),
        (lambda d: d["tables"][0]["items"][0].update(key="../x"), "is no key"),
        (lambda d: d["tables"][1]["items"][0].update(must_exist="x"), "must_exist"),
    ),
)
def test_a_wrong_file_says_what_is_wrong_with_it(tmp_path, change, said):
    path = tmp_path / "wrong.yaml"
    path.write_text(yaml.safe_dump(_broken(change), allow_unicode=True), encoding="utf-8")
    with pytest.raises(TemplateFault, match=r"wrong\.yaml") as fault:
        read_file(path)
    assert said in str(fault.value)


def test_a_file_that_is_no_yaml_is_told(tmp_path):
    path = tmp_path / "torn.yaml"
    path.write_text("form: [", encoding="utf-8")
    with pytest.raises(TemplateFault, match="cannot be read"):
        read_file(path)


def test_a_form_is_filed_only_from_its_first_day_and_for_its_kinds_of_period(sixth):
    assert template_for("2104", read_period("2024-Q2")) is None
    assert template_for("2104", read_period("2026-Q2")).version == "2026-05"
    assert template_for("2999", read_period("2026")) is None


@pytest.mark.parametrize("code", ("2024-04", "2024-04-16", "1999", "2101", "2024-Q5", "x", "", "٢٠٢٤", "2024-Q2 "))
def test_what_is_no_quarter_or_year_is_no_period(code):
    with pytest.raises(ValueError):
        read_period(code)


def test_periods_know_their_days_their_names_and_the_one_before():
    quarter, year = read_period("2024-Q2"), read_period("2024")
    assert (quarter.label, year.label) == ("quý II/2024", "năm 2024")
    assert (quarter.first_day, quarter.last_day) == (dt.date(2024, 4, 1), dt.date(2024, 6, 30))
    assert (read_period("2024-Q1").previous, year.previous) == (Period(2023, 4), Period(2023))
    assert read_period("2000").previous is None
    assert [one.code for one in periods_around(dt.date(2026, 11, 22), 3, 1)] == [
        "2026-Q4",
        "2026-Q3",
        "2026-Q2",
        "2026",
    ]
    assert {quarter.kind, year.kind} == {Kind.QUARTER, Kind.YEAR}


def test_how_a_period_stands_follows_from_its_end_and_its_deadline():
    period, deadline = read_period("2026-Q3"), dt.date(2026, 10, 10)
    assert standing(period, deadline, dt.date(2026, 9, 30)) == Standing.NOT_YET
    assert standing(period, deadline, dt.date(2026, 10, 10)) == Standing.IN_TIME
    assert standing(period, deadline, dt.date(2026, 10, 11)) == Standing.OVERDUE
    assert standing(period, None, dt.date(2027, 1, 1)) == Standing.UNKNOWN


def test_numbers_are_written_in_the_style_of_the_form_and_never_cut():
    assert figure(rounded("1234567.500000")) == "1,234,567.5"
    assert figure(rounded("0.000005")) == "0.00001" and figure(rounded("-0.5")) == "-0.5"
    assert figure(None) == "-"
    for beyond in ("1e15", "999999999999999.999999", "NaN", "Infinity"):
        with pytest.raises(ValueError):
            rounded(beyond)
