"""The officers' pages with assistive technology: on those used most axe finds nothing, neither ours nor the dress's."""

import pytest
from django.urls import reverse

from core.roles import Role
from projects.models import Project
from tests import make
from tests.e2e.accessibility import axe_faults
from tests.signing_in import sign_in_by_cookie
from zones.models import Parcel

pytestmark = pytest.mark.e2e


def addresses():
    project, parcel = Project.objects.first(), Parcel.objects.filter(is_sample=True).first()
    return {
        "desk": reverse("admin:index"),
        "list": reverse("admin:zones_parcel_changelist"),
        "form": reverse("admin:projects_project_change", args=[project.pk]),
        "add": reverse("admin:news_article_add"),
        "move": reverse("admin:projects_project_move", args=[project.pk, "pipeline"]) + "?to=qualified",
        "queue": reverse("admin:publication_queue"),
        "history": reverse("admin:history"),
        "import": reverse("admin:zones_parcel_import"),
        "guide": reverse("admin:guide"),
        "search": f"{reverse('admin:find')}?q=thanh+binh",
        "reports": reverse("admin:reports_report_board"),
        "record": reverse("admin:zones_parcel_change", args=[parcel.pk]),
    }


def test_axe_finds_nothing_on_the_officers_pages(live_portal, new_page, complaints):
    page = new_page()
    page.goto(live_portal.url + reverse("admin:login"))
    found = [("sign-in", *fault) for fault in axe_faults(page)]
    sign_in_by_cookie(page, live_portal.url, make.user(Role.ADMINISTRATOR))
    for name, address in addresses().items():
        assert page.goto(live_portal.url + address).status == 200, address
        found += [(name, *fault) for fault in axe_faults(page)]
    assert not found, "\n".join(map(str, found))
    assert complaints == []
