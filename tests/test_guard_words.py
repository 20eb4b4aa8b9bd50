"""What stands beside the texts of a record names no hidden investor either: its address and its files."""

import pytest

from core.forms import one_form
from core.publication.guard import ERROR, findings
from tests import make

pytestmark = pytest.mark.django_db


def test_an_address_made_of_a_hidden_investors_name_is_found():
    make.investor(name_vi="Công ty TNHH Govina", name_en="Govina Co., Ltd", publication="draft")
    project = make.project(slug="nha-may-govina", name_vi="Nhà máy gỗ", name_en="Wood plant", investor=None)
    assert [one.field for one in findings(project) if one.level == ERROR] == ["slug"]
    project.slug = "nha-may-go"
    assert [one for one in findings(project) if one.level == ERROR] == []


def test_signs_nobody_sees_are_not_kept():
    assert one_form("Mời\x0bgọi\r\nđầu tư\x07") == "Mời gọi\nđầu tư "
