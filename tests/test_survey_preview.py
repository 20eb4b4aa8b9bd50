"""The preview of a survey: what the check tells of it part by part, and what is proposed to put it right."""

import pytest
from django.utils import translation

from core.roles import Role
from tests import make
from tests.addresses import read
from tests.surveying import kinds, look, on_record, outline, page, press, square, step, table, take, words
from zones.mapping.geometry import reproject
from zones.models import Parcel
from zones.survey import intake as surveying
from zones.survey.reading import read_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    client.user = make.user(Role.EDITOR, last_name="Cán bộ", first_name="Một")
    client.force_login(client.user)
    return client


def test_many_faults_stand_on_pages(officer):
    pasted = table({f"CN-{number}": square(number) for number in range(80)}).replace("2.420.", "x2.420.")
    survey = take(officer, make.zone(), pasted)
    faults = len(survey.reading["faults"])
    assert faults > 200 and f"Bảng có {faults} lỗi" in look(officer, survey)
    assert "Trang 2 trên 2" in look(officer, survey, "?faults=2")
    assert "Trang 2 trên 2" in look(officer, survey, "?faults=999") and "Trang 1" in look(officer, survey, "?faults=x")


def test_swapped_axes_are_proposed_applied_when_accepted_and_taken_back(officer):
    swapped = [(north, east) for east, north in square()]
    survey = take(officer, make.zone(), table({"CN-01": swapped}))
    assert "X và" in look(officer, survey) and kinds(survey) == {("CN-01", "off_the_earth")}
    assert "Đã đổi chỗ X và Y" in step(officer, survey, "fix", code="swap-True")
    assert kinds(survey) == set()
    press(officer, survey, "undo")
    assert kinds(survey) == {("CN-01", "off_the_earth")}
    press(officer, survey, "fix", code="swap-True")
    press(officer, survey, "apply")
    assert Parcel.objects.get().outline == outline(square())


def test_a_neighbouring_meridian_is_proposed_and_kept_as_the_parcels_system(officer):
    elsewhere = reproject(square(), 9213, 5897)
    survey = take(officer, make.zone(), table({"CN-01": elsewhere}))
    assert "105°00′" in look(officer, survey)
    press(officer, survey, "fix", code="system-5897")
    press(officer, survey, "apply")
    parcel = Parcel.objects.get()
    assert parcel.epsg == 5897 and parcel.outline[0] == pytest.approx(list(elsewhere[0]), abs=0.001)


@pytest.mark.parametrize("meridian", [9213, 9211, 9212])
def test_the_commune_of_a_zone_tells_a_meridian_from_the_next_while_nothing_is_drawn(meridian):
    told = read_text(table({"CN-01": reproject(square(), 9213, meridian)}))
    survey = make.survey(zone=make.zone(commune_code="02107"), reading=told.as_json())
    proposed = [one.changes for one in surveying.proposals_for(survey, surveying.Surroundings([], None))]
    assert proposed == ([] if meridian == 9213 else [{"epsg": meridian}])


def test_a_proposal_that_is_none_does_nothing(officer):
    survey = take(officer, make.zone(), table({"CN-01": square()}))
    for code in ("swap-True", "system-1", "\x00", "", "x" * 3000):
        assert "Chưa thực hiện" in step(officer, survey, "fix", code=code)
    survey.refresh_from_db()
    assert survey.fixes == [] and "Chưa thực hiện" in step(officer, survey, "undo")


def test_ambiguous_numbers_are_refused_until_the_officer_chooses_a_style(officer):
    ambiguous = "Lô\tX\tY\n" + "\n".join(
        f"CN-01\t{north}.{500 + at}\t425.{400 + 90 * at}" for at, north in enumerate((242, 243, 244))
    )
    survey = take(officer, make.zone(), ambiguous)
    shown = officer.get(page("change", survey.pk))
    assert "có thể hiểu thành hai số" in words(shown) and survey.total == 0
    assert "style-plain" in shown.content.decode()
    press(officer, survey, "fix", code="style-plain")
    survey.refresh_from_db()
    assert survey.total == 1, "the numbers are numbers now; that they lie nowhere in Vietnam is told next"


