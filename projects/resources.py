"""Projects as a sheet. Parcels and legal events are kept on the record itself."""

from decimal import Decimal

from core.cells import ChoiceCell, DateCell, LinkCell, NumberCell, PartialDateCell
from core.disclosure import Publication
from core.excel import Column, RecordResource, ShownColumn, VersionColumn
from core.models import Confidence, Source
from investors.models import Investor
from policies.models import Sector
from projects.lifecycle import Implementation, Outcome, Pipeline
from projects.models import Project
from zones.models import Zone


class ProjectResource(RecordResource):
    slug = Column("slug")
    version = VersionColumn()
    name_vi = Column("name_vi")
    name_en = Column("name_en")
    zone = Column("zone", LinkCell(Zone, "code"))
    investor = Column("investor", LinkCell(Investor, "slug"))
    sector = Column("sector", LinkCell(Sector, "slug"))
    kind = Column("kind", ChoiceCell(Project.Kind))
    origin = Column("origin", ChoiceCell(Project.Origin))
    activity_vi = Column("activity_vi")
    activity_en = Column("activity_en")
    capital = Column("capital", NumberCell())
    capital_note_vi = Column("capital_note_vi")
    capital_note_en = Column("capital_note_en")
    capacity_vi = Column("capacity_vi")
    capacity_en = Column("capacity_en")
    jobs_vi = Column("jobs_vi")
    jobs_en = Column("jobs_en")
    area = Column("area", NumberCell())
    started_on = Column("started_on", PartialDateCell())
    started_note_vi = Column("started_note_vi")
    started_note_en = Column("started_note_en")
    handed_over_on = Column("handed_over_on", DateCell())
    start_by = Column("start_by", DateCell())
    finish_by = Column("finish_by", DateCell())
    certificate_number = Column("certificate_number")
    certificate_date = Column("certificate_date", DateCell())
    pipeline = ShownColumn("pipeline", ChoiceCell(Pipeline))
    outcome = ShownColumn("outcome", ChoiceCell(Outcome))
    implementation = ShownColumn("implementation", ChoiceCell(Implementation))
    status_note_vi = Column("status_note_vi")
    status_note_en = Column("status_note_en")
    source = Column("source", LinkCell(Source, "key"))
    as_of = Column("as_of", PartialDateCell())
    confidence = Column("confidence", ChoiceCell(Confidence))
    publication = ShownColumn("publication", ChoiceCell(Publication))

    class Meta:
        model = Project
        import_id_fields = ("slug",)
        fields = (
            "slug", "version", "name_vi", "name_en", "zone", "investor", "sector", "kind", "origin", "activity_vi",
            "activity_en", "capital", "capital_note_vi", "capital_note_en", "capacity_vi", "capacity_en", "jobs_vi",
            "jobs_en", "area", "started_on", "started_note_vi", "started_note_en", "handed_over_on", "start_by",
            "finish_by", "certificate_number", "certificate_date", "pipeline", "outcome", "implementation",
            "status_note_vi", "status_note_en", "source", "as_of", "confidence", "publication",
        )  # fmt: skip

    example = {
        "slug": "nha-may-che-bien-go",
        "name_vi": "Nhà máy chế biến gỗ",
        "name_en": "Wood processing plant",
        "zone": "TB1",
        "kind": Project.Kind.SECONDARY,
        "origin": Project.Origin.DDI,
        "activity_vi": "Ván ép",
        "activity_en": "Plywood",
        "capital": Decimal("125.5"),
        "area": Decimal("12500.5"),
        "started_on": "2024",
        "source": "quyet-dinh-2024",
        "as_of": "16/04/2024",
        "confidence": Confidence.HIGH,
    }

    def get_queryset(self):
        return super().get_queryset().select_related("zone", "investor", "sector", "source")

    def address(self, instance):
        return instance.name_vi or ""
