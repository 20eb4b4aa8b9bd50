"""Officers' prices: each kind has its own fields, what was in force is never overwritten, and no two overlap."""

import datetime as dt
from copy import deepcopy
from decimal import Decimal
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from core.roles import Role
from tests import make
from tests.admin_forms import fields_of
from tests.publishing import press
from zones.models import ExchangeRate, Rate
from zones.units import UNITS_OF_KIND, RateKind, RateUnit

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
YESTERDAY, TOMORROW = TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=1)


def refused(row):
    """The names of the fields the model complains of."""
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    return set(refusal.value.message_dict)


def draft(**fields):
    return make.rate(**{"publication": "draft"} | fields)


def test_every_kind_has_its_units_and_none_else():
    stated = make.source()
    for kind in RateKind.values:
        assert UNITS_OF_KIND[kind]
        wrong = next(unit for unit in RateUnit.values if unit not in UNITS_OF_KIND[kind])
        assert "unit" in refused(Rate(key="x", kind=kind, unit=wrong, source=stated)), kind


UNFIT = (
    ({"unit": RateUnit.M2_TERM}, "unit"),
    ({"basis": "metered"}, "basis"),
    ({"basis_percent": 80}, "basis_percent"),
    ({"band": "peak"}, "band"),
    ({"voltage": "22 kV"}, "voltage"),
    ({"term_end": dt.date(2050, 1, 1)}, "term_end"),
    ({"vat_percent": 10, "vat": "unknown"}, "vat_percent"),
    ({"vat_percent": 101, "vat": "excluded"}, "vat_percent"),
    ({"amount": 10, "amount_max": 9}, "amount_max"),
    ({"amount": None, "minimum": 5}, "minimum"),
    ({"minimum": -1}, "minimum"),
    ({"valid_from": TODAY, "valid_to": TODAY}, "valid_to"),
    ({"kind": "land_rent_oneoff", "unit": "m2_term"}, "term_end"),
    ({"kind": "wastewater_fee", "unit": "m3", "basis": "share_of_water"}, "basis_percent"),
    ({"kind": "wastewater_fee", "unit": "m3", "basis": "metered", "basis_percent": 80}, "basis_percent"),
)


def test_a_field_that_does_not_fit_is_refused_with_a_sentence():
    kept = make.rate(zone=make.zone(), publication="draft")
    for fields, field in UNFIT:
        row = deepcopy(kept)
        for name, value in fields.items():
            setattr(row, name, value)
        assert refused(row) == {field}, fields


def test_a_price_of_a_parcel_names_its_zone_and_is_no_sample():
    parcel = make.parcel()
    assert refused(draft(parcel=parcel, zone=make.zone())) == {"zone"}
    assert refused(draft(parcel=parcel)) == {"zone"}
    sample = make.parcel(is_sample=True)
    assert refused(draft(parcel=sample, zone=sample.zone)) == {"parcel"}


@pytest.mark.parametrize("publication", ["published", "withdrawn"])
def test_a_price_that_has_been_in_force_is_not_overwritten(publication):
    kept = make.rate(zone=make.zone(), vat="excluded", valid_from=YESTERDAY, publication=publication)
    for name, value in (
        ("amount", 1), ("unit", RateUnit.M2_TERM), ("valid_from", TODAY), ("vat", "included"), ("currency", "USD"),
        ("amount", None), ("zone", None),
    ):  # fmt: skip
        row = deepcopy(kept)
        setattr(row, name, value)
        assert name in refused(row), (name, value)


def test_what_nobody_had_stated_may_be_filled_in_and_the_end_may_be_set():
    row = make.rate(zone=make.zone(), vat="unknown", valid_from=YESTERDAY)
    row.vat, row.vat_percent, row.valid_to, row.note_vi = "excluded", 10, TOMORROW, "Hết"
    row.full_clean()


def test_an_ended_price_stays_ended():
    row = make.rate(zone=make.zone(), valid_from=TODAY - dt.timedelta(days=9), valid_to=YESTERDAY)
    row.valid_to = None
    assert refused(row) == {"valid_to"}


