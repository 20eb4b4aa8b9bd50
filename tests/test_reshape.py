"""Splitting and merging parcels: area, states, history and descent are kept; what cannot be is refused in words."""

import datetime as dt
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.disclosure import Publication
from core.lifecycle import MoveRefused
from core.roles import Role
from core.sample import remove_sample
from tests import make
from tests.admin_forms import fields_of
from tests.leases import lease_periods
from zones.lifecycle import Commercial, Readiness
from zones.models import Parcel
from zones.reshaping.reshape import Decision, Part, ReshapeRefused, lineage, merge, split

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 3, 12)


def square(east, north, width, height):
    return [[east, north], [east + width, north], [east + width, north + height], [east, north + height]]


def decision(**fields):
    fields = {"on": DAY, "number": "12/QĐ-BQL", "by": make.user(Role.APPROVER)} | fields
    return Decision(**({"source": make.source()} | fields))


def halves(parcel, first="11000", second="9000"):
    return [Part(f"{parcel.code}A", Decimal(first)), Part(f"{parcel.code}B", Decimal(second))]


def seen(*parcels):
    return {parcel.pk: parcel.version for parcel in parcels}


def divided(parcel, parts=None, **fields):
    return split(parcel, parts or halves(parcel), decision(**fields), seen=seen(parcel))


def sentences(call):
    with pytest.raises(ReshapeRefused) as refusal:
        call()
    return " ".join(refusal.value.sentences)


