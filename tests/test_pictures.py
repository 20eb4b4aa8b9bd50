"""Pictures of zones, news and calls: shown with words, source and day, and only while their record is public."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from PIL import Image

from core.models import StoredFile
from core.publication.guard import findings
from core.roles import Role
from news.models import Article
from projects.models import Opportunity
from tests import make
from tests.admin_forms import fields_of
from tests.uploads import KIND, page_of, picture, picture_of, sent, taken
from zones.models import Zone, ZonePicture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def with_picture(fields, name="cong.jpg", data=None, **more):
    """What a browser sends of a record's form with one new picture."""
    words = {"alt_vi": "Cổng khu", "alt_en": "The gate", "credit_vi": "Ban Quản lý", "taken_on": "05/2026"}
    row = words | {"order": "100", "is_shown": "on", "upload": sent(data or picture(), name)} | more
    return fields | {"pictures-TOTAL_FORMS": "1"} | {f"pictures-0-{key}": value for key, value in row.items()}


@pytest.mark.parametrize(
    ("width", "height", "widths"),
    [(500, 300, {480, 500}), (1000, 500, {480, 960, 1000}), (2000, 1000, {480, 960, 1600})],
)
def test_a_picture_is_written_anew_in_up_to_three_widths(width, height, widths):
    made = taken(picture(width, height), "a.jpg", KIND.PICTURE)
    sizes = {}
    for name, content in made.contents.items():
        with Image.open(io.BytesIO(content)) as image:
            sizes[name] = (image.format, image.width, round(image.width / image.height, 1))
    largest = max(widths)
    assert (made.width, made.height) == (largest, largest * height // width)
    ratio = round(width / height, 1)
    assert sizes.pop("plain.jpg") == ("JPEG", max(one for one in widths if one <= 960), ratio)
    assert sizes == {f"{one}.webp": ("WEBP", one, ratio) for one in widths}


def test_what_is_transparent_stands_on_white():
    file = io.BytesIO()
    Image.new("RGBA", (500, 300), (0, 0, 0, 0)).save(file, "PNG")
    made = taken(file.getvalue(), "a.png", KIND.PICTURE)
    with Image.open(io.BytesIO(made.contents["plain.jpg"])) as image:
        assert image.getpixel((9, 9)) == (255, 255, 255)


def test_a_picture_is_taken_once_and_seen_while_its_record_is_public(client):
    news = make.article(publication="draft")
    officer = make.client_of(Role.EDITOR)
    data = with_picture(fields_of(officer.unwritten("get", page_of(news))))
    assert officer.post(page_of(news), data).status_code == 302
    kept = news.pictures.get()
    assert (kept.taken_on, kept.file.width, kept.file.label, kept.file.used_in) == (
        "2026-05", 640, "cong.jpg", "news.articlepicture",
    )  # fmt: skip
    assert kept.file.uploaded_by.role == Role.EDITOR
    preview = officer.get(page_of(news)).content.decode()
    assert f'src="{kept.file.address_of("480.webp")}"' in preview
    again = with_picture(fields_of(officer.unwritten("get", page_of(news))))
    again |= {"pictures-TOTAL_FORMS": "2"} | {
        key.replace("-0-", "-1-"): value for key, value in data.items() if key.startswith("pictures-0-")
    }
    again["pictures-1-upload"] = sent(picture(), "other-name.jpg")
    again = {key: value for key, value in again.items() if key != "pictures-0-upload"}
    refused = officer.post(page_of(news), again)
    assert "đã có ở đây" in refused.content.decode() and news.pictures.count() == 1

    address = kept.file.address_of("480.webp")
    assert client.get(address).status_code == 404, "a draft is not to be guessed"
    Article.objects.filter(pk=news.pk).update(publication="published")
    answer = client.get(address)
    assert (answer.headers["Content-Type"], answer.headers["X-Content-Type-Options"]) == ("image/webp", "nosniff")
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert "Content-Disposition" not in answer.headers or answer.headers["Content-Disposition"].startswith("inline")
    with Image.open(io.BytesIO(answer.getvalue())) as image:
        assert image.size == (480, 300)
    for name in ("961.webp", "plain.html", "..", "file"):
        assert client.get(f"/pictures/{kept.file.token}/{name}").status_code == 404
    Article.objects.filter(pk=news.pk).update(publication="withdrawn")
    assert client.get(address).status_code == 404


def test_pages_show_pictures_with_words_source_and_day_in_the_readers_language(client):
    zone = make.zone()
    shown = picture_of(zone, credit_vi="Báo Thử", credit_en="Test newspaper")
    picture_of(zone, data=picture(colour=(1, 2, 3)), alt_vi="Bị gỡ", alt_en="Taken off", is_shown=False)
    picture_of(zone, data=picture(colour=(4, 5, 6)), alt_vi="Chưa dịch", alt_en="")
    pages = {
        one: reverse(one, args=args) for one, args in (("zones:zone", [zone.slug]), ("projects:opportunities", []))
    }
    words = client.get(pages["zones:zone"]).content.decode()
    assert 'alt="Cổng khu công nghiệp"' in words and "Báo Thử · 05/2026" in words and "Chưa dịch" in words
    assert 'width="640" height="400"' in words and "480w" in words and 'loading="lazy"' in words
    assert "Bị gỡ" not in words and shown.file.address_of("640.webp") in words
    with override("en"):
        english = client.get(zone.get_absolute_url()).content.decode()
    assert 'alt="The gate of the zone"' in english and "Test newspaper · May 2026" in english
    assert "Chưa dịch" not in english, "nobody reads a picture she has no words for"
    call = make.opportunity(zone=zone)
    picture_of(call, data=picture(colour=(7, 8, 9)))
    assert "Cổng khu công nghiệp" in client.get(pages["projects:opportunities"]).content.decode()


def test_lists_ask_no_more_for_more_pictures(client):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("projects:opportunities"))
        return len(asked)

    picture_of(make.opportunity())
    before = queries()
    for shade in (10, 20):
        picture_of(make.opportunity(), data=picture(colour=(shade, 0, 0)))
    assert queries() == before


