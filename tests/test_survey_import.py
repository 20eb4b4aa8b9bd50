"""The officers' survey import: taken, previewed on the plan, put right, and applied to all parcels or to none."""

import re

import pytest
from django.urls import reverse
from django.utils import translation

from core.roles import Role
from tests import make
from tests.addresses import read
from zones.mapping.geometry import reproject
from zones.models import Parcel, Survey
from zones.survey import intake as surveying
from zones.survey.reading import read_text

pytestmark = pytest.mark.django_db
EAST, NORTH = 425_400, 2_420_500


def vietnamese(number):
    return f"{number:,.3f}".replace(",", " ").replace(".", ",").replace(" ", ".")


def table(parcels, area=None):
    """A pasted table in the Vietnamese style of {number: [(east, north), …]}, with the same `area` in m² for each."""
    lines = ["Số hiệu lô\tĐiểm\tX (m)\tY (m)\tDiện tích (m²)"]
    for number, corners in parcels.items():
        for at, (east, north) in enumerate(corners, start=1):
            said = vietnamese(area) if area and at == 1 else ""
            lines.append(f"{number}\t{at}\t{vietnamese(north)}\t{vietnamese(east)}\t{said}")
    return "\n".join(lines)


def square(at=0, side=100, above=0):
    """Corners of a square, the `at`-th of a row that stands every 100 m and `above` m north of the first row."""
    west, south = EAST + 100 * at, NORTH + above
    return [(west, south), (west + side, south), (west + side, south + side), (west, south + side)]


def outline(corners):
    return [[float(east), float(north)] for east, north in corners]


def on_record(zone, number, corners, **fields):
    return make.parcel(zone=zone, code=number, outline=outline(corners), epsg=9213, **{"area": 10_000} | fields)


@pytest.fixture
def officer(client):
    client.user = make.user(Role.EDITOR, last_name="Cán bộ", first_name="Một")
    client.force_login(client.user)
    return client


def page(name, *args):
    return reverse(f"admin:zones_survey_{name}", args=args)


def sent(zone, **fields):
    return {"zone": zone.pk, "source": make.source().pk, "epsg": 9213, "style": "", "as_of": "03/2024"} | fields


def take(client, zone, pasted, **fields):
    """The survey the officer made of a pasted table."""
    response = client.post(page("add"), sent(zone, pasted=pasted, **fields))
    assert response.status_code == 302, response.context["adminform"].form.errors
    return Survey.objects.latest("pk")


def step(client, survey, name, **fields):
    """Press a button of the preview as it stands now; the words of the page that follows."""
    survey.refresh_from_db()
    return words(client.post(page(name, survey.pk), {"seen_version": survey.version} | fields, follow=True))


def look(client, survey, query=""):
    return words(client.get(page("change", survey.pk) + query))


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def kinds(survey):
    survey.refresh_from_db()
    return {(finding["number"], finding["kind"]) for finding in survey.findings}


def test_the_list_of_parcels_leads_to_the_import(officer):
    response = officer.get(reverse("admin:zones_parcel_changelist"))
    assert "Nhập từ bảng tọa độ" in words(response)
    assert officer.get(reverse("admin:zones_parcel_from_survey")).url == page("add")


def test_a_table_is_drawn_beside_what_is_there_and_changes_nothing(officer):
    zone = make.zone()
    neighbour = on_record(zone, "CN-09", square(2))
    survey = take(officer, zone, table({"CN-01": square(), "CN-02": square(1)}, area=10_000))
    html = officer.get(page("change", survey.pk)).content.decode()
    assert html.count('class="survey-parcel"') == 2 and html.count('class="survey-neighbour"') == 1
    text = look(officer, survey)
    assert "CN-01" in text and "10.000,00" in text and "0,00" in text and "2 lô, 8 điểm góc" in text
    assert list(Parcel.objects.all()) == [neighbour] and neighbour.history.count() == 1