class TestSplitting:
    def test_the_parts_take_over_zone_area_states_and_source(self):
        parcel = make.parcel(
            area=20_000, commercial_status=Commercial.AVAILABLE, readiness=Readiness.SERVICED, power_kw=500
        )
        ruling = decision()
        parts = split(parcel, halves(parcel), ruling, seen=seen(parcel))
        for part in Parcel.objects.filter(pk__in=[part.pk for part in parts]):
            assert (part.zone, part.source, part.exists_from) == (parcel.zone, ruling.source, DAY)
            assert (part.commercial_status, part.readiness) == (Commercial.AVAILABLE, Readiness.SERVICED)
            assert part.power_kw is None
            assert {(move.axis, move.on, move.decision_number) for move in part.moves.all()} == {
                ("commercial_status", DAY, "12/QĐ-BQL"),
                ("readiness", DAY, "12/QĐ-BQL"),
            }
        assert sum(part.area for part in parts) == 20_000

    def test_the_old_parcel_leaves_the_plan_and_keeps_its_past(self):
        parcel = make.parcel(area=20_000, commercial_status=Commercial.PLANNED)
        parcel.move_to("available", axis="commercial_status", by=make.user(), on=dt.date(2024, 1, 1))
        parts = divided(parcel)
        parcel.refresh_from_db()
        assert parcel.exists_to == DAY and parcel.area == 20_000 and parcel.moves.count() == 1
        assert parcel.history.count() == 3 and "CN" in parcel.history.first().history_change_reason
        assert set(Parcel.objects.in_plan(DAY)) == set(parts)
        assert set(Parcel.objects.in_plan(DAY - dt.timedelta(days=1))) == {parcel}
        assert set(Parcel.objects.in_plan()) == set(parts)

    def test_descent_is_told_from_both_sides_and_only_as_far_as_published(self):
        parcel = make.parcel(area=20_000)
        first, second = divided(parcel)
        assert lineage(parcel).successors == (first, second)
        assert lineage(first).predecessors == (parcel,)
        Parcel.objects.filter(pk=first.pk).update(publication=Publication.DRAFT)
        assert lineage(parcel).successors == (second,)

    def test_areas_that_do_not_add_up_need_a_reason(self):
        parcel = make.parcel(area=20_000)
        said = sentences(lambda: divided(parcel, halves(parcel, second="8999.98")))
        assert "19.999,98" in said and "20.000,00" in said and "0,02" in said
        assert not Parcel.objects.exclude(pk=parcel.pk).exists()
        divided(parcel, halves(parcel, second="8999.99"))
        other = make.parcel(area=20_000)
        assert len(divided(other, halves(other, second="8000"), reason="Trừ đất giao thông")) == 2

    def test_a_parcel_of_unknown_area_is_split_only_with_a_reason(self):
        parcel = make.parcel(area=None)
        assert sentences(lambda: divided(parcel))
        assert len(divided(parcel, reason="Theo bản đồ đo đạc")) == 2

    def test_a_second_time_says_what_became_of_it(self):
        parcel = make.parcel(area=20_000)
        divided(parcel)
        said = sentences(lambda: divided(parcel))
        assert f"{parcel.code}A, {parcel.code}B" in said
        assert Parcel.objects.count() == 3

    def test_an_edit_in_between_is_told(self):
        parcel = make.parcel(area=20_000)
        old = seen(parcel)
        parcel.term_end = dt.date(2060, 1, 1)
        parcel.save()
        assert sentences(lambda: split(parcel, halves(parcel), decision(), seen=old))
        assert Parcel.objects.count() == 1

    @pytest.mark.parametrize("day", [dt.date(2999, 1, 1), dt.date(2020, 1, 1), dt.date(2024, 5, 31)])
    def test_the_day_must_lie_after_the_record_of_the_parcel(self, day):
        parcel = make.parcel(area=20_000, exists_from=dt.date(2020, 1, 1), commercial_status=Commercial.PLANNED)
        parcel.move_to("available", axis="commercial_status", by=make.user(), on=dt.date(2024, 6, 1))
        assert sentences(lambda: divided(parcel, on=day))
        assert len(divided(parcel, on=dt.date(2024, 6, 1))) == 2

    def test_a_lease_goes_on_with_the_parts_and_no_day_is_leased_twice(self):
        parcel = make.parcel(area=20_000, commercial_status=Commercial.NEGOTIATING, term_end=dt.date(2060, 1, 1))
        begin = dt.date(2022, 1, 1)
        parcel.move_to("leased", axis="commercial_status", by=make.user(), on=begin, decision_number="7/HĐ")
        tenant = make.project(zone=parcel.zone)
        tenant.parcels.add(parcel)
        parts = divided(parcel)
        parcel.refresh_from_db()
        assert lease_periods(parcel) == [(begin, DAY)]
        assert [lease_periods(part) for part in parts] == [[(DAY, None)]] * 2
        assert all(part.term_end == dt.date(2060, 1, 1) for part in parts)
        assert set(tenant.parcels.all()) == {parcel, *parts}

    def test_states_of_the_old_stay_and_of_the_new_begin_with_it(self):
        parcel = make.parcel(area=20_000, commercial_status=Commercial.PLANNED)
        officer = make.user()
        parcel.move_to("available", axis="commercial_status", by=officer, on=dt.date(2024, 1, 1))
        part = divided(parcel)[0]
        parcel.refresh_from_db()
        for row, day in ((parcel, DAY), (parcel, DAY - dt.timedelta(1)), (part, DAY - dt.timedelta(1))):
            with pytest.raises(MoveRefused):
                row.move_to("withdrawn", axis="commercial_status", by=officer, on=day)
        part.move_to("withdrawn", axis="commercial_status", by=officer, on=DAY)
        assert part.commercial_status == Commercial.WITHDRAWN

    def test_numbers_are_given_once(self):
        zone = make.zone()
        parcel, other = make.parcel(zone=zone, area=20_000), make.parcel(zone=zone)
        same = [Part("CN-X", Decimal(11_000)), Part("CN-X", Decimal(9_000))]
        assert "CN-X" in sentences(lambda: divided(parcel, same))
        taken = [Part(other.code, Decimal(11_000)), Part("CN-Y", Decimal(9_000))]
        assert other.code in sentences(lambda: divided(parcel, taken))
        assert sentences(lambda: divided(parcel, [Part("CN-Z", Decimal(20_000))]))
        assert Parcel.objects.count() == 2

    def test_public_land_is_split_by_a_leader_and_stays_public(self):
        parcel, editor = make.parcel(area=20_000), make.user(Role.EDITOR)
        assert "lãnh đạo" in sentences(lambda: divided(parcel, by=editor))
        assert {part.publication for part in divided(parcel)} == {Publication.PUBLISHED}
        draft = make.parcel(area=20_000, publication=Publication.DRAFT)
        assert {part.publication for part in divided(draft, by=editor)} == {Publication.DRAFT}

    def test_a_trial_tells_the_same_and_changes_nothing(self):
        parcel, editor = make.parcel(area=20_000), make.user(Role.EDITOR)
        ruling = decision(by=editor)
        made = split(parcel, halves(parcel), ruling, seen=seen(parcel), is_trial=True)
        assert [part.code for part in made] == [f"{parcel.code}A", f"{parcel.code}B"]
        wrong = halves(parcel, second="8000")
        assert sentences(lambda: split(parcel, wrong, ruling, seen=seen(parcel), is_trial=True))
        assert Parcel.objects.get().exists_to is None

    def test_outlines_of_parts_overlap_nowhere_and_stay_inside(self):
        parcel = make.parcel(area=20_000, outline=square(0, 0, 100, 200))
        west = Part("W", Decimal(10_000), square(0, 0, 50, 200))
        overlapping = Part("E", Decimal(10_000), square(45, 0, 50, 200))
        assert "1.000,00" in sentences(lambda: divided(parcel, [west, overlapping]))
        beyond = Part("E", Decimal(10_000), square(60, 0, 50, 200))
        assert "2.000,00" in sentences(lambda: divided(parcel, [west, beyond]))
        crossed = Part("E", Decimal(10_000), [[50, 0], [100, 200], [100, 0], [50, 200]])
        assert sentences(lambda: divided(parcel, [west, crossed]))
        fine = divided(parcel, [west, Part("E", Decimal(10_000), square(50, 0, 50, 200))])
        assert [part.drawn_area for part in fine] == [10_000, 10_000]

    def test_a_sample_parcel_makes_sample_parcels(self):
        parcel = make.parcel(code="MẪU-07", area=20_000, is_sample=True)
        parts = divided(parcel, [Part("07A", Decimal(11_000)), Part("MẪU-07B", Decimal(9_000))])
        assert [(part.code, part.is_sample) for part in parts] == [("MẪU-07A", True), ("MẪU-07B", True)]


