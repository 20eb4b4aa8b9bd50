"""An officer takes a survey in a real browser: reads the faults, corrects the file, looks at the plan, applies it."""

import pytest
from django.urls import reverse

from core.roles import Role
from tests import make
from tests.signing_in import sign_in_by_cookie
from zones.models import Parcel, Survey, Zone
from zones.survey import intake as surveying

pytestmark = pytest.mark.e2e
HEADINGS = "Số hiệu lô;Điểm;X (m);Y (m);Diện tích (m²)\n"


def rows(number, west, area=""):
    corners = [(west, 2_420_500), (west + 100, 2_420_500), (west + 100, 2_420_600), (west, 2_420_600)]
    return "".join(f"{number};{at};{north},000;{east},000;{area}\n" for at, (east, north) in enumerate(corners, 1))


@pytest.fixture
def officer(live_portal, new_page):
    return sign_in_by_cookie(new_page(), live_portal.url, make.user(Role.EDITOR))


def choose(page, field, words):
    page.locator(f"select[name={field}] + .select2").click()
    page.locator(".select2-search__field").last.fill(words)
    page.locator(".select2-results__option", has_text=words).first.click()


def send(page, text):
    page.set_input_files("[name=file]", {"name": "khu.csv", "mimeType": "text/csv", "buffer": text.encode()})
    page.get_by_role("button", name="Đọc bảng và xem trên sơ đồ").click()


def test_from_a_table_with_a_fault_to_parcels_of_the_record(live_portal, officer, complaints):
    before = Parcel.objects.count()
    officer.goto(live_portal.url + reverse("admin:zones_parcel_changelist"))
    officer.get_by_role("link", name="Nhập từ bảng tọa độ").click()
    choose(officer, "zone", "Thanh Bình")
    choose(officer, "source", "ATA")
    send(officer, HEADINGS + rows("CN-101", 425_400).replace("425500,000", "425.5oo", 1) + rows("CN-102", 425_500))
    officer.get_by_role("heading", name="Bảng có 1 lỗi").wait_for()
    assert "425.5oo" in officer.locator("tbody").inner_text() and Parcel.objects.count() == before
    officer.get_by_role("link", name="Nhập tệp đã sửa").click()
    send(officer, HEADINGS + rows("CN-101", 425_400, "10000") + rows("CN-102", 425_500))
    officer.get_by_role("heading", name="Không phát hiện lỗi").wait_for()
    assert officer.locator(".survey-parcel").count() == 2 and Parcel.objects.count() == before
    officer.get_by_role("button", name="Áp dụng cho 2 lô").click()
    officer.get_by_text("Đã áp dụng: 2 lô mới").wait_for()
    parcel = Parcel.objects.get(code="CN-101")
    assert (parcel.drawn_area, parcel.publication, parcel.epsg) == (10_000, "draft", 9213)
    assert complaints == []


def test_a_long_table_is_checked_to_its_end_while_the_page_is_open(live_portal, officer, complaints, monkeypatch):
    monkeypatch.setattr(surveying, "STEP", 40)
    zone, source = Zone.objects.get(code="TB1"), make.source()
    officer.goto(f"{live_portal.url}{reverse('admin:zones_survey_add')}?zone={zone.pk}&source={source.pk}")
    send(officer, HEADINGS + "".join(rows(f"CN-{at}", 425_400 + 100 * at) for at in range(60)))
    officer.get_by_role("heading", name="Không phát hiện lỗi").wait_for()
    assert Survey.objects.get().checked == 60
    assert complaints == []