def test_on_a_public_page_a_new_picture_waits_for_a_leader(client):
    zone = make.zone()
    officer, leader = make.client_of(Role.EDITOR), make.client_of(Role.APPROVER)
    data = with_picture(fields_of(officer.unwritten("get", page_of(zone))))
    assert officer.post(page_of(zone), data).status_code == 302
    kept = zone.pictures.get()
    assert not kept.is_shown and client.get(kept.file.get_absolute_url()).status_code == 404
    tick = fields_of(officer.unwritten("get", page_of(zone)))
    assert "pictures-0-is_shown" not in tick
    officer.post(page_of(zone), tick | {"pictures-0-is_shown": "on"})
    assert client.get(kept.file.get_absolute_url()).status_code == 404
    officer.post(page_of(zone), tick | {"pictures-0-DELETE": "on"})
    leader.post(page_of(zone), fields_of(leader.unwritten("get", page_of(zone))) | {"pictures-0-is_shown": "on"})
    assert client.get(kept.file.get_absolute_url()).status_code == 200, "nobody deleted it, and the leader showed it"


def test_who_only_reads_adds_none_and_a_picture_is_asked_for(client):
    zone = make.zone(publication="draft")
    officer, auditor = make.client_of(Role.EDITOR), make.client_of(Role.AUDITOR)
    data = with_picture(fields_of(officer.unwritten("get", page_of(zone))))
    assert auditor.unwritten("get", page_of(zone)).status_code == 200
    assert auditor.post(page_of(zone), data).status_code == 403
    del data["pictures-0-upload"]
    assert "Hãy chọn ảnh" in officer.post(page_of(zone), data).content.decode()
    data["pictures-0-upload"] = sent(b"GIF89a")
    answer = officer.post(page_of(zone), data).content.decode()
    assert "Chỉ nhận ảnh" in answer and "Cổng khu" in answer and not StoredFile.objects.exists()


def test_the_guard_asks_for_words_and_for_pictures_of_the_zone_itself():
    zone, other = make.zone(publication="draft"), make.zone()
    kept = picture_of(zone, zone=zone)
    assert not [one for one in findings(zone) if one.field == "pictures"]
    ZonePicture.objects.filter(pk=kept.pk).update(alt_en="", zone=other)
    said = [one.sentence for one in findings(zone) if one.field == "pictures" and one.is_error]
    assert len(said) == 2 and "tiếng Anh" in " ".join(said) and "khu khác" in " ".join(said)
    ZonePicture.objects.filter(pk=kept.pk).update(is_shown=False)
    assert not [one for one in findings(zone) if one.field == "pictures"]
    call = make.opportunity(zone=other, publication="draft")
    picture_of(call, zone=zone)
    assert [one for one in findings(call) if one.field == "pictures"]
    assert type(call) is Opportunity and type(zone) is Zone


def test_one_picture_twice_in_one_form_is_told_and_nothing_is_kept(client):
    article, data = make.article(publication="draft"), picture()
    client.force_login(make.user(Role.EDITOR))
    page = reverse("admin:news_article_change", args=[article.pk])
    fields = with_picture(fields_of(client.unwritten("get", page)), data=data)
    second = {key.replace("pictures-0-", "pictures-1-"): value for key, value in fields.items() if "pictures-0-" in key}
    fields |= second | {"pictures-1-upload": sent(data, "again.jpg"), "pictures-TOTAL_FORMS": "2"}
    refused = client.post(page, fields)
    assert refused.status_code == 200 and "Một ảnh nằm ở hai dòng" in refused.text
    assert not article.pictures.exists() and not StoredFile.objects.exists()
