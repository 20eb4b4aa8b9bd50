"""Small lawful objects for tests; every builder takes the fields that matter and fills in the rest."""

import datetime as dt
from itertools import count

from core.disclosure import Publication
from core.models import Board, Deputy, SecurityEvent, Source, User
from core.roles import Role
from enquiries.models import Demand, Enquiry
from investors.models import Investor
from news.models import Article
from policies.models import Incentive, LegalInstrument, Sector
from procedures.models import Procedure
from projects.models import EventForm, LandUseLimit, Opportunity, Project, ProjectEvent
from tests.office_client import OfficeClient
from zones.models import ExchangeRate, Figure, Milestone, Parcel, PlanFeature, Rate, Survey, Utility, Zone
from zones.survey.reading import read_text
from zones.units import RateKind, RateUnit, Unit

_number = count(1)
PASSWORD = "đường-về-Chợ-Mới-2026"


def user(role=Role.EDITOR, **fields):
    number = next(_number)
    fields = {"username": f"{role}{number}", "is_staff": True, "role": role} | fields
    return User.objects.create_user(password=PASSWORD, **fields)


def deputy(**fields):
    """Who stands in today for a leader, both of them new."""
    today = dt.date.today()
    fields = {"from_on": today, "to_on": today} | fields
    for name, role in (("approver", Role.APPROVER), ("deputy", Role.EDITOR)):
        fields.setdefault(name, None)
        fields[name] = fields[name] or user(role)
    return Deputy.objects.create(**fields)


def client_of(role):
    """A client signed in as a new person of this role; a fault of ours is answered to it and not raised."""
    client = OfficeClient(raise_request_exception=False)
    client.force_login(user(role))
    return client


def security_event(**fields):
    return SecurityEvent.objects.create(**{"kind": SecurityEvent.Kind.SIGNED_IN, "person": user()} | fields)


def source(**fields):
    number = next(_number)
    fields = {
        "key": f"nguon-{number}",
        "kind": Source.Kind.PRESS,
        "publisher_vi": "Báo Thử nghiệm",
        "publisher_en": "Test newspaper",
        "url": f"https://example.org/{number}",
        "published_on": "2024-04-16",
        "read_on": dt.date(2026, 11, 22),
    } | fields
    return Source.objects.create(**fields)


def _sourced(fields):
    return {"publication": Publication.PUBLISHED, "as_of": "2024", "confidence": "high"} | (
        {"source": source()} if "source" not in fields else {}
    )


def board(**fields):
    return Board.objects.create(
        **{"name_vi": "Ban Quản lý", "name_en": "The Authority", "short_name_vi": "Ban", "short_name_en": "Board"}
        | fields
    )


def zone(**fields):
    number = next(_number)
    defaults = {
        "slug": f"khu-{number}",
        "code": f"K{number}",
        "name_vi": f"Khu công nghiệp số {number}",
        "name_en": f"Industrial zone {number}",
        "short_name_vi": f"Khu {number}",
        "short_name_en": f"Zone {number}",
        "summary_vi": "Một khu công nghiệp.",
        "summary_en": "An industrial zone.",
        "stage": "operating",
    }
    return Zone.objects.create(**_sourced(fields) | defaults | fields)


def parcel(**fields):
    number = next(_number)
    if "zone" not in fields:
        fields["zone"] = zone()
    defaults = {"slug": f"lo-{number}", "code": f"CN{number}", "area": 20_000}
    return Parcel.objects.create(**_sourced(fields) | defaults | fields)


def plan_feature(**fields):
    if "zone" not in fields:
        fields["zone"] = zone()
    defaults = {"key": f"ranh-{next(_number)}", "kind": "outline", "line": [[0, 0], [400, 0], [400, 300], [0, 300]]}
    return PlanFeature.objects.create(**_sourced(fields) | defaults | fields)


def survey(**fields):
    """A draft of one square of 100 m, not yet checked."""
    if "zone" not in fields:
        fields["zone"] = zone()
    west, south = 425_400, 2_420_500
    corners = [(west, south), (west + 100, south), (west + 100, south + 100), (west, south + 100)]
    rows = "".join(f"CN-01\t{north}\t{east}\n" for east, north in corners)
    reading = read_text(f"Số hiệu lô\tX (m)\tY (m)\n{rows}")
    defaults = {"epsg": 9213, "reading": reading.as_json(), "digest": "0" * 64, "total": 1}
    made_by = {} if "by" in fields else {"by": user()}
    stated = {} if "source" in fields else {"source": source()}
    return Survey.objects.create(**defaults | made_by | stated | fields)


def figure(**fields):
    number = next(_number)
    defaults = {
        "key": f"so-lieu-{number}",
        "topic": Figure.Topic.PRODUCTION,
        "measure": "workers",
        "label_vi": "Lao động",
        "label_en": "Workers",
        "value": 1000,
        "unit": Unit.WORKERS,
    }
    return Figure.objects.create(**_sourced(fields) | defaults | fields)