def test_applied_it_writes_new_and_known_parcels_with_source_and_history(officer):
    zone = make.zone()
    known = make.parcel(zone=zone, code="CN-02", area=None, power_kw=250)
    before = known.source
    survey = take(officer, zone, table({"CN-01": square(), "CN-02": square(1)}, area=10_000), takes_area="on")
    assert "1 lô mới, 1 lô thay đổi" in step(officer, survey, "apply")
    new = Parcel.objects.get(code="CN-01")
    assert (new.outline, new.epsg, new.drawn_area, new.area) == (outline(square()), 9213, 10_000, 10_000)
    assert (new.publication, new.source, new.as_of) == ("draft", survey.source, "2024-03")
    known.refresh_from_db()
    assert (known.version, known.drawn_area, known.area, known.power_kw) == (2, 10_000, 10_000, 250)
    assert known.source == survey.source and list(known.other_sources.all()) == [before]
    latest = known.history.first()
    assert latest.history_user == officer.user and "bảng dán vào" in latest.history_change_reason
    assert latest.outline == known.outline and latest.version == 2
    assert [row.history_type for row in new.history.all()] == ["+"]


def test_areas_by_decision_stay_unless_the_officer_takes_those_of_the_table(officer):
    zone = make.zone()
    known = make.parcel(zone=zone, code="CN-02", area=10_005)
    before = known.source
    survey = take(officer, zone, table({"CN-01": square(), "CN-02": square(1)}, area=10_000))
    step(officer, survey, "apply")
    known.refresh_from_db()
    assert (known.area, known.source) == (10_005, before) and list(known.other_sources.all()) == [survey.source]
    assert Parcel.objects.get(code="CN-01").area is None


def test_a_parcel_that_already_is_as_surveyed_is_left_alone(officer):
    zone = make.zone()
    known = on_record(zone, "CN-01", square())
    survey = take(officer, zone, table({"CN-01": square(), "CN-02": square(1)}))
    assert "1 lô mới, 0 lô thay đổi" in step(officer, survey, "apply")
    known.refresh_from_db()
    assert known.version == 1 and known.history.count() == 1


def test_an_applied_survey_is_not_applied_again(officer):
    survey = take(officer, make.zone(), table({"CN-01": square()}))
    step(officer, survey, "apply")
    assert "đã được áp dụng" in step(officer, survey, "apply")
    assert Parcel.objects.get().version == 1 and Parcel.objects.get().history.count() == 1


def test_one_bad_cell_saves_nothing_and_every_fault_is_told_by_row_and_column(officer):
    pasted = table({f"CN-{number}": square(number) for number in range(50)}, area=10_000)
    pasted = pasted.replace("425.500,000", "abc", 1).replace("2.420.600,000", "", 1)
    survey = take(officer, make.zone(), pasted)
    text = look(officer, survey)
    assert "Bảng có 2 lỗi" in text and "“abc” không phải là số" in text and "D Y (m)" in text
    assert "Chỉ áp dụng được bảng đã kiểm tra xong" in step(officer, survey, "apply")
    sheet = read(officer.get(page("found", survey.pk))).decode("utf-8-sig").splitlines()
    assert len(sheet) == 3 and sheet[1].startswith("3,D,Y (m),")
    assert not Parcel.objects.exists()


def test_many_faults_stand_on_pages(officer):
    pasted = table({f"CN-{number}": square(number) for number in range(80)}).replace("2.420.", "x2.420.")
    survey = take(officer, make.zone(), pasted)
    faults = len(survey.reading["faults"])
    assert faults > 200 and f"Bảng có {faults} lỗi" in look(officer, survey)
    assert "Trang 2 trên 2" in look(officer, survey, "?faults=2")
    assert "Trang 2 trên 2" in look(officer, survey, "?faults=999") and "Trang 1" in look(officer, survey, "?faults=x")


def test_one_bad_parcel_among_good_ones_keeps_all_of_them_out(officer):
    bow = [square(1)[at] for at in (0, 2, 1, 3)]
    survey = take(officer, make.zone(), table({"CN-01": square(), "CN-02": bow}))
    assert kinds(survey) == {("CN-02", "self_intersection")}
    html = officer.get(page("change", survey.pk)).content.decode()
    assert 'class="survey-mark"' in html and "1 lô có lỗi: chưa thể áp dụng" in html
    assert "Chỉ áp dụng được bảng" in step(officer, survey, "apply")
    assert not Parcel.objects.exists()