def test_overlap_with_the_record_is_an_error_above_the_tolerance_that_is_set(officer, settings):
    zone = make.zone()
    on_record(zone, "CN-09", square(1))
    pasted = table({"CN-01": square(side=101)})  # 100 m² over CN-09
    assert kinds(take(officer, zone, pasted)) == {("CN-01", "overlap")}
    settings.SURVEY_OVERLAP_TOLERANCE_M2 = 150
    assert kinds(take(officer, zone, pasted)) == set()


def test_neighbours_in_another_system_are_compared_and_schematic_or_former_ones_are_not(officer):
    zone = make.zone()
    make.parcel(zone=zone, code="CN-07", outline=outline(reproject(square(), 9213, 5897)), epsg=5897, area=10_000)
    make.parcel(zone=zone, code="CN-08", outline=outline(square()), area=10_000)
    on_record(zone, "CN-06", square(), exists_to="2024-01-01")
    on_record(make.zone(), "CN-05", square())
    survey = take(officer, zone, table({"CN-01": square()}))
    assert kinds(survey) == {("CN-01", "overlap")} and "CN-07" in survey.findings[0]["said"]["vi"]


def test_parts_outside_the_zone_are_told_in_percent(officer):
    zone = make.zone()
    make.plan_feature(zone=zone, line=outline(square(side=150)), epsg=9213)
    survey = take(officer, zone, table({"CN-01": square(), "CN-02": square(1)}))
    assert kinds(survey) == {("CN-02", "outside")} and "50" in survey.findings[0]["said"]["vi"]
    assert "1 lô cần xem lại" in look(officer, survey)


def test_a_large_table_is_checked_part_by_part_with_its_progress(officer, monkeypatch):
    monkeypatch.setattr(surveying, "STEP", 12)
    overlapping = {f"CN-{number}": square(number, side=101 if number == 5 else 100) for number in range(7)}
    survey = take(officer, make.zone(), table(overlapping))
    assert (survey.checked, survey.total) == (3, 7)
    assert "Đã kiểm tra 3 trên 7 lô" in look(officer, survey)
    assert "Chỉ áp dụng được bảng đã kiểm tra xong" in step(officer, survey, "apply")
    answer = officer.post(page("check", survey.pk), headers={"accept": "application/json"}).json()
    assert (answer["checked"], answer["total"]) == (6, 7) and "6 trên 7" in answer["said"]
    assert "lô có lỗi" in step(officer, survey, "check"), "without script the button leads on to the page"
    # A part asked for once more is not checked twice, and parcels of different parts have been compared.
    press(officer, survey, "check")
    survey.refresh_from_db()
    assert survey.checked == 7 and [one["kind"] for one in survey.findings] == ["overlap"]


def test_a_number_that_stands_in_two_parts_of_the_file_is_an_error(officer, monkeypatch):
    monkeypatch.setattr(surveying, "STEP", 4)
    pasted = table({"CN-01": square(), "CN-02": square(1)}) + table({"CN-01": square(2)}).partition("m²)")[2]
    survey = take(officer, make.zone(), pasted)
    for _part in range(2):
        press(officer, survey, "check")
    assert ("CN-01", "duplicate_number") in kinds(survey)
    press(officer, survey, "apply")
    assert not Parcel.objects.exists()


def test_numbers_that_look_alike_are_told_and_those_of_samples_and_former_parcels_refused(officer):
    zone = make.zone()
    make.parcel(zone=zone, code="CN-01")
    make.parcel(zone=zone, code="M-1", area=None, is_sample=True)
    make.parcel(zone=zone, code="CN-03", area=None, exists_to="2024-01-01")
    survey = take(officer, zone, table({"cn 01": square(), "M-1": square(1), "CN-03": square(2)}))
    assert kinds(survey) == {("cn 01", "similar_number"), ("M-1", "record"), ("CN-03", "record")}
    assert survey.has_error


def test_what_was_found_is_read_in_either_language(officer):
    zone = make.zone()
    overlapping = take(officer, zone, table({"CN-01": square(side=101), "CN-02": square(1)}))
    faulty = take(officer, zone, table({"CN-01": square()}).replace("425.500,000", "abc"))
    assert "Chồng lên lô CN-02" in look(officer, overlapping) and "“abc” không phải là số" in look(officer, faulty)
    with translation.override("en"):
        assert "It overlaps parcel CN-02" in look(officer, overlapping)
        assert "“abc” is not a number" in look(officer, faulty)
        sheet = read(officer.get(page("found", overlapping.pk))).decode()
    assert "It overlaps" in sheet and "Chồng" not in sheet