def rate(**fields):
    number = next(_number)
    defaults = {"key": f"gia-{number}", "kind": RateKind.LAND_RENT_ANNUAL, "unit": RateUnit.M2_YEAR, "amount": 95_500}
    return Rate.objects.create(**_sourced(fields) | defaults | fields)


def exchange_rate(**fields):
    defaults = {"key": f"ty-gia-{next(_number)}", "on": dt.date(2026, 11, 20), "vnd": 25_000}
    return ExchangeRate.objects.create(**_sourced(fields) | defaults | fields)


def utility(**fields):
    if "zone" not in fields:
        fields["zone"] = zone()
    defaults = {
        "key": f"ha-tang-{next(_number)}",
        "kind": Utility.Kind.WASTEWATER,
        "capacity": 2500,
        "unit": Unit.CUBIC_METRE_DAY,
    }
    return Utility.objects.create(**_sourced(fields) | defaults | fields)


def milestone(**fields):
    if "zone" not in fields:
        fields["zone"] = zone()
    defaults = {
        "key": f"moc-{next(_number)}",
        "kind": Milestone.Kind.DONE,
        "text_vi": "Khởi công",
        "text_en": "Works began",
        "on": "2020",
    }
    return Milestone.objects.create(**_sourced(fields) | defaults | fields)


def sector(**fields):
    number = next(_number)
    defaults = {
        "slug": f"nganh-{number}",
        "name_vi": f"Ngành {number}",
        "name_en": f"Sector {number}",
        "scope": Sector.Scope.ZONE,
    }
    return Sector.objects.create(**_sourced(fields) | defaults | fields)


def instrument(**fields):
    number = next(_number)
    defaults = {
        "slug": f"{number}-qd-ubnd",
        "number": f"{number}/QĐ-UBND",
        "type": LegalInstrument.Type.DECISION,
        "issuer_vi": "UBND tỉnh Bắc Kạn",
        "issuer_en": "Bac Kan People's Committee",
        "title_vi": f"Quyết định {number}",
        "title_en": f"Decision {number}",
        "issued_on": "2022-06-30",
    }
    return LegalInstrument.objects.create(**_sourced(fields) | defaults | fields)


def incentive(**fields):
    number = next(_number)
    defaults = {
        "slug": f"uu-dai-{number}",
        "kind": Incentive.Kind.CIT,
        "name_vi": f"Ưu đãi {number}",
        "name_en": f"Incentive {number}",
        "summary_vi": "Mức ưu đãi.",
        "summary_en": "What it grants.",
    }
    return Incentive.objects.create(**_sourced(fields) | defaults | fields)


def investor(**fields):
    number = next(_number)
    defaults = {
        "slug": f"nha-dau-tu-{number}",
        "name_vi": f"Công ty {number}",
        "name_en": f"Company {number}",
        "country": "VN",
    }
    return Investor.objects.create(**_sourced(fields) | defaults | fields)


def project(**fields):
    number = next(_number)
    if "zone" not in fields:
        fields["zone"] = zone()
    defaults = {"slug": f"du-an-{number}", "name_vi": f"Dự án {number}", "name_en": f"Project {number}"}
    return Project.objects.create(**_sourced(fields) | defaults | fields)


def project_event(project, kind, on, number="1/QĐ", **fields):
    return ProjectEvent.objects.create(project=project, kind=kind, on=on, number=number, **fields)


def event_form(**fields):
    return EventForm.objects.create(**{"kind": "issue_irc", "form": "I.1.5", "basis": "Thông tư thử"} | fields)


def land_use_limit(**fields):
    defaults = {"months": 12, "valid_from": dt.date(2024, 8, 1), "basis": "Luật thử, Điều 1"}
    return LandUseLimit.objects.create(**defaults | fields)


def opportunity(**fields):
    number = next(_number)
    defaults = {
        "slug": f"co-hoi-{number}",
        "title_vi": f"Cơ hội {number}",
        "title_en": f"Opportunity {number}",
        "kind": Opportunity.Kind.SECONDARY,
        "summary_vi": "Kêu gọi.",
        "summary_en": "A call.",
    }
    return Opportunity.objects.create(**_sourced(fields) | defaults | fields)


def procedure(**fields):
    number = next(_number)
    defaults = {
        "slug": f"thu-tuc-{number}",
        "name_vi": f"Thủ tục {number}",
        "name_en": f"Procedure {number}",
        "field": Procedure.Field.INVESTMENT,
    }
    return Procedure.objects.create(**_sourced(fields) | defaults | fields)


def article(**fields):
    number = next(_number)
    defaults = {
        "slug": f"tin-{number}",
        "kind": Article.Kind.PLANNING,
        "title_vi": f"Tin {number}",
        "title_en": f"News {number}",
        "happened_on": "2024-04-16",
        "summary_vi": "Tóm tắt.",
        "summary_en": "Summary.",
    }
    return Article.objects.create(**_sourced(fields) | defaults | fields)


def enquiry(**fields):
    return Enquiry.objects.create(
        **{"language": "vi", "message": "Khu còn đất không?", "email": "hoi@example.org"} | fields
    )


def demand(**fields):
    return Demand.objects.create(**{"language": "vi", "area": 20_000} | fields)
