"""A past day on the pages and in the answers for programs: said as such, and any other day a sentence."""

import datetime as dt
import json

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from core.disclosure import Publication
from tests import make
from tests.past_days import api, moved, page
from zones.models import Parcel

pytestmark = pytest.mark.django_db


def test_a_reservation_past_its_last_day_reads_expired_everywhere(client):
    zone, yesterday = make.zone(), timezone.localdate() - dt.timedelta(days=1)
    ended = make.parcel(zone=zone, code="HET", commercial_status="reserved", reserved_until=yesterday)
    held = make.parcel(zone=zone, code="CON", commercial_status="reserved", reserved_until=timezone.localdate())
    with translation.override("vi"):
        for record in (zone, ended):
            html = page(client, record, language="vi")
            assert f"giữ chỗ đã hết hạn ngày {yesterday:%d/%m/%Y}" in html and "badge--available" in html
    assert "On hold until" in page(client, held)
    states = {row["code"]: row for row in api(client, zone)["parcels"]}
    assert states["HET"]["commercial_status"] == "available"
    assert states["HET"]["reservation_expired_on"] == yesterday.isoformat()
    assert states["CON"]["commercial_status"] == "on_hold" and states["CON"]["reservation_expired_on"] is None
    lines = b"".join(client.get(reverse("data_csv", args=["parcels"])).streaming_content).decode().splitlines()
    assert ",available," in next(line for line in lines if ",HET," in line)
    assert ",on_hold," in next(line for line in lines if ",CON," in line)


def test_a_negotiation_that_outlives_its_reservation_is_not_given_away_by_a_day_gone_by(client):
    ended = timezone.localdate() - dt.timedelta(1)
    parcel = make.parcel(commercial_status="negotiating", reserved_until=ended)
    answer = api(client, parcel)["parcel"]
    assert (answer["commercial_status"], answer["on_hold_until"]) == ("on_hold", None)
    assert "On hold until" not in page(client, parcel)
    parcel.reserved_until = timezone.localdate()
    parcel.save()
    assert api(client, parcel)["parcel"]["on_hold_until"] == timezone.localdate().isoformat()


def test_the_page_of_a_past_day_says_so_and_leads_back(client):
    make.board(adopting_body_vi="UBND tỉnh", phone="0209 3 870 000")
    zone = make.zone(stage="planning", as_of="2020")
    zone.move_to("plan_approved", axis="stage", by=make.user(), on=dt.date(2025, 1, 1), decision_number="1/QĐ")
    parcel = moved(make.parcel(zone=zone, commercial_status="planned"), ("available", dt.date(2025, 1, 1)))
    then, now = [{record: page(client, record, query) for record in (zone, parcel)} for query in ("?on=2024-03-31", "")]
    for record, html in then.items():
        assert "As of 31 March 2024" in html and "Back to today" in html
        assert f'href="{translated(record)}"' in html and 'value="2024-03-31"' in html
        assert '<meta name="robots" content="noindex">' in html
        assert f'<link rel="canonical" href="http://127.0.0.1:8000{translated(record)}">' in html
        assert "badge--planned" in html and "badge--available" not in html
    for today in now.values():
        assert "As of 31" not in today and "badge--available" in today and "noindex" not in today
    assert "<b>Plan being drawn up</b>" in then[zone]
    assert "<b>Construction plan approved</b>" in now[zone]


def translated(record):
    with translation.override("en"):
        return record.get_absolute_url()


def test_prices_figures_and_milestones_are_those_of_the_day(client):
    zone = make.zone()
    make.rate(zone=zone, amount=11_111, valid_from=dt.date(2023, 1, 1), valid_to=dt.date(2025, 1, 1))
    make.rate(zone=zone, amount=22_222, valid_from=dt.date(2025, 1, 1))
    make.figure(zone=zone, label_en="Old count", as_of="2023")
    make.figure(zone=zone, label_en="New count", as_of="2025")
    make.milestone(zone=zone, text_en="Old step", on="2024-03")
    make.milestone(zone=zone, text_en="New step", on="2024-04")
    then, now = page(client, zone, "?on=2024-03-31"), page(client, zone)
    assert "11,111" in then and "Old count" in then and "Old step" in then
    assert "22,222" not in then and "New count" not in then and "New step" not in then
    assert "22,222" in now and "11,111" not in now and "New count" in now and "New step" in now


BAD_DAYS = ["", "abc", "2024-02-30", "2024", "NaN", "%00", "99999-01-01", "31/31/2024", "٢٠٢٤-٠٣-٣١%20", "2999-01-01"]


