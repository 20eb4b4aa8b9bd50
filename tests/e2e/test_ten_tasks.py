"""The commonest tasks of the officers' guide, each done in a real browser as an officer does it.

The survey is taken in test_survey.py.
"""

import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook

from core.roles import Role
from enquiries.models import Enquiry
from news.models import Article
from projects.models import Project
from reports.lifecycle import State
from reports.models import Report
from tests import make, make_reports
from tests.signing_in import sign_in_by_cookie
from zones.models import Parcel, Rate, Zone

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


def content(begun):
    """The bytes of a download."""
    return io.BytesIO(begun.value.path().read_bytes())


def workbook(begun):
    """The Excel file of a download."""
    return load_workbook(content(begun))


def download(page, words):
    with page.expect_download() as begun:
        page.get_by_role("link", name=words, exact=True).click()
    return content(begun)


def choose(page, field, words):
    """Find another record by `words` for `field`, and take the first."""
    page.locator(f"select[name={field}] + .select2").click()
    page.locator(".select2-search__field").last.fill(words)
    page.locator(".select2-results__option", has_text=words).first.click()


def publish(leader):
    leader.get_by_role("link", name="Đăng", exact=True).click()
    for tick in leader.locator("[name^=warning_]").all():
        tick.check()
    leader.get_by_role("button", name="Đăng", exact=True).click()
    leader.locator(".publication").get_by_text("Đã đăng", exact=True).wait_for()


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
    publish(leader)
    address = f"{live_portal.url}{reverse('news:article', args=[draft.slug])}"
    assert visitor.goto(address).status == 200 and "Hội nghị" in visitor.locator("h1").inner_text()
    assert Article.objects.get(pk=draft.pk).publication == "published"


@pytest.fixture
def rent():
    """The yearly rent of a zone, in force and public."""
    return make.rate(zone=Zone.objects.get(code="TB1"), amount=90_000, vat="excluded", valid_from=dt.date(2024, 1, 1))


def test_5_a_price_is_changed_by_a_dated_new_row(live_portal, office, new_page, rent):
    begins = timezone.localdate() + dt.timedelta(days=30)
    make.source(publisher_vi="Quyết định giá thuê đất mới")
    editor, leader, visitor = office(), office(Role.APPROVER), new_page()
    open_record(editor, live_portal, rent)
    task(editor, "Lập giá mới từ mức giá này")
    assert "90.000" in editor.locator(".price-follows").inner_text()
    assert not editor.locator("[name=voltage]").is_visible(), "what only power has is out of the way"
    editor.fill("[name=amount]", "95.500")
    editor.fill("[name=valid_from]", begins.strftime("%d/%m/%Y"))
    editor.click("[name=_continue]")
    faults = editor.locator(".fault-list").inner_text()
    assert "Số tiền: " in faults and "Nguồn: " in faults and editor.input_value("[name=amount]") == "95.500"
    editor.fill("[name=amount]", "95500")
    choose(editor, "source", "Quyết định giá thuê đất")
    editor.click("[name=_continue]")
    editor.get_by_text("Nháp", exact=True).first.wait_for()
    open_record(leader, live_portal, Rate.objects.get(amount=95_500))
    publish(leader)
    rent.refresh_from_db()
    assert rent.valid_to == begins, "the first day on which it no longer holds"
    visitor.goto(f"{live_portal.url}{reverse('zones:prices')}?on={begins.isoformat()}")
    told = visitor.locator("main").inner_text().replace("\u00a0", " ")
    assert "95.500" in told and "90.000" not in told
    visitor.goto(live_portal.url + reverse("zones:price_history", args=[rent.zone.slug, rent.kind]))
    told = visitor.locator("main table").first.inner_text()
    assert "95.500" in told and "90.000" in told


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
    choose(page, "inventory_source", "ATA")
    page.click("[name=_continue]")
    page.get_by_text("Đã lưu thay đổi").first.wait_for()
    zone.refresh_from_db()
    assert zone.inventory_on == timezone.localdate() and zone.inventory_source_id


@pytest.fixture
def factory():
    """A factory whose revenue was reported for the second quarter, in a report that was submitted."""
    zone = make.zone(name_vi="KCN Suối A", location_class="outside_ez")
    project = make_reports.licensed(zone, "fdi", dt.date(2025, 3, 1), "1000000001", 5, name_vi="Nhà máy Suối A")
    make_reports.period_figure(project=project, period="2026-Q2", amount=3)
    before = make_reports.report("2104", "2026-Q2")
    before.move_to(State.IN_REVIEW, axis="state", by=before.begun_by)
    return project


def begin_report(page, url):
    page.goto(url + reverse("admin:reports_report_board"))
    page.locator(f"a[href*='form=2104'][href*='{make_reports.QUARTER}']").first.click()
    page.fill("[name=rate]", "25000")
    page.fill("[name=rate_on]", "30/09/2026")
    page.fill("[name=rate_source]", "Ngân hàng Nhà nước")
    page.get_by_role("button", name="Lập báo cáo").click()
    page.wait_for_url("**/change/**")


def move_report(page, words):
    page.locator("a.axis-button", has_text=words).click()
    page.locator("main [type=submit], #main [type=submit]").first.click()
    page.get_by_text("Đã chuyển.").first.wait_for()


def test_8_a_quarterly_report_is_filled_filed_and_taken_away(live_portal, office, factory):
    page, leader = office(), office(Role.APPROVER)
    page.goto(live_portal.url + reverse("admin:reports_periodfigure_add"))
    choose(page, "project", "Nhà máy Suối A")
    page.select_option("[name=measure]", "revenue")
    page.fill("[name=period]", "quý III/2026")
    page.fill("[name=amount]", "7,75")
    page.select_option("[name=unit]", "usd")
    choose(page, "source", "ATA")
    page.click("[name=_save]")
    begin_report(page, live_portal.url)
    report, cell = Report.objects.latest("pk"), f"zones/z{factory.zone_id}/fdi_revenue"
    assert (report.form, report.period.code) == ("2104", make_reports.QUARTER)
    assert page.locator(f".report-table a[href$='{cell}/']").inner_text().startswith("7.75")
    assert "từ 3 thành 7.75: cần giải trình" in page.locator(".panel.is-warning").inner_text()
    page.get_by_role("link", name="Điền ở dưới").click()
    page.keyboard.type("Nhà máy chạy đủ công suất từ tháng 7.")
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.locator(".panel.is-warning").wait_for(state="detached")
    move_report(page, "Trình duyệt")
    open_record(leader, live_portal, report)
    move_report(leader, "Tiếp nhận")
    assert Report.objects.get(pk=report.pk).state == State.RECEIVED
    sheets = load_workbook(download(leader, "Tải .xlsx"))
    assert any(cell.value == 7.75 for sheet in sheets for row in sheet.iter_rows() for cell in row)
    tables = Document(download(leader, "Tải .docx")).tables
    assert any(cell.text == "7.75" for table in tables for row in table.rows for cell in row.cells)


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
