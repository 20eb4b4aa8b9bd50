"""Nothing internal is public: every hidden row and field wears a mark, and no page, file or search shows it."""

import datetime as dt
import io
import re
from itertools import count
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from django.conf import settings
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from core.disclosure import Publication
from enquiries.models import Consent
from investors.models import Contact, Investor
from kcn_portal.sitemaps import SITEMAPS
from kcn_portal.tables import TABLES
from procedures.models import Paper, Step
from projects.lifecycle import EventKind, Pipeline
from projects.models import Project, ProjectEvent
from tests import make
from zones.models import Parcel, Zone

pytestmark = pytest.mark.django_db

# Every hidden text is "bimat<number> lokin": pages are searched for the first word, never for one a test has typed.
MARK, WORD = "bimat", "lokin"
SECRET_DAY = dt.date(1987, 3, 9)
BUILDERS = {
    name: getattr(make, name)
    for name in (
        *("zone", "parcel", "figure", "rate", "utility", "milestone", "sector", "instrument", "incentive"),
        *("investor", "project", "opportunity", "procedure", "article", "plan_feature"),
    )
}
OF_A_ZONE = ("parcel", "figure", "rate", "utility", "milestone", "project", "opportunity", "plan_feature")
_number = count(1)


def secret():
    return f"{MARK}{next(_number)} {WORD}"


def marked(model, *, but=()):
    """A marked value for every free text of `model`."""
    values = {}
    for field in model._meta.concrete_fields:
        if not isinstance(field, models.CharField | models.TextField) or field.choices or field.name in but:
            continue
        if field.name.endswith(("_on", "_to", "_from", "as_of", "country", "search_text", "url")) or field.name == "on":
            continue
        limit = getattr(field, "max_length", None) or 100
        is_word = isinstance(field, models.SlugField) or field.name in ("code", "number", "commune_code")
        values[field.name] = (secret().replace(" ", "-") if is_word else secret())[:limit]
    # The column without a language is the Vietnamese one.
    return {name: text for name, text in values.items() if f"{name}_vi" not in values}


def hidden(name, publication=Publication.DRAFT, **fields):
    row = BUILDERS[name](**{key: value for key, value in fields.items() if key == "zone" and value})
    model = type(row)
    for field, value in (marked(model) | {"publication": publication} | fields).items():
        setattr(row, field, value)
    row.save()
    return row


def _hide_rows():
    """Rows that are not public themselves, and public ones of a zone that is not."""
    shown = make.zone()
    for publication in (Publication.DRAFT, Publication.WITHDRAWN):
        for name in BUILDERS:
            hidden(name, publication, **({"zone": shown} if name in OF_A_ZONE else {}))
        zone = hidden("zone", publication)
        for name in OF_A_ZONE:
            hidden(name, Publication.PUBLISHED, zone=zone)
    return shown


def _hide_what_is_pointed_to(zone):
    """Public rows that point to rows which are not."""
    law, parcel = hidden("instrument"), hidden("parcel", zone=zone)
    make.milestone(zone=zone, decision=law)
    make.opportunity(zone=zone, decision=law)
    make.rate(zone=zone, legal_basis=law)
    make.instrument(replaced_by=law)
    law.replaced_by = cited = make.instrument()
    law.save()
    for row in (make.procedure(), make.incentive()):
        row.legal_basis.add(law, cited)
    hidden("rate", Publication.PUBLISHED, zone=zone, parcel=parcel, legal_basis=cited)
    hidden("rate", Publication.PUBLISHED, zone=None, parcel=make.parcel(zone=hidden("zone")), legal_basis=cited)
    for name in ("milestone", "opportunity", "rate"):
        law_field = "legal_basis" if name == "rate" else "decision"
        hidden(name, Publication.PUBLISHED, zone=hidden("zone"), **{law_field: cited})
    for draft in (hidden("procedure"), hidden("incentive")):
        draft.legal_basis.add(cited)
    project = make.project(zone=zone, investor=hidden("investor"), sector=hidden("sector"))
    project.parcels.add(parcel, make.parcel(zone=hidden("zone"), slug=f"{MARK}-lo", code=secret()))
    hidden("project", zone=zone, investor=make.investor())
    hidden("project", Publication.PUBLISHED, zone=hidden("zone"), investor=make.investor())


