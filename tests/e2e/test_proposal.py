"""Two people and one public record in a real browser: one proposes, another accepts; and a fact looked at again."""

import pytest
from django.urls import reverse

from core.models import Verification
from core.roles import Role
from tests import make, make_procedures
from tests.proposing import page as page_of
from tests.signing_in import sign_in_by_cookie

pytestmark = pytest.mark.e2e


def test_a_step_is_proposed_and_public_once_a_leader_accepts_it(live_portal, new_page):
    procedure, url = make_procedures.full_procedure(), live_portal.url
    editor = sign_in_by_cookie(new_page(), url, make.user(Role.EDITOR))
    leader = sign_in_by_cookie(new_page(), url, make.user(Role.APPROVER))
    editor.goto(url + page_of(procedure))
    editor.fill("[name=steps-0-text_vi]", "Nộp hồ sơ qua Cổng dịch vụ công")
    editor.get_by_label("Vì sao thay đổi?").fill("Nhận hồ sơ trực tuyến từ tháng 12.")
    editor.get_by_role("button", name="Gửi đề xuất").click()
    editor.get_by_text("Đã gửi đề xuất.").first.wait_for()
    visitor = new_page()
    visitor.goto(url + procedure.get_absolute_url())
    assert "Cổng dịch vụ công" not in visitor.locator("main").inner_text()
    leader.goto(url + reverse("admin:publication_queue"))
    leader.get_by_role("link", name=procedure.name_vi).click()
    told = leader.locator(".proposal-table").inner_text()
    assert "Nộp hồ sơ qua Cổng dịch vụ công" in told
    for tick in leader.locator("[name^=warning_]").all():
        tick.check()
    leader.get_by_role("button", name="Chấp nhận").click()
    leader.get_by_role("button", name="Chấp nhận").wait_for(state="detached")
    visitor.reload()
    assert "Nộp hồ sơ qua Cổng dịch vụ công" in visitor.locator("main").inner_text()


def test_a_fact_is_verified_by_one_click_on_a_phone(live_portal, new_page):
    rate = make.rate(as_of="1999-01-01", payee_vi="Công ty hạ tầng")
    page = sign_in_by_cookie(new_page(viewport={"width": 360, "height": 740}), live_portal.url, make.user(Role.EDITOR))
    page.goto(live_portal.url + reverse("admin:freshness"))
    wide = page.locator(".moves-scroll").evaluate("box => box.scrollWidth - box.clientWidth")
    assert wide == 0, "what is due fits the screen, and so does the button"
    page.get_by_role("button", name=f"Đã kiểm tra, không đổi: {rate}", exact=True).click()
    page.get_by_text("Đã xác nhận 1 thông tin.").first.wait_for()
    assert Verification.objects.of(rate).count() == 1
    assert not page.get_by_role("link", name=str(rate), exact=True).count()
