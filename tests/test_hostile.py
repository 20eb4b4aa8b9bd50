"""Whatever is sent to the portal, it answers with a page: never a 500, on either database, in either language."""

from itertools import chain

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import QueryDict
from django.test import Client, RequestFactory
from django.urls import reverse

from core.roles import Role
from enquiries.models import Enquiry
from kcn_portal import wsgi
from tests import make
from tests.addresses import NAMES, addresses_of, read
from tests.admin_forms import fields_of
from tests.office_client import OfficeClient

VALUES = (
    "a%00b",
    "",
    "9" * 1500,
    "-1",
    "1e999",
    "NaN",
    "1.234",
    "%ff%fe%ed%a0%80e%CC%82%CC%81%C4%91%E2%80%AE%0d%0a%27%20OR%201=1%20--%3Cscript%3E%25_",
)
# Mostly under names that no page reads; all a page reads get the same hostile value at once.
ODD_QUERIES = (
    "=&&&?page&%zz%",
    "q=a&q=b&q=%00&page=1&page=2&page[]=1&page=&"
    + "&".join(f"{name}={value}" for name in ("x[]", "__proto__[]", "%00") for value in VALUES),
)
SENT = {"q", "page"}
OF_THE_FRAME = {"about"}  # read for every page in one way: those that read more bear it for the others


@pytest.fixture
def calm():
    """A visitor who gets the page, whatever happens behind it."""
    return OfficeClient(raise_request_exception=False)


@pytest.fixture
def parameters(monkeypatch):
    """The names in the query that were looked at since the test began."""
    looked_at = set()

    def watched(look):
        def looked(query, name, *default):
            looked_at.add(name)
            return look(query, name, *default)

        return looked

    def has(query, name):
        # What is sent is asked for while the query is taken apart, and that is no reading.
        if not (query._mutable and name in SENT):
            looked_at.add(name)
        return dict.__contains__(query, name)

    for name in ("__getitem__", "getlist", "pop"):
        monkeypatch.setattr(QueryDict, name, watched(getattr(QueryDict, name)))
    monkeypatch.setattr(QueryDict, "__contains__", has)
    return looked_at


def asked(client, address, **headers):
    response = client.get(address, **headers)
    read(response)
    return response.status_code


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_every_page_bears_any_query(calm, parameters, name):
    """A page that looks at no parameter answers every query as it does these two."""
    addresses = addresses_of(name)
    for address, query in zip(addresses, ODD_QUERIES, strict=True):
        assert asked(calm, f"{address}?{query}") < 500, query
    read_here = {key for key in parameters if key.isidentifier()}
    for number, value in enumerate(VALUES if read_here - OF_THE_FRAME else ()):
        names = sorted(read_here | SENT)
        # Each third is said twice, the first time otherwise.
        query = "&".join(f"{key}={said}" for said in ((1, value) if number % 3 == 0 else (value,)) for key in names)
        assert asked(calm, f"{addresses[number % 2]}?{query}") < 500, query


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_every_page_bears_any_method(calm, name):
    strict = Client(raise_request_exception=False, enforce_csrf_checks=True)
    addresses = addresses_of(name)
    for number, method in enumerate(("HEAD", "POST", "OPTIONS", "POST", "PUT", "NONSENSE")):
        response = (strict if number % 3 else calm).generic(method, addresses[number % 2])
        assert response.status_code < 500, method
        if method == "HEAD":
            assert not read(response)


PATHS = (
    "//[",
    "//[::1/",
    "//evil.example/",
    "//evil.example/en/",
    "/\\evil.example/",
    "/en//",
    "/en/%00",
    "/en/%ff%fe/",
    "/en/%ed%a0%80/",
    "/en/parcels/%00/",
    "/en/parcels/" + "a" * 3000 + "/",
    "/en/data/%00.csv",
    "/en/contact/sent/BK-2222-3333%0a/",
    "/z/%C4%90",
    "/l/%00",
    "/en/http://[/",
    "/en/;//[",
    "/..%2f..%2fetc/passwd",
    "/static/%00",
    "/static/..%2fsettings.py",
)


@pytest.mark.django_db
@pytest.mark.parametrize("path", PATHS)
def test_any_path_is_answered_and_leads_nowhere_else(calm, path):
    response = calm.generic("GET", "/", PATH_INFO=path)
    assert response.status_code in (301, 302, 400, 404)
    assert not response.headers.get("Location", "").startswith(("//", "http:", "/\\"))
    html = response.content.decode()
    assert 'href="//' not in html and 'href="/\\' not in html


