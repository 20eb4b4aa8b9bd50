"""Officers at pages of land when things go wrong: refused forms stay usable, nonsense gets a sentence."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.disclosure import Publication
from core.roles import Role
from tests import make
from tests.admin_forms import fields_of
from tests.office_client import OfficeClient
from tests.publishing import press
from tests.signing_in import code_of, connect_phone, post_password
from zones.models import ExchangeRate, Parcel, PlanFeature, Rate, Survey, Zone

pytestmark = pytest.mark.django_db
SQUARE = [[425_400, 2_420_500], [425_500, 2_420_500], [425_500, 2_420_600], [425_400, 2_420_600]]
TABLE = "Số hiệu lô\tX (m)\tY (m)\tDiện tích (m²)\n" + "".join(
    f"CN-01\t{north}\t{east}\t10000\n" for east, north in SQUARE
)


@pytest.fixture
def calm():
    """An approving leader who gets the page, whatever happens behind it."""
    client = OfficeClient(raise_request_exception=False)
    client.force_login(make.user(Role.APPROVER))
    return client


def page(model, name, *args):
    return reverse(f"admin:zones_{model._meta.model_name}_{name}", args=args)


def take(client, pasted, **fields):
    sent = {"zone": make.zone().pk, "source": make.source().pk, "epsg": 9213, "as_of": "2024", "pasted": pasted}
    return client.post(page(Survey, "add"), sent | fields)


def test_after_a_refused_publishing_the_record_can_still_be_saved_and_published(calm):
    parcel = make.parcel(area=9_000, outline=SQUARE, epsg=9213, publication=Publication.DRAFT)
    address = page(Parcel, "change", parcel.pk)
    assert "10.000,00" in press(calm, parcel, "published")
    shown = calm.get(address)
    assert "slug" in shown.context["adminform"].form.fields and shown.context["publication"]["missing"]
    assert parcel.get_absolute_url() not in shown.content.decode(), "it is not public yet"
    again = calm.post(address, fields_of(shown) | {"area_reason": "Đã đối chiếu với bản vẽ gốc."})
    assert again.status_code == 302 and press(calm, parcel, "published") is None
    assert parcel.publication == Publication.PUBLISHED


@pytest.mark.parametrize("model", [Parcel, Rate, PlanFeature, Zone, ExchangeRate])
def test_a_chosen_row_that_is_none_changes_nothing(calm, model):
    for value in ("x", "", "\x00", "9" * 30, "-9223372036854775809", "1.5", "[]"):
        for action in ("merge_chosen", "delete_selected", "nothing"):
            answer = calm.post(page(model, "changelist"), {"action": action, "_selected_action": [value]})
            assert answer.status_code in (200, 302), (value, action)


@pytest.mark.parametrize("model", [Parcel, Rate, PlanFeature, ExchangeRate, Survey])
def test_a_key_below_every_key_is_refused_beside_its_field(calm, model):
    fields = fields_of(calm.unwritten("get", page(model, "add")))
    answer = calm.post(page(model, "add"), fields | {"source": "-9223372036854775809"})
    assert answer.status_code == 200 and "source" in answer.context["adminform"].form.errors


def test_a_pasted_text_that_is_too_long_is_told_beside_its_field_and_stays(calm):
    pasted = TABLE + "CN-01\t2420500,5\t425400,5\t10000\n" * 170_000
    assert len(pasted) > 5 * 1024 * 1024
    answer = take(calm, pasted)
    assert answer.status_code == 200
    assert "5 MB" in str(answer.context["adminform"].form.errors["pasted"])
    assert answer.context["adminform"].form["pasted"].value() == pasted


def test_a_style_is_only_proposed_where_a_number_could_mean_two(calm):
    take(calm, TABLE.replace("425500", "bốn hai", 1))
    survey = Survey.objects.get()
    assert survey.total == 0 and "style-" not in calm.get(page(Survey, "change", survey.pk)).content.decode()


def test_new_parcels_without_an_area_by_decision_are_announced(calm):
    take(calm, TABLE)
    survey = Survey.objects.get()
    assert "Lô mới chưa có diện tích theo quyết định" in calm.get(page(Survey, "change", survey.pk)).content.decode()
    calm.post(page(Survey, "apply", survey.pk), {"seen_version": survey.version})
    assert Parcel.objects.get().area is None


def test_an_apply_refused_for_newer_parcels_says_what_to_press(calm):
    zone = make.zone()
    for _tab in range(2):
        take(calm, TABLE, zone=zone.pk)
    second, first = Survey.objects.all()
    calm.post(page(Survey, "apply", first.pk), {"seen_version": first.version})
    told = calm.post(page(Survey, "apply", second.pk), {"seen_version": second.version}, follow=True).content.decode()
    assert "Lô này được nhập sau khi kiểm tra" in told and "bấm “Kiểm tra lại”" in told
    assert Parcel.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "name", "word"),
    [
        (b"%PDF-1.4\n1 0 obj", "quyet-dinh.pdf", "tệp PDF"),
        ("<html><table><tr><td>Lô</td></tr></table></html>".encode(), "bang.xls", "trang web"),
        (b"  <TABLE border=1><tr>", "bang.xls", "trang web"),
        (b"S\xe8 hi\xd6u;X;Y\nCN-01;1;2\n", "bang.csv", "mở bằng Excel rồi lưu lại thành .xlsx"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_what_to_do(calm, data, name, word):
    answer = take(calm, "", file=SimpleUploadedFile(name, data))
    assert word in str(answer.context["adminform"].form.errors["file"]) and not Survey.objects.exists()


def test_the_list_tells_parcels_that_left_the_plan_from_those_in_it(calm):
    zone = make.zone()
    make.parcel(zone=zone, code="CN-01", commercial_status="leased", exists_to=dt.date(2024, 6, 1))
    make.parcel(zone=zone, code="CN-02", commercial_status="leased")
    rows = calm.get(page(Parcel, "changelist")).context["cl"].result_list
    assert [row.code for row in rows] == ["CN-01", "CN-02"]
    text = calm.get(page(Parcel, "changelist")).content.decode()
    assert text.count("Không còn trong quy hoạch") == 1


def test_the_list_of_prices_shows_both_ends_of_a_range(calm):
    make.rate(kind="electricity", unit="kwh", amount=1826, amount_max=2444)
    assert "1.826 – 2.444 VND/kWh" in calm.get(page(Rate, "changelist")).content.decode()


def test_signing_in_without_a_page_in_mind_leads_to_the_desk(client):
    officer = make.user(Role.EDITOR)
    phone = connect_phone(officer)
    step = post_password(client, officer)
    assert client.post(step.url, {"code": code_of(phone)}).url == reverse("admin:index")


def test_more_text_than_any_form_takes_is_answered_with_what_to_do(calm):
    answer = take(calm, "a\tb\n" * 2_200_000)
    assert answer.status_code == 413 and "nên gửi bằng tệp" in answer.content.decode()


@pytest.mark.parametrize("name", ["split", "earlier/readiness"])
def test_wide_tables_scroll_by_themselves_on_a_phone(calm, name):
    parcel = make.parcel()
    parcel.move_to("serviced", axis="readiness", by=make.user())
    text = calm.get(f"/admin/zones/parcel/{parcel.pk}/{name}/").content.decode()
    panel = text.index('<section class="panel">')
    assert 'class="moves-scroll"' in text[panel : text.index("<table", panel)]
