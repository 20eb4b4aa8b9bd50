"""Every field that is not public wears a mark, and everything the public can ask for shows none of them.

Rows, fields and addresses come from the models and the address table themselves, so that what is added is asked too.
"""

import io

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.urls.resolvers import LocalePrefixPattern
from django.utils import translation
from pypdf import PdfReader

from core.disclosure_classes import Disclosure, class_of, our_models
from core.models import LinkChange, PublicationMove, Publishable, StoredFile
from core.roles import Role
from enquiries.models import Consent
from investors.models import Contact
from kcn_portal.sitemaps import SITEMAPS
from kcn_portal.tables import TABLES
from procedures.models import Paper, Procedure, Step
from projects.models import Project, ProjectEvent
from tests import make, sentinels
from tests.every_record import BUILDERS
from zones.cost.permalink import known_by_now, moment_text
from zones.models import Parcel, Zone
from zones.models.pictures import Picture
from zones.units import RateKind

pytestmark = pytest.mark.django_db
# Written by the portal itself and read by no page.
NOT_BUILT = {"LoadedRow", "LandTally", "Erasure", "PublicationTerm", "Verification", "Proposal", "StoredFile"}
OFFICERS_SIDE = ("admin", "preview")


def _rows():
    """({model: its public row}, {model: a row that is not}); what is never public has a public row all the same."""
    zone = make.zone()
    public, hidden = {Zone: zone}, {}
    for model, build in BUILDERS.items():
        of_zone = {"zone": zone} if _has(model, "zone") and issubclass(model, Publishable) else {}
        public.setdefault(model, build(**of_zone))
        if issubclass(model, Publishable):
            hidden[model] = build(**of_zone, publication="draft")
    return public, hidden


def _has(model, name):
    return any(field.name == name for field in model._meta.concrete_fields)


def _beside(public, hidden):
    """Rows that hang on others: contacts, events, moves on every axis, steps of a procedure that is not public."""
    officer, project, parcel = make.user(Role.EDITOR), public[Project], public[Parcel]
    yield Contact.objects.create(investor=public[project._meta.get_field("investor").related_model], name="A")
    yield ProjectEvent.objects.create(project=project, kind="issue_irc", on="2020-01-01", number="1/GCN")
    for kind in (Step, Paper):
        yield kind.objects.create(procedure=hidden[Procedure], order=1)
    for row in (project, parcel, public[Zone]):
        public_axes = getattr(row, "public_axes", set(row.lifecycles) - {"land_title"})
        for axis in row.lifecycles:
            number = "1/QĐ" if axis in public_axes else f"{sentinels.WORD}9 {sentinels.TYPED}"
            move = {"axis": axis, "from_state": "unknown", "to_state": getattr(row, axis), "on": "2020-01-01"}
            yield row.moves.create(**move, decision_number=number, by=officer)
    enquiry = next(row for model, row in public.items() if model.__name__ == "Enquiry")
    yield Consent.objects.create(enquiry=enquiry, purpose="answer", notice_version="1")
    words = {"name": "A", "before": [], "after": [sentinels.WORD]}
    yield LinkChange.objects.create(model="projects.project", object_id=project.pk, field="parcels", **words)
    yield from _pictures(public, hidden)
    kind = {"content_type_id": 1, "object_id": project.pk, "version": 1}
    yield PublicationMove.objects.create(**kind, from_state="draft", to_state="published")


def _pictures(public, hidden):
    """A picture taken off the page of every record that may have some, and one shown on a page that is not public."""
    for model in Picture.__subclasses__():
        of = model._meta.get_field("record").related_model
        for record, is_shown in ((public[of], False), (hidden[of], True)):
            token = f"{model.__name__}{record.pk}"[:32]
            file = StoredFile.objects.create(token=token, kind="picture", label="a", mime="a", contents={}, size=1)
            yield model.objects.create(record=record, file=file, digest=token, is_shown=is_shown)


@pytest.fixture
def rows():
    public, hidden = _rows()
    beside = list(_beside(public, hidden))
    for row in hidden.values():
        sentinels.mark(row, whole=True)
    for row in (*public.values(), *beside):
        if isinstance(row, Step | Paper | Picture):
            sentinels.mark(row, whole=True)
        elif not isinstance(row, LinkChange | PublicationMove):
            sentinels.mark(row)
    for row in public.values():
        if isinstance(row, Publishable):
            sentinels.point_to_hidden(row, hidden)
    for model in our_models():
        if hasattr(model, "history"):
            sentinels.mark_histories(model)
    built = {type(row).__name__ for row in (*public.values(), *beside)}
    return public, hidden, built


