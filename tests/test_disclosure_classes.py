"""Every field says who may read it, and what is kept from pages cannot be read by code that answers the public."""

import pytest
from django.apps import apps
from django.template import Context, Template

from core.commas import download
from core.disclosure_classes import Disclosure, class_of, fields_of, is_kept_from_pages, our_models, public_texts
from core.models import Publishable, Searchable, Source, User
from core.public_reading import NotPublic, as_officer, as_public, reads_as_public
from enquiries.models import Enquiry
from investors.models import Contact, Investor
from kcn_portal.personal.fields import HELD
from kcn_portal.tables import TABLES
from projects.models import Project
from reports.models import PeriodFigure
from tests import make
from zones.models import Parcel, Rate


def _fields(model):
    return [*model._meta.concrete_fields, *model._meta.many_to_many]


def test_every_field_of_every_model_and_history_says_who_may_read_it():
    of_ours = our_models()
    assert len(of_ours) > 40 and {Parcel, Contact, PeriodFigure} <= set(of_ours)
    missing = [str(field) for model in of_ours for field in _fields(model) if class_of(field) is None]
    assert not missing, f"declare them in the app's disclosed.py: {missing}"
    histories = [model for model in apps.get_models() if hasattr(model, "instance_type")]
    for history in histories:
        for field in history.instance_type._meta.concrete_fields:
            if field.name in {kept.name for kept in history._meta.concrete_fields} and not field.primary_key:
                assert class_of(history._meta.get_field(field.name)) == class_of(field), history


@pytest.mark.parametrize(
    ("model", "name", "kind"),
    [
        (Project, "name_en", "public"),
        (Project, "investor", "after_decision"),
        (Project, "lost_to", "internal"),
        (Parcel, "version", "internal"),
        (PeriodFigure, "amount", "aggregate_only"),
        (Contact, "phone", "personal"),
        (User, "password", "restricted"),
    ],
)
def test_classes_are_as_declared_also_for_translated_and_inherited_fields(model, name, kind):
    assert class_of(model._meta.get_field(name)) == Disclosure(kind)


def test_what_search_reads_is_made_of_public_fields_alone():
    searched = [model for model in our_models() if issubclass(model, Searchable) and issubclass(model, Publishable)]
    assert len(searched) > 8
    for model in (*searched, Source):
        public = {field.name for field in fields_of(model, Disclosure.PUBLIC)}
        assert set(model.searched_fields) <= public, model


def test_the_list_of_personal_fields_is_the_same_as_the_classes():
    assert set(HELD) == {"enquiries.Enquiry", "investors.Contact", "core.User"}
    assert set(HELD["investors.Contact"].personal) == {"name", "post", "phone", "email"}
    assert HELD["investors.Contact"].required == ("name",)
    assert {"message", "internal_note", "search_text"} <= set(HELD["enquiries.Enquiry"].personal)


def test_texts_that_officers_write_for_the_public():
    names = {field.name for field in public_texts(Rate)}
    assert {"label_vi", "note_en", "voltage"} <= names and not names & {"key", "unit", "note", "ends_earlier"}


class TestWhatThePublicIsAnsweredWith:
    @pytest.fixture
    def project(self, db):
        return make.project(lost_to="Tỉnh khác", investor=make.investor(publication="draft"))

    def test_a_kept_field_cannot_be_read_from_a_row_and_a_public_one_can(self, project):
        assert is_kept_from_pages(Project._meta.get_field("lost_to"))
        with as_public():
            for name in ("lost_to", "investor", "certificate_number"):
                with pytest.raises(NotPublic):
                    getattr(project, name)
            assert project.name_vi and project.version and project.public_investor is None
            with as_officer():
                assert project.lost_to == "Tỉnh khác"
        assert project.lost_to == "Tỉnh khác"

    def test_nor_when_it_was_left_out_of_the_query_or_read_anew(self, project):
        with as_public():
            for row in (Project.objects.defer("lost_to").get(), Project.objects.get()):
                with pytest.raises(NotPublic):
                    str(row.lost_to)

    def test_nor_asked_for_by_name_in_a_table(self, project):
        for name in ("lost_to", "investor", "investor_id", "events__note", "investor__tax_code"):
            Project.objects.values(name)
            with as_public(), pytest.raises(NotPublic):
                Project.objects.published().values_list("slug", name)
        with as_public():
            assert list(Project.objects.published().values("slug", "zone__slug", "source__url"))
            assert all(list(table.values()) is not None for table in TABLES.values())

    def test_nor_in_a_late_row_of_a_file_that_is_sent_when_the_view_is_done(self, project):
        rows = ([project.lost_to if number > 700 else number] for number in range(900))
        with as_public():
            answer = download(["lost_to"], rows, "x.csv")
        with pytest.raises(NotPublic):
            list(answer.streaming_content)

    def test_a_template_shows_nothing_in_its_place(self, project):
        words = Template("[{{ project.lost_to }}{{ project.slug }}]")
        with as_public():
            assert words.render(Context({"project": project})) == f"[{project.slug}]"

    def test_rows_that_are_no_pages_matter_are_kept_whole(self, db):
        contact = Contact(investor=Investor(), name="A", phone="1")
        with as_public(), pytest.raises(NotPublic):
            str(contact)
        with as_public():
            # The public writes these itself.
            assert Enquiry(code="BK-1").code == "BK-1"

    def test_only_the_officers_side_reads_everything_and_a_failure_leaves_no_trace(self, project, rf):
        def broken(request):
            raise ValueError(project.lost_to)

        answer = reads_as_public(broken)
        with pytest.raises(NotPublic):
            answer(rf.get("/en/projects/"))
        with pytest.raises(ValueError, match="Tỉnh khác"):
            answer(rf.get("/admin/"))
        assert project.lost_to == "Tỉnh khác"
