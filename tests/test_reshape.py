"""Splitting and merging parcels: area, states, history and descent are kept; what cannot be is refused in words."""

import datetime as dt
from decimal import Decimal

import pytest

from core.disclosure import Publication
from core.lifecycle import MoveRefused
from core.roles import Role
from core.sample import remove_sample
from tests import make
from tests.leases import lease_periods
from tests.reshaping import DAY, decision, divided, halves, seen, square
from zones.lifecycle import Commercial, Readiness
from zones.models import Parcel
from zones.reshaping.reshape import Part, ReshapeRefused, lineage, merge, split

pytestmark = pytest.mark.django_db


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


def test_sample_parcels_go_with_their_descent():
    parcel = make.parcel(code="MẪU-07", area=20_000, is_sample=True, commercial_status=Commercial.AVAILABLE)
    divided(parcel)
    real = make.parcel()
    assert remove_sample() == 3
    assert list(Parcel.objects.all()) == [real]
