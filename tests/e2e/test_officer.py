"""An officer at work in a real browser: what she moves is public at once, and nobody overwrites her."""

import pytest
from django.urls import reverse
from django.utils import translation

from core.roles import Role
from news.models import Article
from projects.models import Project
from tests import make
from tests.signing_in import sign_in_by_cookie

pytestmark = pytest.mark.e2e


@pytest.fixture
def desk_of(live_portal, new_page):
    """Open the officers' side signed in: `desk_of(Role.EDITOR, last_name="Cán bộ", first_name="Một")`."""

    def open_desk(role, **fields):
        return sign_in_by_cookie(new_page(), live_portal.url, make.user(role, **fields))

    return open_desk


def record_page(live_portal, record):
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_change"
    return live_portal.url + reverse(name, args=[record.pk])


def test_a_state_moved_by_an_officer_is_public_at_once_in_both_languages(live_portal, desk_of, new_page, complaints):
    project = Project.objects.get(slug="pallet-furniture")
    # Whoever builds or runs stands on land, and the record does not say on which.
    project.parcels.add(make.parcel(zone=project.zone, code="CN-90", commercial_status="leased", use_state="building"))
    officer, visitor = desk_of(Role.EDITOR), new_page()
    officer.goto(live_portal.url + reverse("admin:projects_project_changelist"))
    officer.fill("#searchbar", "nha may go pallet")
    officer.keyboard.press("Enter")
    officer.locator("#result_list a", has_text="Nhà máy gỗ pallet").click()
    officer.locator("a.axis-button", has_text="Vận hành thử").click()
    officer.fill("[name=on]", "15/11/2026")
    officer.get_by_role("button", name="Chuyển sang").click()
    officer.get_by_text("Đã chuyển.").wait_for()
    visitor.goto(live_portal.url + reverse("projects:project", args=["pallet-furniture"]))
    assert "Vận hành thử" in visitor.locator("main").inner_text()
    # The Board has recorded it itself, so the page no longer calls it a report.
    assert "theo nguồn đưa tin" not in visitor.locator("main").inner_text()
    with translation.override("en"):
        visitor.goto(live_portal.url + reverse("projects:project", args=["pallet-furniture"]))
    assert "Trial operation" in visitor.locator("main").inner_text()
    assert complaints == []


def test_the_second_of_two_officers_is_told_and_nothing_is_lost(live_portal, desk_of):
    project = Project.objects.get(slug="sahabak-blockboard")
    first = desk_of(Role.EDITOR, last_name="Cán bộ", first_name="Một")
    second = desk_of(Role.EDITOR)
    for page in (first, second):
        page.goto(record_page(live_portal, project))
    first.fill("[name=capital]", "40")
    first.click("[name=_continue]")
    first.get_by_text("Đã lưu thay đổi").wait_for()
    second.fill("[name=area]", "5000")
    second.fill("[name=started_on]", "12/2011")
    second.click("[name=_continue]")
    told = second.locator("div.errornote").inner_text()
    assert "Chưa lưu" in told and "Cán bộ Một" in told and "34,5 → 40" in told
    assert second.input_value("[name=area]") == "5000", "what the second typed is still there"
    assert second.input_value("[name=capital]") == "40", "what the first saved is there too"
    second.click("[name=_continue]")
    second.get_by_text("Đã lưu thay đổi").wait_for()
    project.refresh_from_db()
    assert (project.capital, project.area, project.started_on) == (40, 5000, "2011-12")


def test_an_editor_writes_and_only_a_leader_publishes(live_portal, desk_of, new_page):
    editor, leader, visitor = desk_of(Role.EDITOR), desk_of(Role.APPROVER), new_page()
    draft = make.article(publication="draft", title_vi="Ban làm việc với doanh nghiệp")
    address = live_portal.url + reverse("news:article", args=[draft.slug])
    editor.goto(record_page(live_portal, draft))
    editor.get_by_role("link", name="Trình duyệt", exact=True).click()
    editor.get_by_role("button", name="Trình duyệt").click()
    assert editor.locator(".publication .axis-state").inner_text() == "Chờ duyệt"
    assert not editor.locator(".publication .axis-button").count()
    assert visitor.goto(address).status == 404
    leader.goto(record_page(live_portal, draft))
    leader.get_by_role("link", name="Đăng", exact=True).click()
    leader.get_by_role("button", name="Đăng", exact=True).click()
    leader.locator(".publication").get_by_text("Đã đăng", exact=True).wait_for()
    assert Article.objects.get(pk=draft.pk).publication == "published"
    assert visitor.goto(address).status == 200


def test_the_keyboard_opens_a_tab_and_a_refused_form_leads_to_its_fault(live_portal, desk_of, complaints):
    page = desk_of(Role.EDITOR)
    page.goto(live_portal.url + reverse("admin:zones_figure_add"))
    tab = page.get_by_role("tab", name="Nguồn")
    tab.focus()
    page.keyboard.press("Enter")
    page.locator("[name=as_of]").wait_for()
    page.fill("[name=as_of]", "31/02/2024")
    page.click("[name=_save]")
    faults = page.locator(".fault-list a")
    faults.first.wait_for()
    assert any("31/02/2024" in words for words in faults.all_inner_texts())
    page.locator(".fault-list a", has_text="Nhãn").click()
    page.wait_for_function("document.activeElement.name === 'label_vi'")
    assert complaints == []
