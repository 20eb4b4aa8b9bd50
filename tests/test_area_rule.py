"""The two areas of a parcel: the outline is measured, and publishing waits until they agree or a leader says why."""

import pytest
import tablib
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.roles import Role
from tests import make
from tests.admin_forms import fields_of
from tests.publishing import press
from zones.models import Parcel
from zones.resources import ParcelResource

pytestmark = pytest.mark.django_db
SQUARE = [[425_400.0, 2_420_500.0], [425_500.0, 2_420_500.0], [425_500.0, 2_420_600.0], [425_400.0, 2_420_600.0]]


def drawn(area, **fields):
    return make.parcel(**{"outline": SQUARE, "epsg": 9213, "area": area, "publication": "draft"} | fields)


def page(parcel):
    return reverse("admin:zones_parcel_change", args=[parcel.pk])


@pytest.fixture
def leader(client):
    client.force_login(make.user(Role.APPROVER))
    return client


def save(client, parcel, **fields):
    """Post the form of the parcel; the errors, or None when it was saved."""
    return send(client, parcel, fields_of(client.get(page(parcel))) | fields)[1]


def send(client, parcel, fields):
    """(what the form that comes back holds, its errors), None for both when it was saved."""
    response = client.post(page(parcel), fields)
    parcel.refresh_from_db()
    if response.status_code == 302:
        return None, None
    return fields_of(response), response.context["adminform"].form.errors


def refusals(parcel):
    """What keeps this parcel from being public, by field."""
    parcel.publication = "published"
    try:
        parcel.full_clean()
    except ValidationError as refusal:
        return refusal.message_dict
    return {}


def publish(client, parcel):
    return press(client, parcel, "published")


def test_up_to_ten_square_metres_are_let_pass(leader):
    for area, may in ((10_010, True), (10_010.5, False)):
        parcel = drawn(area)
        errors = publish(leader, parcel)
        assert (errors is None) == may and (parcel.publication == "published") == may, area
    for area, may in ((10_000, True), (9_990, True), (9_989, False), (None, True)):
        assert bool(refusals(drawn(area))) != may, area


def test_a_large_parcel_may_differ_by_a_thousandth():
    large = [[x * 10 - 3_828_600, y * 10 - 21_784_500] for x, y in SQUARE]  # 1,000 m square: 1,000,000 m²
    assert not refusals(drawn(1_001_000, outline=large)) and refusals(drawn(1_001_100, outline=large))


def test_the_refusal_says_both_numbers_and_a_written_reason_lifts_it(leader):
    parcel = drawn(12_000)
    errors = publish(leader, parcel)
    assert "10.000,00" in str(errors) and "12.000,00" in str(errors) and "2.000,00" in str(errors)
    assert save(leader, parcel, area_reason="Quyết định tính cả đường nội bộ.") is None
    assert publish(leader, parcel) is None, "the reason is part of approving and makes her no author"
    assert (parcel.publication, parcel.drawn_area) == ("published", 10_000)


def test_a_reason_holds_only_for_the_areas_it_was_written_for(leader):
    parcel = drawn(12_000, publication="published", drawn_area=10_000, area_reason="Tính cả đường.")
    assert save(leader, parcel, note_vi="Ghi chú") is None
    shown, errors = send(leader, parcel, fields_of(leader.get(page(parcel))) | {"area": "15000"})
    assert "dành cho diện tích khác" in str(errors) and shown["area"] == "15000"
    assert send(leader, parcel, shown | {"area_reason": "Điều chỉnh năm 2025."}) == (None, None)


def test_an_officer_cannot_write_the_reason_but_may_save_a_draft(client):
    parcel = drawn(12_000)
    client.force_login(make.user(Role.EDITOR))
    fields = fields_of(client.get(page(parcel)))
    assert "area_reason" not in fields
    client.post(page(parcel), fields | {"area_reason": "Tôi nói vậy", "note_vi": "Nháp"})
    parcel.refresh_from_db()
    assert (parcel.area_reason, parcel.note_vi, parcel.drawn_area) == ("", "Nháp", 10_000)