def test_swapped_axes_are_proposed_applied_when_accepted_and_taken_back(officer):
    swapped = [(north, east) for east, north in square()]
    survey = take(officer, make.zone(), table({"CN-01": swapped}))
    assert "X và" in look(officer, survey) and kinds(survey) == {("CN-01", "off_the_earth")}
    assert "Đã đổi chỗ X và Y" in step(officer, survey, "fix", code="swap-True")
    assert kinds(survey) == set()
    step(officer, survey, "undo")
    assert kinds(survey) == {("CN-01", "off_the_earth")}
    step(officer, survey, "fix", code="swap-True")
    step(officer, survey, "apply")
    assert Parcel.objects.get().outline == outline(square())


def test_a_neighbouring_meridian_is_proposed_and_kept_as_the_parcels_system(officer):
    elsewhere = reproject(square(), 9213, 5897)
    survey = take(officer, make.zone(), table({"CN-01": elsewhere}))
    assert "105°00′" in look(officer, survey)
    step(officer, survey, "fix", code="system-5897")
    step(officer, survey, "apply")
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
    assert "có thể hiểu thành hai số" in look(officer, survey) and survey.total == 0
    assert "style-plain" in officer.get(page("change", survey.pk)).content.decode()
    step(officer, survey, "fix", code="style-plain")
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


def test_a_parcel_edited_after_the_check_is_told_with_who_and_what(officer):
    zone = make.zone()
    known = make.parcel(zone=zone, code="CN-01", area=None, power_kw=100)
    survey = take(officer, zone, table({"CN-01": square(), "CN-02": square(1)}))
    known.power_kw = 250
    known._history_user = make.user(Role.EDITOR, last_name="Cán bộ", first_name="Hai")
    known.save()
    make.parcel(zone=zone, code="CN-02", area=None)
    text = step(officer, survey, "apply")
    assert "Lô CN-01 đã thay đổi" in text and "Cán bộ Hai" in text and "100 → 250" in text
    assert "Lô CN-02 đã thay đổi" in text and Parcel.objects.get(code="CN-02").outline is None
    step(officer, survey, "recheck")
    assert "0 lô mới, 2 lô thay đổi" in step(officer, survey, "apply")
    known.refresh_from_db()
    assert known.power_kw == 250 and known.drawn_area == 10_000


def test_a_neighbour_drawn_after_the_check_is_seen_when_applying(officer):
    zone = make.zone()
    survey = take(officer, zone, table({"CN-01": square()}))
    on_record(zone, "CN-09", square(side=50))
    assert "Chồng lên lô CN-09" in step(officer, survey, "apply")
    assert not Parcel.objects.filter(code="CN-01").exists()


def test_what_somebody_else_changed_in_the_draft_is_looked_at_first(officer):
    swapped = [(north, east) for east, north in square()]
    survey = take(officer, make.zone(), table({"CN-01": swapped}))
    seen = Survey.objects.get().version
    step(officer, survey, "fix", code="swap-True")
    text = words(officer.post(page("apply", survey.pk), {"seen_version": seen}, follow=True))
    assert "vừa thay đổi cách đọc bảng" in text and not Parcel.objects.exists()
    for hostile in ("", "NaN", "9" * 400, "-1", "²", "\x00"):
        officer.post(page("apply", survey.pk), {"seen_version": hostile})
    assert not Parcel.objects.exists()


def test_a_discarded_survey_stays_discarded(officer):
    survey = take(officer, make.zone(), table({"CN-01": square()}))
    assert "Đã bỏ" in step(officer, survey, "discard")
    for name in ("discard", "recheck", "undo", "check", "apply"):
        step(officer, survey, name)
    survey.refresh_from_db()
    assert survey.state == "discarded" and not Parcel.objects.exists()


STEPS = ("check", "recheck", "fix", "undo", "apply", "discard")


@pytest.mark.parametrize("name", STEPS)
def test_every_step_refuses_to_be_only_looked_at(officer, name):
    survey = take(officer, make.zone(), table({"CN-01": square()}))
    before = Survey.objects.filter(pk=survey.pk).values().get()
    for method in (officer.get, officer.head, officer.put):
        assert method(page(name, survey.pk)).status_code == 405
    assert officer.post(page("change", survey.pk), {"zone": 1}).status_code == 405
    assert Survey.objects.filter(pk=survey.pk).values().get() == before