class TestMerging:
    def pair(self, **fields):
        zone = fields.pop("zone", None) or make.zone()
        return [make.parcel(zone=zone, **{"area": 10_000} | fields) for _number in range(2)]

    def merged(self, parcels, part=None, **fields):
        return merge(parcels, part or Part("CN-M", None), decision(**fields), seen=seen(*parcels))

    def test_the_whole_has_the_area_and_the_outline_of_both(self):
        one, other = self.pair(commercial_status=Commercial.AVAILABLE)
        for parcel, east in ((one, 0), (other, 100)):
            parcel.outline = square(east, 0, 100, 100)
            parcel.save()
        whole = self.merged([one, other])
        assert (whole.area, whole.drawn_area) == (20_000, 20_000)
        assert whole.commercial_status == Commercial.AVAILABLE and whole.moves.count() == 1
        assert lineage(whole).predecessors == (one, other) and lineage(one).successors == (whole,)
        assert set(Parcel.objects.in_plan()) == {whole}

    def test_parcels_that_do_not_touch_have_no_common_outline(self):
        one, other = self.pair()
        for parcel, east in ((one, 0), (other, 150)):
            parcel.outline = square(east, 0, 100, 100)
            parcel.save()
        assert self.merged([one, other]).outline is None

    def test_land_of_which_a_part_was_public_stays_public_and_a_leader_merges_it(self):
        one, other = self.pair()
        Parcel.objects.filter(pk=other.pk).update(publication=Publication.DRAFT)
        assert "lãnh đạo" in sentences(lambda: self.merged([one, other], by=make.user(Role.EDITOR)))
        assert self.merged([one, other]).publication == Publication.PUBLISHED

    def test_an_unknown_area_stays_unknown(self):
        one, other = self.pair()
        Parcel.objects.filter(pk=other.pk).update(area=None)
        assert self.merged([one, other]).area is None

    def test_another_area_needs_a_reason(self):
        pair = self.pair()
        part = Part("CN-M", Decimal(19_000))
        assert "20.000,00" in sentences(lambda: self.merged(pair, part))
        assert self.merged(pair, part, reason="Đo lại").area == 19_000

    def test_states_that_differ_become_unknown(self):
        one, other = self.pair(readiness=Readiness.SERVICED)
        Parcel.objects.filter(pk=other.pk).update(readiness=Readiness.CLEARED)
        assert self.merged([one, other]).readiness == Readiness.UNKNOWN

    def test_only_land_of_one_kind_is_merged(self):
        zone = make.zone()
        one = make.parcel(zone=zone, area=10_000, commercial_status=Commercial.AVAILABLE)
        for other in (
            make.parcel(commercial_status=Commercial.AVAILABLE),
            make.parcel(zone=zone, commercial_status=Commercial.AVAILABLE, is_sample=True),
            make.parcel(zone=zone, commercial_status=Commercial.LEASED),
        ):
            assert sentences(lambda other=other: self.merged([one, other]))
        assert sentences(lambda: self.merged([one]))
        drawn = [make.parcel(zone=zone, outline=square(0, 0, 9, 9), epsg=epsg) for epsg in (9213, 9214)]
        assert sentences(lambda: self.merged(drawn))
        assert not Parcel.objects.exclude(exists_to=None).exists()

    def test_leased_parcels_are_merged_only_under_one_contract(self):
        officer = make.user()
        for contracts, may in ((("7/HĐ", "7/HĐ"), True), (("7/HĐ", "8/HĐ"), False), ((None, None), False)):
            pair = self.pair(commercial_status=Commercial.NEGOTIATING if contracts[0] else Commercial.LEASED)
            for parcel, number in zip(pair, contracts, strict=True):
                if number:
                    parcel.move_to(
                        "leased", axis="commercial_status", by=officer, on=dt.date(2022, 1, 1), decision_number=number
                    )
            if may:
                assert self.merged(pair).commercial_status == Commercial.LEASED
            else:
                assert sentences(lambda pair=pair: self.merged(pair))

    def test_reservations_that_end_on_different_days_are_not_one(self):
        one, other = self.pair(commercial_status=Commercial.RESERVED, reserved_until=dt.date(2999, 1, 1))
        Parcel.objects.filter(pk=other.pk).update(reserved_until=dt.date(2998, 1, 1))
        assert sentences(lambda: self.merged([one, other]))

    def test_a_split_can_be_merged_again(self):
        parcel = make.parcel(area=20_000)
        parts = divided(parcel)
        whole = self.merged(parts, on=dt.date(2025, 4, 1))
        assert whole.area == 20_000
        assert set(Parcel.objects.in_plan(dt.date(2025, 3, 31))) == set(parts)


