"""The officers' side as a place to work: the desk, lists that stay quick, forms that help, the Board's own page."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from core.roles import Role
from enquiries.models import Consent, Enquiry
from news.models import Article
from projects.models import Project
from tests import make
from tests.admin_forms import fields_of
from zones.models import Figure, Parcel, Zone

LISTS = {
    "zones_zone": make.zone,
    "zones_parcel": make.parcel,
    "zones_figure": lambda: make.figure(zone=make.zone()),
    "zones_rate": lambda: make.rate(zone=make.zone()),
    "zones_exchangerate": make.exchange_rate,
    "zones_planfeature": make.plan_feature,
    "zones_survey": make.survey,
    "zones_utility": make.utility,
    "zones_milestone": make.milestone,
    "projects_project": lambda: make.project(investor=make.investor()),
    "projects_opportunity": lambda: make.opportunity(zone=make.zone()),
    "investors_investor": make.investor,
    "procedures_procedure": make.procedure,
    "policies_legalinstrument": make.instrument,
    "policies_sector": make.sector,
    "policies_incentive": make.incentive,
    "news_article": make.article,
    "enquiries_demand": make.demand,
    "enquiries_enquiry": lambda: make.enquiry(parcel=make.parcel(), officer=make.user()),
    "core_securityevent": make.security_event,
    "core_source": make.source,
    "core_user": make.user,
}


@pytest.fixture
def administrator(db, client):
    person = make.user(Role.ADMINISTRATOR)
    client.force_login(person)
    return person


def queries(client, address):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_as_few_questions_when_it_is_long(client, administrator, name):
    address = reverse(f"admin:{name}_changelist")
    for _row in range(2):
        LISTS[name]()
    short = queries(client, address)
    for _row in range(2):
        LISTS[name]()
    assert queries(client, address) == short <= 10
    assert client.unwritten("get", address, {"q": "công ty"}).status_code == 200, "and can be searched"


def test_the_menu_shows_what_one_may_open(db, client):
    client.force_login(make.user(Role.EDITOR))
    text = client.get(reverse("admin:index")).content.decode()
    assert reverse("admin:zones_parcel_changelist") in text and reverse("admin:core_source_changelist") in text
    assert reverse("admin:core_user_changelist") not in text


@pytest.mark.parametrize(
    "address", ("admin:login", "admin:index", "admin:zones_parcel_add", "admin:zones_parcel_import")
)
def test_no_page_asks_another_house_for_anything(client, administrator, address):
    text = client.get(reverse(address), follow=True).content.decode()
    assert not re.findall(r"""(?:src|href)=["'](?:https?:)?//(?!testserver)[^"']+""", text)


def test_unfold_may_run_its_expressions_here_and_nowhere_else(client, administrator):
    assert "'unsafe-eval'" in client.unwritten("get", reverse("admin:index"))["Content-Security-Policy"]
    assert "'unsafe-eval'" not in client.unwritten("get", reverse("home"))["Content-Security-Policy"]


def test_the_officers_side_speaks_english_too(client, administrator):
    with translation.override("en"):
        address = reverse("admin:index")
    assert address.startswith("/en/")
    assert 'lang="en"' in client.get(address).content.decode()


def test_search_finds_with_and_without_diacritics(client, administrator):
    make.article(title_vi="Mở đường sắt mới"), make.article()
    for typed in ("đường sắt", "duong sat", "ĐƯỜNG SẮT", "Duong  Sat"):
        response = client.unwritten("get", reverse("admin:news_article_changelist"), {"q": typed})
        assert response.context["cl"].result_count == 1, typed


def test_the_menus_search_bears_any_page_number(client, administrator):
    for page in ("x", "0", "-1", "99999", "1e9", "²", ""):
        assert client.get(reverse("admin:search"), {"s": "khu", "page": page}).status_code == 200, page


def test_many_records_are_never_deleted_at_once(client, administrator):
    article = make.article(publication="draft")
    data = {"action": "delete_selected", "_selected_action": [article.pk], "post": "yes"}
    client.post(reverse("admin:news_article_changelist"), data)
    assert Article.objects.filter(pk=article.pk).exists()


def added(client, name, **fields):
    page = reverse(f"admin:{name}_add")
    response = client.post(page, fields_of(client.unwritten("get", page)) | fields)
    assert response.status_code == 302, response.context["adminform"].form.errors
    return response


def test_a_blank_address_is_made_from_the_name(client, administrator):
    source = make.source()
    for _twice in range(2):
        added(
            client, "news_article", kind="planning", happened_on="2024-04-16", title_vi="Đường mới",
            summary_vi="Tóm tắt", source=source.pk,
        )  # fmt: skip
    assert list(Article.objects.order_by("pk").values_list("slug", flat=True)) == [
        "2024-04-16-duong-moi",
        "2024-04-16-duong-moi-2",
    ]
    zone = make.zone(code="TB7")
    added(client, "zones_parcel", zone=zone.pk, code="CN-09", source=source.pk)
    assert Parcel.objects.get().slug == "tb7-cn-09"


def test_text_is_kept_composed(client, administrator):
    decomposed = "Đu\u031bo\u031b\u0300ng mo\u031b\u0301i"
    added(
        client, "news_article", kind="planning", happened_on="2024", title_vi=decomposed, summary_vi="Tóm tắt",
        source=make.source().pk,
    )  # fmt: skip
    assert Article.objects.get().title_vi == "Đường mới"


def figure_form(client, **fields):
    """A figure, the address of its form, and what stands in it."""
    figure = make.figure(**fields)
    page = reverse("admin:zones_figure_change", args=[figure.pk])
    return figure, page, fields_of(client.unwritten("get", page))


def test_numbers_are_typed_as_people_here_write_them(client, administrator):
    figure, page, fields = figure_form(client, publication="draft")
    for typed, kept in (("1.234.567,89", "1234567.89"), ("12345,6", "12345.6"), ("-5,8", "-5.8")):
        sent = fields | {"value": typed, "seen_version": figure.version}
        assert client.post(page, sent).status_code == 302
        figure.refresh_from_db()
        assert str(figure.value.normalize()) == kept


def test_a_doubtful_number_is_refused_beside_its_field(client, administrator):
    _figure, page, fields = figure_form(client, value=1)
    for typed in ("12.345", "1,234.5", "abc"):
        form = client.unwritten("post", page, fields | {"value": typed}).context["adminform"].form
        assert form.errors["value"] and form["value"].value() == typed


def test_the_history_tells_before_and_after_in_words(client, administrator):
    article = make.article(kind="planning", title_vi="Cũ")
    page = reverse("admin:news_article_change", args=[article.pk])
    client.post(page, fields_of(client.unwritten("get", page)) | {"kind": "legal", "title_vi": "Mới"})
    text = client.get(reverse("admin:news_article_history", args=[article.pk])).content.decode()
    assert "Quy hoạch" in text and "Cũ" in text and "Mới" in text
    assert "search_text" not in text and "phiên bản" not in text.lower()


def test_new_enquiries_stand_first_and_only_the_boards_part_is_edited(client, administrator):
    answered = make.enquiry(status="answered")
    new = make.enquiry(message="Mới hỏi")
    Enquiry.objects.filter(pk=new.pk).update(created_at="2020-01-01T00:00:00Z")
    Consent.objects.create(enquiry=new, purpose="answer", notice_version="1", wording="Tôi đồng ý nhận trả lời")
    rows = client.unwritten("get", reverse("admin:enquiries_enquiry_changelist")).context["cl"].result_list
    assert [row.pk for row in rows] == [new.pk, answered.pk]
    page = reverse("admin:enquiries_enquiry_change", args=[new.pk])
    response = client.get(page)
    data = fields_of(response)
    assert {name for name in data if "-" not in name} == {"status", "internal_note", "seen_version", "officer"} & set(
        data
    )
    assert "Tôi đồng ý nhận trả lời" in response.content.decode()
    assert (
        client.post(page, data | {"status": "working", "message": "giả", "officer": administrator.pk}).status_code
        == 302
    )
    new.refresh_from_db()
    assert (new.status, new.message, new.officer) == ("working", "Mới hỏi", administrator)


def test_contacts_and_events_are_edited_with_their_record(client, administrator):
    project = make.project(publication="draft")
    page = reverse("admin:projects_project_change", args=[project.pk])
    data = fields_of(client.unwritten("get", page)) | {
        "events-TOTAL_FORMS": "1", "events-0-kind": "issue_irc", "events-0-on": "15/03/2024", "events-0-number": "1234",
        "events-0-project": project.pk,
    }  # fmt: skip
    assert client.post(page, data).status_code == 302
    assert Project.objects.get().legal_status == "irc_issued"


def test_a_zone_leads_to_everything_kept_for_it(client, administrator):
    zone = make.zone()
    make.figure(zone=zone), make.figure()
    assert Zone.objects.count() == 1 and Figure.objects.count() == 2
    text = client.get(reverse("admin:zones_zone_change", args=[zone.pk])).content.decode()
    address = reverse("admin:zones_figure_changelist") + f"?zone__id__exact={zone.pk}"
    assert address in text
    assert client.unwritten("get", address).context["cl"].result_count == 1


def test_a_date_known_in_part_is_typed_as_offices_write_it(client, administrator):
    figure, page, fields = figure_form(client, publication="draft")
    for typed, kept in (("16/04/2024", "2024-04-16"), ("quý II/2024", "2024-Q2"), ("2024", "2024")):
        assert client.post(page, fields | {"as_of": typed}).status_code == 302
        figure.refresh_from_db()
        assert figure.as_of == kept
        with translation.override("vi"):
            fields = fields_of(client.unwritten("get", page))
        assert fields["as_of"] == typed


def test_a_date_that_is_none_is_refused_with_examples(client, administrator):
    _figure, page, fields = figure_form(client)
    refused = client.unwritten("post", page, fields | {"as_of": "31/02/2024"})
    assert "31/02/2024" in refused.context["adminform"].form.errors["as_of"][0]


def test_a_reader_sees_numbers_and_dates_in_words_and_nothing_to_type(db, client):
    client.force_login(make.user(Role.AUDITOR))
    project = make.project(capital="41", started_on="2010-12")
    text = client.get(reverse("admin:projects_project_change", args=[project.pk])).content.decode()
    assert "41,000" not in text and "12/2010" in text
    assert 'name="capital"' not in text


def test_an_old_version_is_only_shown(client, administrator):
    project = make.project(capital="41")
    page = reverse("admin:projects_project_simple_history", args=[project.pk, project.history.first().pk])
    text = client.get(page).content.decode()
    assert 'name="capital"' not in text and reverse("admin:projects_project_change", args=[project.pk]) in text


def test_rules_of_the_database_are_told_in_sentences_beside_the_field(client, administrator):
    rate = make.rate()
    page = reverse("admin:zones_rate_change", args=[rate.pk])
    fields = fields_of(client.unwritten("get", page))
    refused = client.unwritten("post", page, fields | {"valid_from": "01/01/2026", "valid_to": "01/01/2025"})
    assert refused.context["adminform"].form.errors["valid_to"]
    refused = client.post(page, fields | {"unit": "kwh" if rate.unit != "kwh" else "m2_year"})
    assert refused.context["adminform"].form.errors["unit"]
    assert "ràng buộc" not in refused.content.decode()


def test_choosing_for_a_field_offers_the_named_record_first(client, administrator):
    make.zone(name_vi="Khu Thanh Bình", summary_vi="Cách chợ mới 1 km", order=1)
    wanted = make.zone(name_vi="Khu công nghiệp Chợ Mới 1", order=2)
    address = reverse("admin:autocomplete")
    query = {"term": "cho moi 1", "app_label": "zones", "model_name": "figure", "field_name": "zone"}
    assert client.get(address, query).json()["results"][0]["id"] == str(wanted.pk)


def test_a_new_figure_takes_its_measure_from_its_label(client, administrator):
    page = reverse("admin:zones_figure_add")
    fields = fields_of(client.unwritten("get", page)) | {
        "topic": "land", "label_vi": "Diện tích khảo sát", "value": "12,5", "unit": "ha", "source": make.source().pk,
    }  # fmt: skip
    assert client.post(page, fields).status_code == 302
    assert Figure.objects.get().measure == "dien-tich-khao-sat"


def test_people_are_named_family_name_first(db):
    assert str(make.user(last_name="Cán bộ", first_name="Một")) == "Cán bộ Một"


def test_tasks_are_offered_to_those_who_may(db, client):
    client.force_login(make.user(Role.AUDITOR))
    assert client.get(reverse("admin:index")).context["tasks"] == []
    client.force_login(make.user(Role.EDITOR))
    assert reverse("admin:news_article_add") in client.get(reverse("admin:index")).content.decode()