def test_an_auditor_looks_and_does_nothing(officer, client):
    survey = take(officer, make.zone(), table({"CN-01": square()}))
    client.force_login(make.user(Role.AUDITOR))
    for name in STEPS:
        assert client.post(page(name, survey.pk), {"seen_version": survey.version}).status_code == 403, name
    assert client.post(page("add"), sent(survey.zone, pasted="x")).status_code == 403
    html = client.get(page("change", survey.pk)).content.decode()
    assert 'class="survey-parcel"' in html and page("apply", survey.pk) not in html
    assert client.get(page("found", survey.pk)).status_code == 200
    assert Survey.objects.count() == 1 and not Parcel.objects.exists()


def test_nobody_sees_it_without_signing_in(client):
    survey = make.survey()
    for name in ("change", "found"):
        assert client.get(page(name, survey.pk)).status_code == 302
    assert client.post(page("apply", survey.pk)).status_code == 302 and not Parcel.objects.exists()


def test_an_address_that_names_no_survey_leads_to_a_page(officer):
    for word in ("0", "x", "9" * 30, "%00"):
        for address in (f"/admin/zones/survey/{word}/change/", f"/admin/zones/survey/{word}/found.csv"):
            assert officer.get(address).status_code == 404
        assert officer.post(f"/admin/zones/survey/{word}/apply/").status_code == 404


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
    step(officer, survey, "check")
    survey.refresh_from_db()
    assert survey.checked == 7 and [one["kind"] for one in survey.findings] == ["overlap"]


def test_a_number_that_stands_in_two_parts_of_the_file_is_an_error(officer, monkeypatch):
    monkeypatch.setattr(surveying, "STEP", 4)
    pasted = table({"CN-01": square(), "CN-02": square(1)}) + table({"CN-01": square(2)}).partition("m²)")[2]
    survey = take(officer, make.zone(), pasted)
    for _part in range(2):
        step(officer, survey, "check")
    assert ("CN-01", "duplicate_number") in kinds(survey)
    step(officer, survey, "apply")
    assert not Parcel.objects.exists()


def test_numbers_that_look_alike_are_told_and_those_of_samples_and_former_parcels_refused(officer):
    zone = make.zone()
    make.parcel(zone=zone, code="CN-01")
    make.parcel(zone=zone, code="M-1", area=None, is_sample=True)
    make.parcel(zone=zone, code="CN-03", area=None, exists_to="2024-01-01")
    survey = take(officer, zone, table({"cn 01": square(), "M-1": square(1), "CN-03": square(2)}))
    assert kinds(survey) == {("cn 01", "similar_number"), ("M-1", "record"), ("CN-03", "record")}
    assert survey.has_error


def test_the_pages_ask_the_database_as_often_for_many_parcels_as_for_few(officer, django_assert_max_num_queries):
    asked = []
    for many in (2, 60):
        zone = make.zone()
        for number in range(many):
            on_record(zone, f"CN-{number}", square(number, above=500))
        survey = take(officer, zone, table({f"CN-{number}": square(number) for number in range(2 * many)}))
        with django_assert_max_num_queries(12) as preview:
            officer.get(page("change", survey.pk))
        with django_assert_max_num_queries(45) as applying:
            officer.post(page("apply", survey.pk), {"seen_version": survey.version})
        assert Parcel.objects.filter(zone=zone, drawn_area=10_000).count() == 2 * many
        asked.append((len(preview), len(applying)))
    (few_looking, few_applying), (many_looking, many_applying) = asked
    # Rows are written by the hundred: thirty times as many parcels need a few statements more, not thirty times.
    assert few_looking == many_looking and many_applying - few_applying <= 6


def test_the_list_of_surveys_reads_none_of_their_tables(officer, django_assert_max_num_queries):
    zone = make.zone()
    for _survey in range(3):
        make.survey(zone=zone)
    with django_assert_max_num_queries(12) as asked:
        assert "Chưa áp dụng" in words(officer.get(page("changelist")))
    assert not any('"zones_survey"."reading"' in query["sql"] for query in asked)


def test_new_address_words_are_free_ones(officer):
    zone = make.zone(code="TB9")
    make.parcel(slug="tb9-cn-01")
    survey = take(officer, zone, table({"CN-01": square(), "CN 01": square(1)}))
    step(officer, survey, "apply")
    assert set(Parcel.objects.filter(zone=zone).values_list("slug", flat=True)) == {"tb9-cn-01-2", "tb9-cn-01-3"}


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