def _hide_fields(zone):
    """Fields of public rows that only officers read."""
    officer = make.user(username=secret(), first_name=secret(), last_name=secret(), email=f"{MARK}@example.org")
    investor = make.investor(tax_code=f"{MARK}1234")
    Contact.objects.create(investor=investor, email=f"{MARK}@example.com", **marked(Contact, but=("email",)))
    project = make.project(
        zone=zone,
        investor=investor,
        certificate_number=secret(),
        certificate_date=SECRET_DAY,
        lost_to=secret(),
        handed_over_on=SECRET_DAY,
        start_by=SECRET_DAY,
        finish_by=SECRET_DAY,
        pipeline=Pipeline.DOSSIER,
    )
    for kind in (EventKind.ISSUE_IRC, EventKind.AMEND, EventKind.REISSUE, EventKind.REPORT):
        ProjectEvent.objects.create(project=project, kind=kind, on="2020-01-01", number=secret(), note=secret())
    moved = (
        (project, "pipeline", "lead", "dossier"),
        (project, "implementation", "unknown", "operating"),
        (make.parcel(zone=zone), "land_title", "unknown", "issued"),
        (make.parcel(zone=zone), "readiness", "unknown", "serviced"),
        (zone, "stage", "unknown", "operating"),
    )
    for row, axis, origin, target in moved:
        number = secret() if axis in ("pipeline", "land_title") else "12/QĐ"
        row.moves.create(
            axis=axis,
            from_state=origin,
            to_state=target,
            on="2020-01-01",
            note=secret(),
            decision_number=number,
            by=officer,
        )
    enquiry = make.enquiry(
        **{name: secret() for name in ("name", "organisation", "message", "internal_note")},
        page=f"/{MARK}/",
        email=f"{MARK}@example.net",
        phone=f"{MARK} 0209",
        officer=officer,
        zone=zone,
    )
    Consent.objects.create(enquiry=enquiry, purpose="answer", notice_version="1", wording=secret())
    article = make.article(title_vi=secret(), body_vi=secret())
    article.title_vi, article.body_vi = "Tên mới", ""
    article.save()
    return enquiry


@pytest.fixture
def secrets():
    zone = _hide_rows()
    _hide_what_is_pointed_to(zone)
    for name in ("procedure", "incentive"):
        hidden(name)
    draft = hidden("procedure")
    Step.objects.create(procedure=draft, order=1, text_vi=secret())
    Paper.objects.create(procedure=draft, order=1, name_vi=secret(), form=secret())
    return _hide_fields(zone)


LINK = re.compile(r'(?:href|action)="([^"#]*)')


def text_of(response):
    """What a reader of the answer can read; of a PDF its words and what it says of itself."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if response.headers.get("Content-Type") != "application/pdf":
        return body.decode()
    sheet = PdfReader(io.BytesIO(body))
    return " ".join([str(sheet.metadata), *(page.extract_text() for page in sheet.pages)])


def crawl(client, starts):
    """{address: (status, text)} of every page of ours that can be reached by links."""
    seen, ahead = {}, list(starts)
    while ahead:
        address = ahead.pop()
        if address in seen:
            continue
        response = client.get(address)
        text = text_of(response)
        headers = " ".join(f"{name}: {value}" for name, value in response.headers.items())
        seen[address] = response.status_code, f"{headers}\n{text}"
        if "text/html" not in response.headers.get("Content-Type", ""):
            continue
        for link in LINK.findall(text):
            parts = urlsplit(urljoin(address, link.replace("&amp;", "&")))
            is_ours = not parts.netloc and not parts.path.startswith(("/static/", "/admin/", "/en/admin/"))
            # What a sheet is filled from does not hang on its language; test_sentinel.py reads them in both.
            is_sheet = parts.path.startswith("/en/") and parts.path.endswith(".pdf")
            # Every page links to the forms with its own address; one of each is enough. Searches begin with a mark.
            is_form = parts.query and parts.path.startswith(("/lien-he/", "/en/contact/", "/tim-kiem/", "/en/search/"))
            if is_ours and not is_form and not is_sheet and parts.scheme in ("", "http"):
                ahead.append(f"{parts.path}?{parts.query}" if parts.query else parts.path)
    return seen


def starts():
    yield from ("/sitemap.xml", "/robots.txt", "/communes.geojson", "/healthz", "/readyz", "/khong-co/", "/en/nothing/")
    yield from (f"/sitemap-{part}.xml" for part in SITEMAPS)
    for language in ("vi", "en"):
        with translation.override(language):
            yield reverse("home")
            yield from (f"{reverse(name)}?q={WORD}" for name in ("search", "policies:law", "procedures:list"))
            yield from (f"{reverse(name)}?q={WORD}" for name in ("projects:list", "news:list"))
            yield from (reverse("data_csv", args=[name]) for name in TABLES)
            yield f"{reverse('enquiries:report_error')}?page=/en/"
            yield reverse("enquiries:sent", args=["BK-2222-3333"])


def test_nothing_hidden_is_on_any_page_or_file_or_found_by_any_search_or_told_to_a_stranger(client, secrets):
    mapped = _of_the_sitemap(client)
    pages = crawl(client, [*mapped, *starts(), reverse("enquiries:sent", args=[secrets.code])])
    assert len(mapped) > 40 and all(pages[address][0] == 200 for address in mapped)
    _is_on_no_page(pages)
    _has_no_page(client)
    _is_not_told_by_a_form_that_names_it(client)
    _is_not_told_by_the_officers_side()


def _is_on_no_page(pages):
    assert len(pages) > 90
    for address, (status, text) in pages.items():
        assert status < 500, address
        assert MARK not in unquote(address).lower()
        at = (words := unquote(text)).lower().find(MARK)
        assert at < 0, f"{address}: {words[max(at - 60, 0) :][:120]}"
        for day in ("09/03/1987", "9 March 1987", "1987-03-09"):
            assert day not in text, address


def _of_the_sitemap(client):
    """Its addresses: one of every kind of record that is public, and the portal's own pages."""
    parts = "".join(client.get(f"/sitemap-{part}.xml").content.decode() for part in SITEMAPS)
    return [address.removeprefix(settings.SITE_URL) for address in re.findall(r"<loc>([^<]+)", parts)]