@pytest.mark.parametrize("fields", [{"publication": "draft"}, {"valid_from": TOMORROW}, {"amount": None}])
def test_what_has_never_been_in_force_may_be_corrected(fields):
    row = make.rate(**{"zone": make.zone(), "valid_from": YESTERDAY} | fields)
    row.amount = 7
    row.full_clean()


@pytest.mark.parametrize(
    ("begin", "end", "is_refused"),
    [
        (None, None, True),
        (dt.date(2025, 1, 1), None, True),
        (dt.date(2026, 1, 1), None, False),
        (dt.date(2020, 1, 1), dt.date(2024, 1, 1), False),
        (dt.date(2020, 1, 1), dt.date(2024, 1, 2), True),
    ],
)
def test_two_published_prices_of_one_land_do_not_overlap(begin, end, is_refused):
    zone = make.zone()
    other = make.rate(zone=zone, valid_from=dt.date(2024, 1, 1), valid_to=dt.date(2026, 1, 1))
    row = make.rate(zone=zone, valid_from=begin, valid_to=end, publication="draft")
    row.full_clean()
    row.publication = "published"
    if not is_refused:
        return row.full_clean()
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    assert str(other) in refusal.value.message_dict["valid_from"][0]


def test_prices_told_apart_by_land_sector_hours_or_kind_may_stand_side_by_side():
    zone = make.zone()
    make.rate(zone=zone)
    power = {"kind": RateKind.ELECTRICITY, "unit": RateUnit.KWH, "zone": zone}
    make.rate(**power, band="peak")
    for fields in (
        {"zone": make.zone()}, {"zone": zone, "sector": make.sector()}, {"zone": None}, power | {"band": "normal"},
        {"zone": zone, "kind": RateKind.SECURITY, "unit": RateUnit.MONTH},
        {"zone": zone, "kind": RateKind.SECURITY, "unit": RateUnit.MONTH},
    ):  # fmt: skip
        make.rate(**fields).full_clean()


# --- the officers' pages


def page(row):
    return reverse("admin:zones_rate_change", args=[row.pk])


def signed_in(client, role=Role.APPROVER):
    person = make.user(role)
    client.force_login(person)
    return person


def test_overwriting_a_price_in_force_is_refused_and_points_to_a_new_one(client):
    signed_in(client)
    row = make.rate(zone=make.zone(), valid_from=YESTERDAY)
    response = client.get(page(row))
    assert "Lập giá mới từ mức giá này" in response.content.decode()
    sample = make.rate(zone=make.zone(), is_sample=True)
    assert client.get(page(sample)).context["successor_url"] == "", "a sample price has no successor"
    response = client.post(page(row), fields_of(response) | {"amount": "1"})
    assert "Mức giá này đã có hiệu lực nên được giữ nguyên" in response.content.decode()
    row.refresh_from_db()
    assert row.amount == 95_500


def follow(client, row):
    """(form of a new price from this one, its address, its fields as the browser would send them back)."""
    link = client.get(page(row)).context["successor_url"]
    form = client.get(link)
    return form, link.partition("?")[0], fields_of(form)


def test_a_new_price_takes_over_the_form_and_ends_the_one_before_it(client):
    """The form tells which price it follows and asks for its source in the open."""
    signed_in(client)
    row = make.rate(
        zone=make.zone(), amount=90_000, valid_from=YESTERDAY, vat="excluded", vat_percent="8.5", payee_vi="Chủ đầu tư"
    )
    form, address, fields = follow(client, row)
    assert page(row) in form.text and form.context["follows"]["price"] == "90.000 VND/m²/năm"
    assert "tab" not in next(part.classes for part in form.context["adminform"] if "source" in part.fields)
    assert (fields["kind"], fields["vat_percent"], fields["payee_vi"]) == (row.kind, "8,5", "Chủ đầu tư")
    assert not fields.get("amount") and fields["ends_earlier"] == "on"
    fields |= {"amount": "99000", "valid_from": "01/01/2100", "source": row.source_id}
    assert client.post(address, fields).status_code == 302
    new = Rate.objects.exclude(pk=row.pk).get()
    signed_in(client)
    assert press(client, new, "published") is None
    row.refresh_from_db()
    assert (new.amount, row.valid_to, row.amount) == (99_000, dt.date(2100, 1, 1), 90_000)
    client.post(address, fields)
    assert Rate.objects.filter(publication="published").count() == 2


