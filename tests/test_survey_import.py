"""The officers' survey import: taken, previewed on the plan, and applied to all parcels or to none."""

import pytest
from django.urls import reverse

from core.roles import Role
from tests import make
from tests.addresses import read
from tests.surveying import kinds, look, on_record, outline, page, press, square, step, table, take, words
from zones.models import Parcel, Survey

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    client.user = make.user(Role.EDITOR, last_name="Cán bộ", first_name="Một")
    client.force_login(client.user)
    return client


def test_the_list_of_parcels_leads_to_the_import(officer):
    response = officer.get(reverse("admin:zones_parcel_changelist"))
    assert "Nhập từ bảng tọa độ" in words(response)
    assert officer.get(reverse("admin:zones_parcel_from_survey")).url == page("add")


def test_a_table_is_drawn_beside_what_is_there_and_changes_nothing(officer):
    zone = make.zone()
    neighbour = on_record(zone, "CN-09", square(2))
    survey = take(officer, zone, table({"CN-01": square(), "CN-02": square(1)}, area=10_000))
    answer = officer.get(page("change", survey.pk))
    html, text = answer.content.decode(), words(answer)
    assert html.count('class="survey-parcel"') == 2 and html.count('class="survey-neighbour"') == 1
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
    press(officer, survey, "apply")
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
    press(officer, survey, "apply")
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


def test_one_bad_parcel_among_good_ones_keeps_all_of_them_out(officer):
    bow = [square(1)[at] for at in (0, 2, 1, 3)]
    survey = take(officer, make.zone(), table({"CN-01": square(), "CN-02": bow}))
    assert kinds(survey) == {("CN-02", "self_intersection")}
    html = officer.get(page("change", survey.pk)).content.decode()
    assert 'class="survey-mark"' in html and "1 lô có lỗi: chưa thể áp dụng" in html
    assert "Chỉ áp dụng được bảng" in step(officer, survey, "apply")
    assert not Parcel.objects.exists()


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
    press(officer, survey, "recheck")
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
    press(officer, survey, "fix", code="swap-True")
    text = words(officer.post(page("apply", survey.pk), {"seen_version": seen}, follow=True))
    assert "vừa thay đổi cách đọc bảng" in text and not Parcel.objects.exists()
    for hostile in ("", "NaN", "9" * 400, "-1", "²", "\x00"):
        officer.post(page("apply", survey.pk), {"seen_version": hostile})
    assert not Parcel.objects.exists()


def test_a_discarded_survey_stays_discarded(officer):
    survey = take(officer, make.zone(), table({"CN-01": square()}))
    assert "Đã bỏ" in step(officer, survey, "discard")
    for name in ("discard", "recheck", "undo", "check", "apply"):
        press(officer, survey, name)
    survey.refresh_from_db()
    assert survey.state == "discarded" and not Parcel.objects.exists()


def test_new_address_words_are_free_ones(officer):
    zone = make.zone(code="TB9")
    make.parcel(slug="tb9-cn-01")
    survey = take(officer, zone, table({"CN-01": square(), "CN 01": square(1)}))
    press(officer, survey, "apply")
    assert set(Parcel.objects.filter(zone=zone).values_list("slug", flat=True)) == {"tb9-cn-01-2", "tb9-cn-01-3"}


def test_the_pages_ask_the_database_as_often_for_many_parcels_as_for_few(officer, django_assert_max_num_queries):
    asked = []
    for many in (2, 8):
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
    # Rows are written by the hundred: four times as many parcels need no statement for each.
    assert few_looking == many_looking and many_applying - few_applying < 6


def test_the_list_of_surveys_reads_none_of_their_tables(officer, django_assert_max_num_queries):
    zone = make.zone()
    for _survey in range(3):
        make.survey(zone=zone)
    with django_assert_max_num_queries(12) as asked:
        assert "Chưa áp dụng" in words(officer.get(page("changelist")))
    assert not any('"zones_survey"."reading"' in query["sql"] for query in asked)
