"""The commonest tasks of the officers' guide, each done in a real browser as an officer does it.

The survey is taken in test_survey.py.
"""

import io

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from core.roles import Role
from enquiries.models import Enquiry
from news.models import Article
from projects.models import Project
from reports.models import Report
from tests import make, make_reports
from tests.signing_in import sign_in_by_cookie
from zones.models import Parcel, Zone

pytestmark = pytest.mark.e2e


@pytest.fixture
def office(live_portal, new_page):
    """`office(Role.EDITOR)` is a page of a new officer, standing on her desk."""

    def open_desk(role=Role.EDITOR, **fields):
        page = sign_in_by_cookie(new_page(), live_portal.url, make.user(role, **fields))
        page.goto(live_portal.url + reverse("admin:index"))
        return page

    return open_desk


def open_record(page, live_portal, record):
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_change"
    page.goto(live_portal.url + reverse(name, args=[record.pk]))


def workbook(begun):
    """The Excel file of a download."""
    return load_workbook(io.BytesIO(begun.value.path().read_bytes()))


def task(page, words):
    page.get_by_role("link", name=words, exact=True).first.click()


def search_list(page, words, link):
    page.fill("#searchbar", words)
    page.keyboard.press("Enter")
    page.locator("#result_list a", has_text=link).first.click()


def test_1_a_project_is_moved_with_the_number_of_a_decision(live_portal, office):
    project = Project.objects.get(slug="pallet-furniture")
    page = office()
    task(page, "Chuyển tình trạng dự án")
    search_list(page, "nha may go pallet", "Nhà máy gỗ pallet")
    page.locator("a.axis-button", has_text="Đã đóng").first.click()
    page.fill("[name=on]", "15/11/2026")
    page.fill("[name=decision_number]", "45/QĐ-BQL")
    page.fill("[name=note]", "Nhà đầu tư chấm dứt")
    page.get_by_role("button", name="Chuyển sang").click()
    page.get_by_text("Đã chuyển.").first.wait_for()
    assert project.moves.get().decision_number == "45/QĐ-BQL"


def test_2_a_parcel_is_reserved_until_a_day(live_portal, office):
    parcel = make.parcel(zone=Zone.objects.first(), code="CN-77", commercial_status="available")
    page = office()
    task(page, "Chuyển tình trạng lô đất")
    search_list(page, "cn-77", "CN-77")
    page.fill("[name=reserved_until]", "30/12/2027")
    page.click("[name=_continue]")
    page.get_by_text("Đã lưu thay đổi").first.wait_for()
    page.locator("a.axis-button", has_text="Giữ chỗ").first.click()
    page.get_by_role("button", name="Chuyển sang").click()
    page.get_by_text("Đã chuyển.").first.wait_for()
    parcel.refresh_from_db()
    assert (parcel.commercial_status, str(parcel.reserved_until)) == ("reserved", "2027-12-30")


def test_3_parcels_are_corrected_in_excel(live_portal, office):
    parcel = make.parcel(zone=Zone.objects.first(), code="CN-78", area=10_000)
    page = office()
    page.goto(live_portal.url + reverse("admin:zones_parcel_export"))
    with page.expect_download() as begun:
        page.get_by_role("button", name="Tải tệp về").click()
    book = workbook(begun)
    sheet = book.worksheets[0]
    head = next(row for row in sheet.iter_rows() if any(cell.value == "Phiên bản" for cell in row))
    column = {cell.value: cell.column for cell in head}
    area = next(at for words, at in column.items() if words and str(words).startswith("Diện tích theo quyết định"))
    [line] = [row for row in sheet.iter_rows() if any(cell.value == "CN-78" for cell in row)]
    sheet.cell(line[0].row, area).value = 12500.5
    changed = io.BytesIO()
    book.save(changed)
    page.goto(live_portal.url + reverse("admin:zones_parcel_import"))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.set_input_files("input[type=file]", {"name": "lo.xlsx", "mimeType": kind, "buffer": changed.getvalue()})
    page.get_by_role("button", name="Đọc tệp và xem trước thay đổi").click()
    page.get_by_role("button", name="Xác nhận nhập").click()
    page.locator("#result_list").wait_for()
    parcel.refresh_from_db()
    assert str(parcel.area) == "12500.50"