def test_any_day_however_hostile_gives_a_page_and_an_answer(client):
    """All of them read a day alike: each is asked of the page of one record and of the answer about the other."""
    parcel = make.parcel(outline=[[0, 0], [9, 0], [9, 9]])
    shown, told = (parcel.zone, "api_zone"), (parcel, "api_parcel")
    for day in [*BAD_DAYS, "0001-01-01", "1900-01-01", "31/03/2024", "2024-03-31&on=x"]:
        page(client, shown[0], f"?on={day}")
        response = client.get(reverse(told[1], args=[told[0].slug]) + f"?on={day}")
        assert response.status_code in (200, 400) and json.loads(response.content), day
        shown, told = told, shown


@pytest.mark.parametrize(
    ("day", "sentence"), [("2024-02-30", "not a day of the calendar"), ("2999-01-01", "has not come yet")]
)
def test_a_bad_or_coming_day_is_a_sentence_beside_the_form_and_today_is_shown(client, day, sentence):
    parcel = make.parcel(commercial_status="available")
    for record in (parcel.zone, parcel):
        html = page(client, record, f"?on={day}")
        assert sentence in html and f'value="{day}"' in html and "Back to today" not in html
        assert "badge--available" in html
    response = client.get(reverse("api_zone", args=[parcel.zone.slug]) + f"?lang=en&on={day}")
    assert response.status_code == 400 and sentence in response.json()["errors"]["on"][0]


def test_the_answer_for_programs_names_states_sources_and_samples_and_folds_negotiating(client):
    zone = make.zone(name_vi="Khu Chợ Mới", name_en="Cho Moi")
    real = make.parcel(zone=zone, code="A", area="12345.50", commercial_status="negotiating", as_of="2024-01")
    make.parcel(zone=zone, code="MẪU-1", is_sample=True)
    make.parcel(zone=zone, code="KIN", publication=Publication.DRAFT)
    answer = api(client, zone, "?on=2024-03-31")
    assert answer["on"] == "2024-03-31" and answer["balance"] is None
    assert answer["zone"]["name_vi"] == "Khu Chợ Mới" and answer["zone"]["name_en"] == "Cho Moi"
    assert [(row["code"], row["is_sample"]) for row in answer["parcels"]] == [("A", False), ("MẪU-1", True)]
    row = answer["parcels"][0]
    assert row["commercial_status"] == "on_hold" and row["area"] == 12345.5
    assert row["source"]["publisher_en"] == "Test newspaper" and row["as_of"] == "2024-01"
    alone = api(client, real)
    assert alone["parcel"]["commercial_status"] == "on_hold"
    assert "negotiating" not in json.dumps(alone) + json.dumps(answer)


def test_drafts_have_no_answer(client):
    hidden = make.zone(publication=Publication.DRAFT)
    for record in (hidden, make.parcel(zone=hidden), make.parcel(publication=Publication.DRAFT)):
        name = "api_parcel" if isinstance(record, Parcel) else "api_zone"
        assert client.get(reverse(name, args=[record.slug])).status_code == 404
        assert client.post(reverse(name, args=[record.slug])).status_code == 405


def test_a_parcel_says_when_it_came_into_the_plan_and_what_became_of_it(client):
    zone = make.zone()
    old = make.parcel(zone=zone, code="A")
    new = make.parcel(zone=zone, code="A1")
    hidden = make.parcel(zone=zone, code="A2", publication=Publication.DRAFT)
    Parcel.objects.filter(pk=old.pk).update(exists_to=dt.date(2025, 1, 1))
    Parcel.objects.filter(pk__in=[new.pk, hidden.pk]).update(exists_from=dt.date(2025, 1, 1))
    for part in (new, hidden):
        part.predecessors.set([old])
    html = page(client, old)
    assert "It left the plan on 1 January 2025." in html and "On 1 January 2025 it became:" in html
    assert new.get_absolute_url().rsplit("/", 2)[-2] in html and "A2" not in html
    assert "It left the plan" not in page(client, old, "?on=2024-03-31")
    assert "Made from:" in page(client, new)
    assert "It stands in the plan since 1 January 2025." in page(client, new, "?on=2024-03-31")
    codes = [row["code"] for row in api(client, zone)["parcels"]]
    assert codes == ["A1"] and [row["code"] for row in api(client, zone, "?on=2024-03-31")["parcels"]] == ["A"]
    assert api(client, old)["parcel"]["became"] == [new.slug]
    assert api(client, new, "?on=2024-03-31")["parcel"]["in_plan"] is False
