"""Splitting with what an officer has: tables of the parts, one table, or a cutting line; and proposals to a leader."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from core.disclosure import Publication
from core.roles import Role
from tests import make
from tests.reshaping import page, sent_for
from tests.surveying import EAST, NORTH, outline, words
from zones.models import Parcel, ReshapeProposal
from zones.reshaping.cutting import cut

pytestmark = pytest.mark.django_db
# 200 m wide, 100 m high.
WHOLE = [(EAST, NORTH), (EAST + 200, NORTH), (EAST + 200, NORTH + 100), (EAST, NORTH + 100)]
WEST = [(EAST, NORTH), (EAST + 110, NORTH), (EAST + 110, NORTH + 100), (EAST, NORTH + 100)]
REST = [(EAST + 110, NORTH), (EAST + 200, NORTH), (EAST + 200, NORTH + 100), (EAST + 110, NORTH + 100)]
BARE = (("CN-9A", "11000", ""), ("CN-9B", "9000", ""))
LINE = f"{NORTH}\t{EAST + 110}\n{NORTH + 100}\t{EAST + 110}"


def xy(corners, headings="X (m)\tY (m)\n"):
    return headings + "\n".join(f"{north:.2f}\t{east:.2f}" for east, north in corners)


def one_table(**parts):
    rows = [f"{number}\t{north},00\t{east},00" for number, ring in parts.items() for east, north in ring]
    return "Số hiệu lô\tX (m)\tY (m)\n" + "\n".join(rows)


def whole(**fields):
    return make.parcel(**{"area": 20_000, "outline": outline(WHOLE), "epsg": 9213} | fields)


@pytest.fixture
def leader(client):
    client.user = make.user(Role.APPROVER)
    client.force_login(client.user)
    return client


def send(client, parcel, parts=BARE, **fields):
    return client.post(page("split", parcel), sent_for(parcel, parts, **fields))


def saved(client, parcel, parts=BARE, **fields):
    """Look first, then press the button, as the page asks; the answer to the second press."""
    shown = send(client, parcel, parts, preview="1", **fields)
    return send(client, parcel, parts, drawn=shown.context["division"].digest, **fields)


def outlines():
    return {row.code: row.outline for row in Parcel.objects.filter(exists_from=dt.date(2025, 3, 12))}


AS_DRAWN = {"CN-9A": outline(WEST), "CN-9B": outline(REST)}


def same(found, expected):
    """Whether each outline has the same corners, whichever comes first."""
    return {code: sorted(ring) for code, ring in found.items()} == {code: sorted(r) for code, r in expected.items()}


@pytest.mark.parametrize(
    ("parts", "fields"),
    [
        # With a heading and without: each part is a table of its own.
        ((("CN-9A", "11000", xy(WEST)), ("CN-9B", "9000", xy(REST, ""))), {}),
        (BARE, {"table": one_table(**{"CN-9A": WEST, "CN-9B": REST})}),
        (BARE, {"line": LINE}),
        (BARE, {"line": "X\tY\n" + LINE}),
    ],
)
def test_each_way_of_dividing_gives_the_same_parts(leader, parts, fields):
    parcel = whole()
    assert saved(leader, parcel, parts, **fields).status_code == 302
    assert same(outlines(), AS_DRAWN)
    row = Parcel.objects.get(code="CN-9A")
    assert (row.drawn_area, row.epsg, row.publication) == (11_000, 9213, Publication.PUBLISHED)


def test_the_plan_is_looked_at_before_anything_is_saved(leader):
    parcel = whole()
    shown = send(leader, parcel, line=LINE)
    assert "xem sơ đồ bên dưới trước" in words(shown).lower() and Parcel.objects.count() == 1
    html = shown.content.decode()
    assert html.count('class="survey-parcel') == 2 and "11.000,00" in html and "20.000,00" in html
    other = send(
        leader, parcel, line=LINE.replace(str(EAST + 110), str(EAST + 100)), drawn=shown.context["division"].digest
    )
    assert other.status_code == 200 and Parcel.objects.count() == 1, "another line was never seen drawn"


def test_one_table_names_the_parts_and_their_areas_itself(leader):
    parcel = whole()
    rows = [
        f"{code};{x};{y};{area}"
        for code, ring, area in (("CN-9A", WEST, 11000), ("CN-9B", REST, 9000))
        for y, x in ring
    ]
    pasted = "Lô;X;Y;Diện tích (m²)\n" + "\n".join(rows)
    assert saved(leader, parcel, (), table=pasted).status_code == 302
    assert dict(Parcel.objects.exclude(pk=parcel.pk).values_list("code", "area")) == {"CN-9A": 11_000, "CN-9B": 9_000}


def test_a_part_without_an_area_by_decision_is_asked_for_it_with_the_measured_one(leader):
    parcel = whole()
    answer = saved(leader, parcel, (("CN-9A", "", ""), ("CN-9B", "9000", "")), line=LINE)
    assert "CN-9A" in answer.context["refusals"][0] and "11.000,00" in answer.context["refusals"][0]
    assert Parcel.objects.count() == 1


def test_gaps_are_told_overlaps_and_what_reaches_beyond_are_refused(leader):
    parcel = whole()
    narrow = [(east if east == EAST else EAST + 100, north) for east, north in WEST]
    gap = send(leader, parcel, (("A", "11000", xy(narrow)), ("B", "9000", xy(REST))), preview="1")
    assert "1.000,00 m² của lô không thuộc phần nào" in words(gap) and not gap.context["division"].has_error
    wide = [(east if east == EAST else EAST + 120, north) for east, north in WEST]
    over = saved(leader, parcel, (("A", "11000", xy(wide)), ("B", "9000", xy(REST))))
    assert "1.000,00" in words(over) and over.context["division"].has_error
    high = [(east, north + 10) for east, north in WEST]
    beyond = saved(leader, parcel, (("A", "11000", xy(high)), ("B", "9000", xy(REST))))
    assert "1.100,00" in words(beyond) and beyond.context["division"].has_error
    assert Parcel.objects.count() == 1


def test_swapped_columns_are_proposed_accepted_and_taken_back(leader):
    parcel = whole()
    swapped = one_table(**{"CN-9A": [point[::-1] for point in WEST], "CN-9B": [point[::-1] for point in REST]})
    shown = send(leader, parcel, table=swapped, preview="1")
    assert [one.key for one in shown.context["division"].proposals] == ["swap-True"]
    assert shown.context["division"].has_error
    accepted = send(leader, parcel, table=swapped, fix="swap-True")
    assert accepted.context["ways"]["fixes"].value() == "swap-True" and not accepted.context["division"].has_error
    back = send(leader, parcel, table=swapped, fixes="swap-True", unfix="1")
    assert back.context["division"].has_error
    assert saved(leader, parcel, table=swapped, fixes="swap-True").status_code == 302 and same(outlines(), AS_DRAWN)


def test_ambiguous_numbers_are_refused_until_a_style_is_chosen(leader):
    parcel = whole()
    shown = send(leader, parcel, line="X\tY\n242.050\t425.510\n242.060\t425.510", preview="1")
    keys = [one.key for one in shown.context["division"].proposals]
    assert "style-plain" in keys and shown.context["division"].faults
    chosen = send(leader, parcel, line="X\tY\n242.050\t425.510\n242.060\t425.510", fix="style-plain")
    assert not chosen.context["division"].faults


def test_a_table_in_a_neighbouring_system_is_brought_into_that_of_the_parcel(leader):
    from zones.mapping.geometry import reproject

    parcel = whole()
    rows = [("CN-9A", "11000", xy(reproject(WEST, 9213, 5897))), ("CN-9B", "9000", xy(reproject(REST, 9213, 5897)))]
    assert saved(leader, parcel, rows, fixes="system-5897").status_code == 302
    row = Parcel.objects.get(code="CN-9A")
    assert row.epsg == 9213 and abs(row.drawn_area - 11_000) < 2


def test_a_schematic_parcel_is_divided_on_its_own_grid(leader):
    parcel = make.parcel(area=20_000, outline=[[0, 0], [200, 0], [200, 100], [0, 100]])
    assert saved(leader, parcel, line="X\tY\n0\t110\n100\t110").status_code == 302
    row = Parcel.objects.get(code="CN-9A")
    assert (row.drawn_area, row.epsg) == (11_000, None)


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ([(50, -10)], "hai điểm"),
        ([(50, 20), (50, 60)], "không chia được"),
        ([(-10, 0.001), (110, 0.001)], "một mảnh chỉ"),
        ([(at, at % 7) for at in range(60)], "nhiều nhất 50"),
    ],
)
def test_a_line_that_does_not_cut_is_told_why(points, said):
    pieces, problem = cut([[0, 0], [100, 0], [100, 100], [0, 100]], points)
    assert pieces == [] and said in problem


def test_points_on_the_boundary_cut_and_a_bent_line_too():
    square = [[0, 0], [100, 0], [100, 100], [0, 100]]
    for points in ([(40, 0), (40, 100)], [(40, 0.04), (40, 99.97)]):
        pieces, problem = cut(square, points)
        assert problem is None and [min(e for e, _n in piece) for piece in pieces] == [0, 40]
    assert len(cut(square, [(40, -5), (60, 50), (40, 105)])[0]) == 2


def test_as_many_parts_are_named_as_the_line_cuts(leader):
    parcel = whole()
    answer = send(leader, parcel, (("A", "20000", ""),), line=LINE, preview="1")
    assert "mỗi mảnh một dòng" in words(answer) and answer.context["picture"] is not None


class TestProposing:
    @pytest.fixture
    def editor(self, client):
        client.user = make.user(Role.EDITOR, last_name="Cán bộ", first_name="Một")
        client.force_login(client.user)
        return client

    def test_public_land_stays_on_the_plan_until_a_leader_carries_the_proposal_out(self, editor, client):
        parcel = whole()
        assert "Trình lãnh đạo" in words(editor.get(page("split", parcel)))
        drawn = send(editor, parcel, line=LINE, preview="1").context["division"].digest
        for _press in range(2):
            assert send(editor, parcel, line=LINE, drawn=drawn).status_code == 302
        proposal = ReshapeProposal.objects.get()
        assert set(Parcel.objects.in_plan()) == {parcel} and proposal.is_waiting
        assert "CN-9A, CN-9B" in words(editor.get(page("change", parcel)))
        client.force_login(make.user(Role.APPROVER))
        shown = client.get(reverse("admin:zones_reshapeproposal_change", args=[proposal.pk]), follow=True)
        assert shown.context["picture"] is not None and "Cán bộ Một" in words(shown)
        assert shown.context["ways"]["line"].value() == LINE and shown.context["form"]["number"].value() == "12/QĐ-BQL"
        assert shown.context["division"].digest == drawn
        assert send(client, parcel, line=LINE, drawn=drawn, proposal=proposal.pk).status_code == 302
        assert set(Parcel.objects.in_plan().values_list("code", "publication")) == {
            ("CN-9A", "published"),
            ("CN-9B", "published"),
        }
        proposal.refresh_from_db()
        assert proposal.outcome == "carried_out"

    def test_what_a_leader_would_be_refused_is_not_even_proposed(self, editor):
        parcel = whole()
        answer = saved(editor, parcel, (("CN-9A", "11000", ""), ("CN-9B", "8000", "")), line=LINE)
        assert answer.context["refusals"] and not ReshapeProposal.objects.exists()

    def test_a_merger_of_public_parcels_is_proposed_with_all_it_names(self, editor, client):
        zone = make.zone()
        one, other = (make.parcel(zone=zone, area=10_000) for _number in range(2))
        address = f"{page('merge', one)}?others={other.code}"
        data = {"seen": f"{one.pk}-1 {other.pk}-1", "code": "CN-M", "on": "12/03/2025", "number": "1/QĐ"}
        assert editor.post(address, data | {"source": make.source().pk}).status_code == 302
        assert Parcel.objects.count() == 2
        proposal = ReshapeProposal.objects.get()
        client.force_login(make.user(Role.APPROVER))
        shown = client.get(reverse("admin:zones_reshapeproposal_change", args=[proposal.pk]), follow=True)
        assert shown.context["parcels"] == [one, other] and shown.context["form"]["code"].value() == "CN-M"
        assert client.post(address, data | {"source": make.source().pk, "proposal": proposal.pk}).status_code == 302
        assert Parcel.objects.get(code="CN-M").publication == "published"
        proposal.refresh_from_db()
        assert not proposal.is_waiting

    def test_it_is_laid_aside_by_its_maker_or_a_leader_only_and_once(self, editor, client):
        parcel = whole()
        saved(editor, parcel, line=LINE)
        proposal = ReshapeProposal.objects.get()
        drop = reverse("admin:zones_reshapeproposal_drop", args=[proposal.pk])
        for role in (Role.EDITOR, Role.AUDITOR):
            client.force_login(make.user(role))
            assert client.post(drop).status_code == 403
        self._an_auditor_reads_the_list_and_lands_on_the_parcel(client, proposal, parcel)
        client.force_login(editor.user)
        assert client.get(drop).status_code == 405
        assert "gác lại" in words(client.post(drop, follow=True)) and "đã được quyết định" in words(
            client.post(drop, follow=True)
        )
        proposal.refresh_from_db()
        assert proposal.outcome == "turned_down" and Parcel.objects.get().exists_to is None
        for word in ("4711", "x", "9" * 40):
            assert client.get(page("split", parcel), {"proposal": word}).status_code == 200
        assert client.get(reverse("admin:zones_reshapeproposal_changelist")).status_code == 200

    def _an_auditor_reads_the_list_and_lands_on_the_parcel(self, client, proposal, parcel):
        assert "CN-9A, CN-9B" in words(client.get(reverse("admin:zones_reshapeproposal_changelist")))
        landed = client.get(reverse("admin:zones_reshapeproposal_change", args=[proposal.pk]), follow=True)
        assert landed.status_code == 200 and landed.request["PATH_INFO"] == page("change", parcel)

    def test_parts_of_a_split_can_be_merged_again_from_the_old_parcel(self, leader):
        parcel = whole()
        saved(leader, parcel, line=LINE)
        reverse_url = leader.get(page("change", parcel)).context["reverse_url"]
        shown = leader.get(reverse_url)
        assert [row.code for row in shown.context["parcels"]] == ["CN-9A", "CN-9B"]
        first = Parcel.objects.get(code="CN-9A")
        first.exists_to = dt.date(2025, 4, 1)
        first.save()
        assert leader.get(page("change", parcel)).context["reverse_url"] == ""
        assert Decimal(20_000) == sum(row.area for row in Parcel.objects.exclude(pk=parcel.pk))