@pytest.mark.django_db
def test_the_language_switch_of_a_lost_page_leads_home(client):
    for lost, home in (("/khong-co/", "/en/"), ("/en/nothing/", "/")):
        assert f'class="lang-switch" href="{home}"' in client.get(f"{lost}?q=1").text


CHARSETS = ("hex", "rot13", "base64", "unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined", "utf-7")
HEADERS = (
    *({"HTTP_HOST": host} for host in ("[", "a b", "evil.example", "localhost:99999")),
    # Together stand those that different parts of the portal read: none hides another.
    {
        "HTTP_ACCEPT_LANGUAGE": "vi-" + "a" * 600,
        "HTTP_IF_NONE_MATCH": 'W/"' + "x" * 5000,
        "HTTP_RANGE": "bytes=9999999999999999999999-",
        "HTTP_COOKIE": 'sessionid="aaaaaaaaaaaaaaaa\\000"; csrftoken="\\000"; messages="\\000\\377"',
    },
    {
        "HTTP_ACCEPT_LANGUAGE": "en;q=NaN,*;q=abc,;q=" + ",en" * 3000,
        "HTTP_IF_MODIFIED_SINCE": "Sun, 31 Feb 99999999999 00:00:00 GMT",
        "HTTP_ACCEPT_ENCODING": "gzip;q=abc, *",
        **dict.fromkeys(("HTTP_REFERER", "HTTP_ORIGIN"), "http://["),
    },
    {
        "HTTP_IF_UNMODIFIED_SINCE": "yesterday",
        "HTTP_COOKIE": "sessionid=" + "a" * 5000 + "; django_language=\\000; ;=;,",
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_X_FORWARDED_HOST": "evil.example",
    },
    {"HTTP_IF_MATCH": '"'},  # alone, for it comes before the day of change
)


@pytest.mark.django_db
@pytest.mark.parametrize("headers", HEADERS, ids=str)
def test_any_header_is_borne(calm, headers):
    for address in ("/en/search/", "/khong-co/", "/admin/", "/en/admin/zones/zone/", "/sitemap.xml", "/en/parcels/"):
        assert asked(calm, f"{address}?q=%5Cud800x&page=%5Cx00", **headers) < 500, address
    for address in ("/lien-he/", "/en/admin/login/"):
        for visitor in (calm, Client(raise_request_exception=False, enforce_csrf_checks=True)):
            sent = {"CONTENT_TYPE": "application/x-www-form-urlencoded"} | headers
            assert visitor.generic("POST", address, b"message=%5Cud800&username=a", **sent).status_code < 500, address


HOSTILE = (
    "\x00",
    "a\x00b",
    "\ud800",
    "9" * 6000,
    "-1",
    "1e999",
    "' OR 1=1 --<b>e\u0302\u0301\u202e",
    "x" * 90000,
)
LETTER = {"kind": "question", "message": "Còn đất không?", "email": "a@example.org", "consent": "on"}
# Hostile at once are only those where the refusal of one would not keep another from the database.
FIELDS = (
    *((field,) for field in (*LETTER, "phone", "submission", "website")),
    ("name", "organisation"),
    ("page", "zone", "parcel", "project", "procedure", "about"),
)


def encoded(fields):
    """What a client that knows no rules would send: lone surrogates as the bytes they would be."""
    body = b""
    for name, value in fields.items():
        body += b'--frontier\r\nContent-Disposition: form-data; name="%s"\r\n\r\n' % name.encode()
        body += value.encode("utf-8", "surrogatepass") + b"\r\n"
    return body + b"--frontier--\r\n"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["enquiries:ask", "enquiries:report_error"])
@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda value: repr(value[:12]))
def test_a_form_bears_anything_in_any_field(calm, name, hostile):
    address = reverse(name)
    multipart = "multipart/form-data; boundary=frontier"
    for fields in (*FIELDS, chain(*FIELDS)):
        body = encoded(LETTER | dict.fromkeys(fields, hostile))
        assert calm.generic("POST", address, body, content_type=multipart).status_code < 500
        Enquiry.objects.all().delete()  # or the twenty-first would be refused as a flood