def test_4_two_people_publish_a_news_item_in_two_languages(live_portal, office, new_page):
    draft = make.article(publication="draft", title_vi="Hội nghị doanh nghiệp", title_en="Business meeting")
    editor, leader, visitor = office(), office(Role.APPROVER), new_page()
    open_record(editor, live_portal, draft)
    editor.get_by_role("link", name="Trình duyệt", exact=True).click()
    editor.get_by_role("button", name="Trình duyệt").click()
    editor.locator(".publication").get_by_text("Chờ duyệt", exact=True).wait_for()
    leader.goto(live_portal.url + reverse("admin:index"))
    leader.get_by_role("link", name="Tin tức").first.wait_for()
    leader.goto(live_portal.url + reverse("admin:publication_queue"))
    leader.get_by_role("link", name="Hội nghị doanh nghiệp").first.click()
    leader.get_by_role("link", name="Đăng", exact=True).click()
    for tick in leader.locator("[name^=warning_]").all():
        tick.check()
    leader.get_by_role("button", name="Đăng", exact=True).click()
    leader.locator(".publication").get_by_text("Đã đăng", exact=True).wait_for()
    address = f"{live_portal.url}{reverse('news:article', args=[draft.slug])}"
    assert visitor.goto(address).status == 200 and "Hội nghị" in visitor.locator("h1").inner_text()
    assert Article.objects.get(pk=draft.pk).publication == "published"


def test_6_an_enquiry_is_taken_answered_and_leaves_the_desk(live_portal, office):
    enquiry = make.enquiry(message="Xin hỏi giá thuê đất")
    page = office()
    page.get_by_role("link", name=enquiry.code).click()
    page.select_option("[name=status]", "answered")
    page.fill("[name=internal_note]", "Đã gọi điện.")
    page.click("[name=_save]")
    page.locator("#result_list").wait_for()
    page.goto(live_portal.url + reverse("admin:index"))
    assert not page.get_by_role("link", name=enquiry.code).count()
    assert Enquiry.objects.get(pk=enquiry.pk).status == "answered"


def test_7_the_inventory_of_a_zone_is_declared_complete(live_portal, office):
    zone = Zone.objects.get(code="TB1")
    page = office()
    page.goto(live_portal.url + reverse("admin:zones_zone_changelist"))
    page.locator("#result_list a", has_text=zone.code).first.click()
    page.fill("[name=inventory_on]", timezone.localdate().strftime("%d/%m/%Y"))
    page.locator("select[name=inventory_source] + .select2").click()
    page.locator(".select2-search__field").last.fill("ATA")
    page.locator(".select2-results__option", has_text="ATA").first.click()
    page.click("[name=_continue]")
    page.get_by_text("Đã lưu thay đổi").first.wait_for()
    zone.refresh_from_db()
    assert zone.inventory_on == timezone.localdate() and zone.inventory_source_id


def test_8_a_quarterly_report_is_begun_from_the_board(live_portal, office):
    page = office()
    page.goto(live_portal.url + reverse("admin:reports_report_board"))
    page.locator(f"a[href*='form=2104'][href*='{make_reports.QUARTER}']").first.click()
    page.fill("[name=rate]", "25000")
    page.fill("[name=rate_on]", "30/09/2026")
    page.fill("[name=rate_source]", "Ngân hàng Nhà nước")
    page.get_by_role("button", name="Lập báo cáo").click()
    page.wait_for_url("**/change/**")
    report = Report.objects.get()
    assert (report.form, report.period.code) == ("2104", make_reports.QUARTER)


def test_9_the_history_tells_who_changed_what_and_gives_a_file(live_portal, office):
    parcel = Parcel.objects.first()
    officer = office(last_name="Cán bộ", first_name="Hai")
    open_record(officer, live_portal, parcel)
    officer.fill("[name=term_end]", "31/12/2060")
    officer.click("[name=_continue]")
    officer.get_by_text("Đã lưu thay đổi").first.wait_for()
    auditor = office(Role.AUDITOR)
    auditor.locator(".desk-changes a").first.wait_for()
    auditor.goto(live_portal.url + reverse("admin:history"))
    auditor.select_option("[name=person]", label="Cán bộ Hai")
    auditor.get_by_role("button", name="Xem").first.click()
    auditor.locator("table.history ins", has_text="31/12/2060").wait_for()
    with auditor.expect_download() as begun:
        auditor.get_by_role("link", name="Excel", exact=True).click()
    rows = [[cell.value for cell in row] for row in workbook(begun).active.iter_rows()]
    assert any("31/12/2060" in row for row in rows)


def test_10_anything_is_found_from_the_desk_without_diacritics(live_portal, office, complaints):
    project = Project.objects.get(slug="pallet-furniture")
    page = office(Role.AUDITOR)
    page.get_by_label("Tìm trong mọi bản ghi").fill("nha may go pallet")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Nhà máy gỗ pallet").first.click()
    page.wait_for_url(f"**{reverse('admin:projects_project_change', args=[project.pk])}**")
    assert complaints == []