def test_an_officer_cannot_bring_a_published_parcel_out_of_agreement(client):
    parcel = drawn(10_000, publication="published")
    client.force_login(make.user(Role.EDITOR))
    response = client.post(page(parcel), fields_of(client.get(page(parcel))) | {"area": "12000"})
    assert response.status_code == 200 and "12.000,00" in response.content.decode()
    parcel.refresh_from_db()
    assert parcel.area == 10_000


def test_the_outline_is_measured_whenever_it_is_saved_in_a_form(leader):
    parcel = drawn(None, outline=None)
    fields = fields_of(leader.get(page(parcel)))
    leader.post(page(parcel), fields | {"outline": str(SQUARE)})
    parcel.refresh_from_db()
    assert parcel.drawn_area == 10_000
    leader.post(page(parcel), fields_of(leader.get(page(parcel))) | {"outline": ""})
    parcel.refresh_from_db()
    assert parcel.outline is None and parcel.drawn_area is None


def test_whatever_saves_through_clean_keeps_the_rule():
    assert "area_reason" in refusals(drawn(12_000))


NONSENSE = {
    "not a number": "[[0, 0], [NaN, 1], [2, 2]]",
    "infinity": "[[0, 0], [1e999, 1], [2, 2]]",
    "a long number": f"[[0, 0], [{'9' * 5000}, 1], [2, 2]]",
    "a large number": f"[[0, 0], [1{'0' * 400}, 1], [2, 2]]",
    "deep brackets": "[" * 50_000 + "]" * 50_000,
    "50,000 corners": str([[at, at % 7] for at in range(50_000)]),
    "1,001 corners": str([[at, at % 2] for at in range(1_001)]),
    "off the earth": "[[425400, 2420500], [9999999, 2420500], [425500, 9999999]]",
    "crossing itself": "[[425400, 2420500], [425500, 2420600], [425500, 2420500], [425400, 2420600]]",
    "one line": "[[425400, 2420500], [425500, 2420500], [425600, 2420500]]",
    "words": '[["a", "b"], ["c", "d"], ["e", "f"]]',
    "truths": "[[true, false], [true, true], [false, true]]",
    "an object": '{"type": "Polygon"}',
    "a word": '"x"',
    "a number": "7",
    "two corners": "[[0, 0], [1, 1]]",
    "NUL": "\x00",
    "no JSON": "[[0, 0], [1",
}


def test_an_outline_or_a_coordinate_system_that_is_none_is_refused_with_a_sentence(leader):
    parcel = drawn(10_000)
    fields = fields_of(leader.get(page(parcel)))
    response = leader.post(page(parcel), fields | {"outline": "[[0, 0], [1, 1]]"})
    form = response.context["adminform"].form
    assert response.status_code == 200 and form.errors["outline"]

    def errors(**changed):
        """What the form of that page says; a page of its own for each would show the same words, more slowly."""
        return type(form)(fields | changed, instance=Parcel.objects.get()).errors

    assert not errors()
    assert [kind for kind, words in NONSENSE.items() if not errors(outline=words).get("outline")] == []
    assert [epsg for epsg in ("4326", "1", "2147483647") if not errors(epsg=epsg)] == []
    assert Parcel.objects.get().outline == SQUARE


def test_a_sheet_cannot_bring_a_published_parcel_out_of_agreement():
    parcel = drawn(10_000, publication="published")
    sheet = ParcelResource().export(Parcel.objects.filter(pk=parcel.pk))
    area = sheet.headers.index("Diện tích theo quyết định, m²")
    row = list(sheet[0])
    row[area] = 12_000
    changed = tablib.Dataset(row, headers=sheet.headers)
    result = ParcelResource().import_data(changed, dry_run=False)
    assert "12.000,00" in str(result.invalid_rows[0].error)
    parcel.refresh_from_db()
    assert parcel.area == 10_000