@pytest.mark.parametrize("charset", CHARSETS)
def test_what_is_sent_is_read_as_utf8_whatever_it_claims(monkeypatch, charset):
    read_as = []
    monkeypatch.setattr(wsgi, "_portal", lambda environ, _start: read_as.append(WSGIRequest(environ)))
    kinds = ("text/plain", "multipart/form-data; boundary=x y", f"text/plain; x*={charset}''a", "a; charset*=no''b")
    for kind in kinds:
        environ = RequestFactory().post("/?q=%5Cud800", b"", content_type="text/plain").environ
        wsgi.application(environ | {"CONTENT_TYPE": f"{kind}; charset={charset}"}, None)
        assert read_as[-1].encoding is None and read_as[-1].GET["q"] == "\\ud800"
    assert not [request for request in read_as[1::4] if request.content_params != {"boundary": "x y"}]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "multipart/form-data"),
        (b"--x", "multipart/form-data; boundary="),
        (b"--x\r\nContent-Disposition: form-data; name=\r\n", "multipart/form-data; boundary=x"),
        (b"a=1&" * 2000, "application/x-www-form-urlencoded"),
        (b"message=" + b"x" * 3_000_000, "application/x-www-form-urlencoded"),
        (b"{}", "application/json"),
        (b"\xff\xfe\x00", "application/octet-stream"),
    ],
    ids=lambda value: str(value[:24]),
)
def test_a_broken_body_is_answered(calm, body, kind):
    strict = Client(raise_request_exception=False, enforce_csrf_checks=True)
    for address in ("/lien-he/", "/en/contact/report-an-error/", "/admin/login/"):
        assert calm.generic("POST", address, body, content_type=kind).status_code < 500, address
    # Here the look for the token reads the body, before any page does.
    assert strict.generic("POST", "/lien-he/", body, content_type=kind).status_code < 500


@pytest.mark.django_db
@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda value: repr(value[:12]))
def test_the_sign_in_bears_anything(calm, hostile):
    body = encoded({"username": hostile, "password": hostile, "next": hostile})
    address = ("/admin/login/", "/en/admin/login/")[HOSTILE.index(hostile) % 2]
    response = calm.generic("POST", address, body, content_type="multipart/form-data; boundary=frontier")
    assert response.status_code in (200, 400)


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["%00", "x%22y%ff", "1" * 30, "-1", "NaN", "1.2.3"])
def test_the_officers_side_bears_any_address(calm, value):
    calm.force_login(make.user(Role.ADMINISTRATOR))
    parcel = make.parcel()
    base = "/admin/zones/parcel/"
    for query in ("p", "publication__exact", "zone__id__exact", "is_sample__exact", "id__in", "no__such"):
        assert asked(calm, f"{base}?{query}={value}") < 500, query
    assert asked(calm, f"{base}?q={value}&o={value}") < 500
    for page in (
        f"{base}{value}/change/",
        f"{base}{value}/history/",
        f"{base}{value}/delete/",
        f"{base}{parcel.pk}/history/{value}/",
        f"{base}{parcel.pk}/move/{value}/",
        f"{base}{parcel.pk}/move/readiness/?to={value}",
        f"{base}add/?zone={value}&area={value}&source={value}",
        f"/admin/autocomplete/?app_label=zones&model_name=parcel&field_name=zone&term={value}&page={value}",
    ):
        assert asked(calm, page) < 500, page


@pytest.mark.django_db
@pytest.mark.parametrize("build", [make.parcel, make.project, make.procedure], ids=lambda build: build.__name__)
def test_the_officers_form_bears_nonsense_as_a_choice_and_in_every_field(calm, build):
    calm.force_login(make.user(Role.APPROVER))
    record = build()
    page = reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])
    fields = fields_of(calm.unwritten("get", page))
    choices = ["zone", "source", "other_sources", "parcels", "legal_basis", "outline"]
    plain = [name for name in fields if "-" not in name]
    values = ("\x00", "1" * 30, "[[0,0],[1e999,1]]")
    # Each field is read by itself. Only with the lawful version of the record is the form looked at as a whole.
    for nonsense in (
        *(dict.fromkeys([*choices, *plain], value) for value in values),
        dict(zip(choices, values * 2, strict=True)),
    ):
        assert calm.post(page, fields | nonsense).status_code in (200, 400), nonsense