def _hidden_rows(model):
    """One for each way of being hidden, by itself or by its zone."""
    rows = model.objects.exclude(pk__in=model.objects.published())
    return {(row.publication, getattr(row, "zone", row).publication): row for row in rows}.values()


def _has_no_page(client):
    rows = [row for model in (Zone, Parcel, Project) for row in _hidden_rows(model)]
    for row in rows:
        assert client.get(row.get_absolute_url()).status_code == 404, row
    assert len(rows) == 10
    for row in _hidden_rows(Zone):
        assert client.get(f"/z/{row.code}").status_code == 404


def _is_not_told_by_a_form_that_names_it(client):
    for name, model in (("zone", Zone), ("parcel", Parcel), ("project", Project)):
        for row in _hidden_rows(model):
            html = client.get(reverse("enquiries:ask"), {name: row.slug}).content.decode()
            assert f"{MARK}" not in html.lower().replace(row.slug, "")


def _is_not_told_by_the_officers_side():
    stranger = Client()
    officers = make.user(is_staff=False)
    for visitor in (stranger, Client()):
        if visitor is not stranger:
            visitor.force_login(officers)
        for page in ("index", "zones_zone_changelist", "enquiries_enquiry_changelist", "autocomplete", "search"):
            response = visitor.get(reverse(f"admin:{page}"), {"q": WORD, "term": WORD}, follow=True)
            assert MARK not in response.content.decode().lower(), page


def test_the_sample_is_in_no_total_search_or_map_and_says_so_in_a_file(client):
    zone = make.zone()
    make.parcel(zone=zone, code=f"MẪU-{MARK}", slug=f"{MARK}-mau", note_vi=secret(), is_sample=True)
    make.rate(zone=zone, label_vi=secret(), is_sample=True, amount=987_654)
    with translation.override("en"):
        found = client.get(reverse("search"), {"q": WORD}).content.decode()
        home = client.get(reverse("home")).content.decode()
    for text in (found, home, client.get("/sitemap-parcels.xml").content.decode()):
        assert MARK not in text.lower() and "987" not in text
    for name in ("parcels", "prices"):
        lines = b"".join(client.get(reverse("data_csv", args=[name])).streaming_content).decode().splitlines()
        at = lines[0].split(",").index("is_sample")
        assert [line.split(",")[at] for line in lines[1:]] == ["true"], name


def test_a_named_investor_is_public_only_by_itself(client):
    """Its projects and its name are published apart; neither drags the other out."""
    project = make.project(investor=hidden("investor"))
    assert not Investor.objects.published().exists() and Project.objects.published().count() == 1
    assert MARK not in client.get(project.get_absolute_url()).content.decode()
