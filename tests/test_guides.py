"""The guides: every link, heading and picture they point to exists, and no picture lies about unused."""

import re
from pathlib import Path

import pytest

from tests import make
from zones.admin.facts import measures_in_use

ROOT = Path(__file__).resolve().parents[1]
GUIDES = [ROOT / "README.md", ROOT / "data" / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
LINK = re.compile(r"\]\(([^)\s]+)\)")


def _anchor(heading):
    """The word a heading is reached by, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def _anchors(path):
    return {_anchor(line.lstrip("#")) for line in path.read_text().splitlines() if line.startswith("#")}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_every_link_of_a_guide_leads_somewhere(guide):
    lost = []
    for link in LINK.findall(guide.read_text()):
        name, _mark, anchor = link.partition("#")
        path = guide.parent / name if name else guide
        if link.startswith("http"):
            continue
        if not path.exists() or (anchor and anchor not in _anchors(path)):
            lost.append(link)
    assert not lost


def test_every_picture_of_the_guides_is_shown_and_light():
    text = "".join(guide.read_text() for guide in GUIDES)
    pictures = list((ROOT / "docs" / "img").iterdir())
    assert [picture.name for picture in pictures if picture.name not in text] == []
    assert [picture.name for picture in pictures if picture.stat().st_size > 120 * 1024] == []


def test_each_setting_of_the_example_stands_in_the_readme():
    named = re.findall(r"^#([A-Z_0-9]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    readme = (ROOT / "README.md").read_text()
    assert named and [name for name in named if f"`{name}`" not in readme] == []


@pytest.mark.django_db
def test_the_words_the_guide_names_for_the_land_balance_are_offered_before_any_figure_has_them():
    make.figure(measure="workers")
    offered = dict(measures_in_use())
    guide = (ROOT / "docs" / "huong-dan-can-bo.md").read_text()
    for word in ("established_area", "industrial_service_area"):
        assert f"`{word}`" in guide and offered[word].endswith("theo quyết định")
    assert "workers" in offered