def test_a_new_price_that_follows_none_tells_of_none(client):
    signed_in(client)
    for word in ("0", "\x00", "9" * 30):
        assert client.get(reverse("admin:zones_rate_add"), {"follows": word}).context["follows"] is None


def test_a_draft_ends_nothing_but_keeps_the_wish_and_publishing_it_carries_the_wish_out_once(client):
    signed_in(client, Role.EDITOR)
    row = make.rate(zone=make.zone(), valid_from=YESTERDAY)
    _form, address, fields = follow(client, row)
    fields |= {"amount": "1", "valid_from": "01/01/2100", "source": row.source_id}
    assert client.post(address, fields).status_code == 302
    row.refresh_from_db()
    draft = Rate.objects.get(amount=1)
    assert (row.valid_to, draft.publication, draft.ends_earlier) == (None, "draft", True)
    signed_in(client)
    shown = fields_of(client.get(page(draft)))
    assert shown["ends_earlier"] == "on"
    assert press(client, draft, "published") is None
    row.refresh_from_db()
    assert row.valid_to == dt.date(2100, 1, 1) and draft.publication == "published" and not draft.ends_earlier


def test_a_leader_who_takes_the_tick_away_ends_nothing_and_the_overlap_is_refused_and_named(client):
    signed_in(client)
    row = make.rate(zone=make.zone(), valid_from=YESTERDAY)
    draft = make.rate(zone=row.zone, amount=1, valid_from="2100-01-01", publication="draft", ends_earlier=True)
    shown = fields_of(client.get(page(draft)))
    del shown["ends_earlier"]
    assert client.post(page(draft), shown).status_code == 302
    signed_in(client)
    assert str(row) in press(client, draft, "published")
    row.refresh_from_db()
    assert row.valid_to is None and draft.publication == "draft" and not draft.ends_earlier


def test_an_auditor_reads_and_is_offered_no_new_price(client):
    signed_in(client, Role.AUDITOR)
    row = make.rate(zone=make.zone(), valid_from=YESTERDAY)
    html = client.get(page(row)).content.decode()
    assert "Lập giá mới" not in html
    assert client.get(reverse("admin:zones_rate_add")).status_code == 403


@pytest.mark.parametrize("role", [Role.EDITOR, Role.APPROVER, Role.ADMINISTRATOR, Role.AUDITOR])
def test_exchange_rates_are_kept_by_those_who_keep_prices(client, role):
    signed_in(client, role)
    if role in (Role.EDITOR, Role.AUDITOR):  # who keeps them, and who only reads
        row = make.exchange_rate()
        assert client.get(reverse("admin:zones_exchangerate_changelist")).status_code == 200
        assert client.get(reverse("admin:zones_exchangerate_change", args=[row.pk])).status_code == 200
    may_add = client.get(reverse("admin:zones_exchangerate_add")).status_code
    assert may_add == (403 if role == Role.AUDITOR else 200)


def test_an_exchange_rate_is_entered_in_the_officers_style(client):
    signed_in(client)
    fields = fields_of(client.get(reverse("admin:zones_exchangerate_add")))
    fields |= {"on": "20/11/2026", "vnd": "26.100,5", "source": make.source().pk}
    assert client.post(reverse("admin:zones_exchangerate_add"), fields).status_code == 302
    assert ExchangeRate.objects.get().vnd == Decimal("26100.5")


def test_one_price_and_the_database_agree_on_whether_it_is_in_force():
    stated, days = make.source(), (YESTERDAY, TODAY, TOMORROW)
    for begin, end in product((None, *days), (None, TODAY, TOMORROW, TOMORROW + dt.timedelta(days=1))):
        if not (begin and end and begin >= end):
            make.rate(source=stated, valid_from=begin, valid_to=end)
    rows = list(Rate.objects.all())
    assert len(rows) == 13
    for day in days:
        found = set(Rate.objects.in_force(day).values_list("pk", flat=True))
        assert found == {row.pk for row in rows if row.is_in_force(day)}, day