def _check_that_all_is_marked(public, hidden, built):
    """Every model with something to hide is among the rows, and they do wear their marks."""
    concealing = {
        model.__name__
        for model in our_models()
        if any(class_of(field) not in (Disclosure.PUBLIC, None) for field in sentinels.columns(model))
        and not model.__name__.endswith("Move")
    }
    assert concealing - built <= NOT_BUILT | {"CellEntry", "Submission"}
    assert len(hidden) > 14
    project = public[Project]
    assert all(sentinels.found_in(str(getattr(project, name))) for name in ("lost_to", "start_by"))
    assert sentinels.WORD in str(hidden[Parcel].code) and hidden[Parcel].area == sentinels.NUMBER


def addresses(public):
    """Every address the public may ask, in the language in use, from the address table of the portal."""
    slug = {model.__name__.lower(): row.slug for model, row in public.items() if hasattr(row, "slug")}
    asked = {
        "instrument": [slug["legalinstrument"]],
        "zone_json": [slug["zone"]],
        "data_csv": list(TABLES),
        "sitemap_part": list(SITEMAPS),
        "sent": ["BK-2222-3333"],
        "short_zone": [public[Zone].code],
        "topic_figures": ["production", "province"],
    }
    for match in _patterns(get_resolver().url_patterns):
        names = match.pattern.converters or match.pattern.regex.groupindex
        view, name = match.qualified, match.name
        if not names:
            yield reverse(view)
        elif name == "price_history":
            yield from (reverse(view, args=[slug["zone"], kind]) for kind in RateKind.values[:3])
        elif len(names) == 1:
            about = next((one for one in ("zone", "parcel", "project", "procedure", "article") if one in name), None)
            assert about or name in asked, f"say with what {view} is asked"
            for one in asked.get(name) or [slug[about]]:
                yield reverse(view, args=[one])
        else:
            raise AssertionError(f"say with what {view} is asked")


def _patterns(patterns, namespace=""):
    for one in patterns:
        if isinstance(one, URLPattern):
            if one.name and one.name not in OFFICERS_SIDE and "stored" not in one.name:
                one.qualified = f"{namespace}:{one.name}" if namespace else one.name
                yield one
        elif one.namespace not in OFFICERS_SIDE:
            is_prefix = isinstance(one.pattern, LocalePrefixPattern)
            yield from _patterns(one.url_patterns, namespace if is_prefix or not one.namespace else one.namespace)


def asked_of(public):
    for language in ("vi", "en"):
        with translation.override(language):
            yield from dict.fromkeys(addresses(public))
            for name in (
                "search",
                "policies:law",
                "procedures:list",
                "projects:list",
                "news:list",
                "zones:parcel_list",
            ):
                yield f"{reverse(name)}?q={sentinels.TYPED}"
            parcel, zone = public[Parcel].slug, public[Zone].slug
            yield f"{reverse('zones:compare')}?parcel={parcel}&zone={zone}"
            yield f"{reverse('zones:parcel_list')}?area=2%20ha&view=plan&sector=x"
            yield f"{reverse('zones:estimate')}?parcel={parcel}&start=2027-01-01&end=2057-01-01&discount_rate=5"
            yield f"{reverse('zones:prices')}?on=2020-01-01"
            yield f"{reverse('zones:zone', args=[zone])}?on=2020-01-01"
            yield f"{reverse('zones:parcel', args=[parcel])}?on=2020-01-01"
            yield f"{reverse('home')}khong-co-{zone}/"
    estimate = f"parcel={public[Parcel].slug}&start=2027-01-01&end=2057-01-01&discount_rate=5"
    yield f"/api/v1/estimate/?{estimate}&known={moment_text(known_by_now())}"


def _text(response):
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if response.headers.get("Content-Type") != "application/pdf":
        return body.decode()
    sheet = PdfReader(io.BytesIO(body))
    return " ".join([str(sheet.metadata), *(page.extract_text() for page in sheet.pages)])


def test_no_mark_is_on_any_page_file_answer_or_error(rows):
    public, hidden, built = rows
    _check_that_all_is_marked(public, hidden, built)
    client, seen = Client(), []
    for address in dict.fromkeys(asked_of(public)):
        response = client.get(address)
        assert response.status_code < 500, address
        seen.append(response.status_code)
        headers = " ".join(f"{name}: {value}" for name, value in response.headers.items())
        assert not sentinels.found_in(f"{headers} {_text(response)}"), address
    assert len(seen) > 110 and seen.count(200) > 90
    for model, row in hidden.items():
        if hasattr(row, "get_absolute_url"):
            # What was typed stands on the page of an address that is not there, so its own words are left out.
            response = client.get(row.get_absolute_url())
            assert response.status_code == 404, model
            assert not sentinels.found_in(
                _text(response).replace(row.slug, "").replace(row.slug.replace("-", " "), "")
            ), model