def page(name, parcel):
    return reverse(f"admin:zones_parcel_{name}", args=[parcel.pk])


def sent_for(parcel, parts, **fields):
    """What the page of a split sends: `parts` as (number, area, pasted table)."""
    sent = {"form-TOTAL_FORMS": "4", "form-INITIAL_FORMS": "0", "seen": f"{parcel.pk}-{parcel.version}"}
    for at, part in enumerate(parts):
        sent |= {f"form-{at}-{name}": value for name, value in zip(("code", "area", "corners"), part, strict=True)}
    return sent | {"on": "12/03/2025", "number": "12/QĐ-BQL", "source": make.source().pk, "reason": ""} | fields


@pytest.fixture
def approver(client):
    person = make.user(Role.APPROVER)
    client.force_login(person)
    return person


class TestSplitPage:
    parts = (("CN-9A", "11000,5", ""), ("CN-9B", "8999,5", ""))

    def test_looking_changes_nothing_and_the_parcel_leads_there(self, client, approver):
        parcel = make.parcel(area=20_000)
        assert client.get(page("split", parcel)).status_code == 200
        record = client.get(page("change", parcel)).content.decode()
        assert page("split", parcel) in record and page("merge", parcel) in record
        parcel.refresh_from_db()
        assert parcel.exists_to is None and Parcel.objects.count() == 1

    def test_it_is_split_once_however_often_it_is_sent(self, client, approver):
        parcel = make.parcel(area=20_000)
        data = sent_for(parcel, self.parts, reason="Vẽ sơ bộ")
        assert client.post(page("split", parcel), data).status_code == 302
        again = client.post(page("split", parcel), data, follow=True)
        assert "CN-9A, CN-9B" in " ".join(map(str, again.context["messages"]))
        assert Parcel.objects.count() == 3
        assert LogEntry.objects.filter(object_id=str(parcel.pk)).count() == 1
        first = Parcel.objects.get(code="CN-9A")
        assert first.area == Decimal("11000.5") and first.history.first().history_user == approver

    def test_old_and_new_are_linked_on_the_officers_side(self, client, approver):
        parcel = make.parcel(area=20_000)
        first, second = divided(parcel)
        old, new = (client.get(page("change", row)).content.decode() for row in (parcel, first))
        assert page("change", first) in old and page("change", second) in old and "12/03/2025" in old
        assert page("change", parcel) in new
        assert page("split", parcel) not in old and page("split", first) in new

    def test_a_refusal_keeps_what_was_typed(self, client, approver):
        parcel = make.parcel(area=20_000)
        data = sent_for(parcel, (("CN-9A", "11000", ""), ("CN-9B", "8000", "")))
        answer = client.post(page("split", parcel), data)
        assert answer.status_code == 200 and "1.000,00" in " ".join(answer.context["refusals"])
        assert answer.context["rows"][1]["area"].value() == "8000"
        assert client.post(page("split", parcel), data | {"reason": "Trừ đường"}).status_code == 302

    def test_more_rows_keep_what_was_typed(self, client, approver):
        parcel = make.parcel(area=20_000)
        typed = {"more": "1", "form-1-corners": "X\tY\n1\t2", "line": "3\t4", "fixes": "swap-True"}
        answer = client.post(page("split", parcel), sent_for(parcel, self.parts, **typed))
        rows, ways = answer.context["rows"], answer.context["ways"]
        assert len(rows.forms) == 8 and Parcel.objects.count() == 1
        assert rows[1]["corners"].value() == "X\tY\n1\t2" and 'value="8999,5"' in str(rows[1]["area"])
        assert (ways["line"].value(), ways["fixes"].value()) == ("3\t4", "swap-True")

    def test_an_edit_in_between_is_told_and_the_next_press_takes(self, client, approver):
        parcel = make.parcel(area=20_000)
        data = sent_for(parcel, (("CN-9A", "11000", ""), ("CN-9B", "9000", "")))
        parcel.save()
        answer = client.post(page("split", parcel), data)
        assert answer.status_code == 200 and answer.context["refusals"]
        assert client.post(page("split", parcel), data | {"seen": answer.context["seen"]}).status_code == 302

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_an_auditor_may_not(self, client, method):
        parcel = make.parcel(area=20_000)
        client.force_login(make.user(Role.AUDITOR))
        for name in ("split", "merge"):
            assert getattr(client, method)(page(name, parcel), sent_for(parcel, self.parts)).status_code == 403
        assert page("split", parcel) not in client.get(page("change", parcel)).content.decode()
        assert Parcel.objects.count() == 1

    @pytest.mark.parametrize(
        "fields",
        [
            {"form-TOTAL_FORMS": "99999999999999999999"},
            {"form-TOTAL_FORMS": "", "more": "1"},
            {"seen": "9" * 500},
            {"seen": "1-²"},
            {"source": "nonsense"},
            {"source": "9" * 40},
            {"source": "nonsense", "more": "1"},
            {"form-0-area": "NaN"},
            {"form-0-area": "-1"},
            {"form-0-area": "1" * 40},
            {"form-0-code": "x" * 500},
            {"form-0-corners": "[" * 50_000},
            {"form-0-corners": "[[NaN, 0], [1, 1], [1, 0]]"},
            {"form-0-corners": '{"a": 1}'},
            {"form-0-corners": "null"},
            {"table": "X\tY\n" + "1\t2\n" * 90_000},
            {"line": "X\tY\n1e999\t2"},
            {"line": "\x00"},
            {"table": "X\tY\n1\t2", "line": "X\tY\n1\t2"},
            {"preview": "1", "fix": "x" * 900, "fixes": "y " * 900},
            {"on": "31/02/2025"},
            {"on": "12/03/9999"},
        ],
    )
    def test_nonsense_is_a_page(self, client, approver, fields):
        parcel = make.parcel(area=20_000)
        answer = client.post(page("split", parcel), sent_for(parcel, self.parts, **fields))
        assert answer.status_code == 200 and Parcel.objects.count() == 1

    def test_a_parcel_that_is_gone_leads_back(self, client, approver):
        for key in ("4711", "nonsense", "9" * 40):
            assert client.get(reverse("admin:zones_parcel_split", args=[key])).status_code == 302

    def test_a_parcel_with_descent_is_not_deleted(self, client, approver):
        parcel = make.parcel(area=20_000, publication=Publication.DRAFT)
        first, _second = divided(parcel)
        for row in (parcel, first):
            assert client.post(reverse("admin:zones_parcel_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
        assert Parcel.objects.count() == 3


class TestMergePage:
    def pair(self):
        zone = make.zone()
        return [make.parcel(zone=zone, area=10_000) for _number in range(2)]

    def sent(self, parcels, **fields):
        seen = " ".join(f"{parcel.pk}-{parcel.version}" for parcel in parcels)
        data = {"seen": seen, "code": "CN-M", "area": "", "on": "12/03/2025", "number": "12/QĐ-BQL", "reason": ""}
        return data | {"source": make.source().pk} | fields

    def address(self, parcels):
        others = "\n".join(parcel.code for parcel in parcels[1:])
        return f"{page('merge', parcels[0])}?{urlencode({'others': others})}"

    def test_the_list_leads_to_the_page_with_the_parcels_chosen(self, client, approver):
        parcels = self.pair()
        listed = reverse("admin:zones_parcel_changelist")
        chosen = {"action": "merge_chosen", "_selected_action": [parcel.pk for parcel in parcels]}
        answer = client.post(listed, chosen, follow=True)
        assert set(answer.context["parcels"]) == set(parcels)
        chosen["_selected_action"] = [parcels[0].pk, make.parcel().pk]
        assert client.post(listed, chosen, follow=True).request["PATH_INFO"] == listed
        assert not Parcel.objects.exclude(exists_to=None).exists()

    def test_the_numbers_are_asked_for_first(self, client, approver):
        parcels = self.pair()
        assert "parcels" not in client.get(page("merge", parcels[0])).context["chosen"].errors
        for others in ("", "nirgends", "x" * 9000, "\n".join(map(str, range(99)))):
            answer = client.get(page("merge", parcels[0]), {"others": others})
            assert answer.status_code == 200 and answer.context["chosen"].errors
        assert client.get(self.address(parcels)).context["parcels"] == parcels

    def test_they_are_merged_once_however_often_it_is_sent(self, client, approver):
        parcels = self.pair()
        data = self.sent(parcels)
        answer = client.post(self.address(parcels), data)
        whole = Parcel.objects.get(code="CN-M")
        assert answer["Location"] == page("change", whole) and whole.area == 20_000
        again = client.post(self.address(parcels), data, follow=True)
        assert "CN-M" in " ".join(map(str, again.context["messages"]))
        assert Parcel.objects.count() == 3

    def test_looking_changes_nothing_and_a_refusal_keeps_what_was_typed(self, client, approver):
        parcels = self.pair()
        client.get(self.address(parcels))
        answer = client.post(self.address(parcels), self.sent(parcels, area="19000"))
        assert answer.status_code == 200 and "20.000,00" in " ".join(answer.context["refusals"])
        assert answer.context["form"]["area"].value() == "19000"
        assert Parcel.objects.count() == 2

    @pytest.mark.parametrize("fields", [{"seen": ""}, {"source": "x"}, {"area": "Infinity"}, {"code": "", "on": ""}])
    def test_nonsense_is_a_page(self, client, approver, fields):
        parcels = self.pair()
        assert client.post(self.address(parcels), self.sent(parcels, **fields)).status_code == 200
        assert Parcel.objects.count() == 2

    def test_more_parcels_ask_the_database_no_more(self, client, approver):
        zone, counts = make.zone(), []
        for size in (2, 6):
            parcels = [make.parcel(zone=zone, area=10_000) for _number in range(size)]
            client.get(self.address(parcels))
            with CaptureQueriesContext(connection) as listed:
                client.get(self.address(parcels))
            whole = merge(parcels, Part(f"M{size}", None), decision(), seen=seen(*parcels))
            with CaptureQueriesContext(connection) as linked:
                assert client.get(page("change", whole)).content.decode().count(parcels[0].zone.code) >= size
            counts.append((len(listed), len(linked)))
        assert counts[0] == counts[1]


def test_why_two_areas_differ_is_written_by_an_approving_leader_only(client):
    parcel = make.parcel(area=20_000, outline=square(0, 0, 100, 150), publication=Publication.DRAFT)
    for role, expected in ((Role.EDITOR, ""), (Role.APPROVER, "Đo lại 2025")):
        client.force_login(make.user(role))
        shown = client.get(page("change", parcel))
        assert ("area_reason" in shown.context["adminform"].form.fields) == bool(expected)
        sent = fields_of(shown) | {"area_reason": "Đo lại 2025", "power_kw": str(500 + len(expected))}
        assert client.post(page("change", parcel), sent).status_code == 302
        parcel.refresh_from_db()
        assert parcel.area_reason == expected and parcel.drawn_area == 15_000


def test_the_days_in_the_plan_are_read_and_not_typed(client, approver):
    parcel = make.parcel(area=20_000)
    shown = client.get(page("change", parcel))
    sent = fields_of(shown) | {"exists_to": "01/01/2020", "predecessors": str(parcel.pk), "power_kw": "500"}
    assert client.post(page("change", parcel), sent).status_code == 302
    parcel.refresh_from_db()
    assert parcel.exists_to is None and not parcel.predecessors.exists()


def test_sample_parcels_go_with_their_descent():
    parcel = make.parcel(code="MẪU-07", area=20_000, is_sample=True, commercial_status=Commercial.AVAILABLE)
    divided(parcel)
    real = make.parcel()
    assert remove_sample() == 3
    assert list(Parcel.objects.all()) == [real]
