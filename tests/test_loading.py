"""The record: checked row by row, safe to load twice, never over an officer's edit."""

import unicodedata
from io import StringIO

import pytest
import yaml
from django.core.management import CommandError, call_command

from kcn_portal import record
from policies.models import Sector

pytestmark = pytest.mark.django_db


def _write(folder, name, rows, section=None):
    (folder / name).write_text(yaml.safe_dump({section or name.removesuffix(".yaml"): rows}, allow_unicode=True))


@pytest.fixture
def small_record(tmp_path):
    """One source and one sector on disk."""
    _write(tmp_path, "sources.yaml", [{"key": "bao", "kind": "press", "publisher_vi": "Báo", "read_on": "2026-11-22"}])
    sector = {"slug": "go", "name_vi": "Gỗ", "name_en": "Timber", "scope": "zone", "source": "bao", "as_of": "2024"}
    _write(tmp_path, "sectors.yaml", [sector])
    return tmp_path


def _sections(*names):
    return [section for section in record.RECORD if section.name in names]


def _load(folder):
    return record.load(_sections("sources", "sectors"), data=folder)


def test_loading_twice_changes_nothing(small_record):
    assert _load(small_record).created == 2
    again = _load(small_record)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 2)


def test_a_changed_row_is_refreshed(small_record):
    _load(small_record)
    sector = yaml.safe_load((small_record / "sectors.yaml").read_text())["sectors"][0] | {"name_vi": "Gỗ rừng trồng"}
    _write(small_record, "sectors.yaml", [sector])
    assert _load(small_record).updated == 1
    assert Sector.objects.get(slug="go").name_vi == "Gỗ rừng trồng"


def test_what_an_officer_edited_is_left_alone(small_record):
    _load(small_record)
    row = Sector.objects.get(slug="go")
    row.note_vi = "Cán bộ ghi"
    row.save()
    sector = yaml.safe_load((small_record / "sectors.yaml").read_text())["sectors"][0] | {"note_vi": "Từ tệp"}
    _write(small_record, "sectors.yaml", [sector])
    report = _load(small_record)
    assert report.kept == ["sectors/go: edited by an officer since"]
    assert Sector.objects.get(slug="go").note_vi == "Cán bộ ghi"


def test_what_an_officer_removed_stays_removed(small_record):
    _load(small_record)
    Sector.objects.all().delete()
    sector = yaml.safe_load((small_record / "sectors.yaml").read_text())["sectors"][0] | {"order": 5}
    _write(small_record, "sectors.yaml", [sector])
    assert _load(small_record).kept == ["sectors/go: removed by an officer since"]
    assert not Sector.objects.exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"scope": "galaxy"}, "scope"),
        ({"colour": "red"}, "colour: no such field"),
        ({"source": "nowhere"}, "nowhere"),
        ({"as_of": "16/04/2024"}, "as_of"),
        ({"slug": None}, "slug: missing"),
    ],
)
def test_a_bad_row_is_refused_by_file_and_row_and_the_others_load(small_record, change, said):
    good = yaml.safe_load((small_record / "sectors.yaml").read_text())["sectors"][0]
    _write(small_record, "sectors.yaml", [good | {"slug": "xau"} | change, good])
    report = _load(small_record)
    assert len(report.refused) == 1
    assert report.refused[0].startswith("sectors.yaml, row 1")
    assert said in report.refused[0]
    assert report.created == 2


@pytest.mark.parametrize("content", ["sectors: 5", "- a\n- b", "sectors: [", ""])
def test_a_file_that_is_no_list_of_rows_is_refused_with_its_name(small_record, content):
    (small_record / "sectors.yaml").write_text(content)
    assert _load(small_record).refused[0].startswith("sectors.yaml: ")


def test_the_command_fails_loudly_when_a_row_is_refused(small_record):
    said = StringIO()
    with pytest.raises(CommandError):
        call_command("load_record", data=small_record, stdout=StringIO(), stderr=said)
    assert "zones.yaml" in said.getvalue()


def test_decomposed_text_is_stored_composed(small_record):
    good = yaml.safe_load((small_record / "sectors.yaml").read_text())["sectors"][0]
    _write(small_record, "sectors.yaml", [good | {"name_vi": unicodedata.normalize("NFD", "Chế biến gỗ")}])
    _load(small_record)
    assert Sector.objects.get().name_vi == "Chế biến gỗ"
