"""Zones and parcels as sheets."""

from core.cells import ChoiceCell, DateCell, LinkCell, NumberCell, PartialDateCell, WholeNumberCell
from core.disclosure import Publication
from core.excel import Column, RecordResource, ShownColumn, VersionColumn, sample_column
from core.models import Confidence, Source
from zones.lifecycle import Commercial, LandTitle, Readiness, Stage, UseState
from zones.models import Parcel, Zone


class ZoneResource(RecordResource):
    code = Column("code")
    version = VersionColumn()
    slug = Column("slug")
    name_vi = Column("name_vi")
    name_en = Column("name_en")
    short_name_vi = Column("short_name_vi")
    short_name_en = Column("short_name_en")
    stage = ShownColumn("stage", ChoiceCell(Stage))
    stage_note_vi = Column("stage_note_vi")
    stage_note_en = Column("stage_note_en")
    summary_vi = Column("summary_vi")
    summary_en = Column("summary_en")
    location_vi = Column("location_vi")
    location_en = Column("location_en")
    commune_code = Column("commune_code")
    developer_vi = Column("developer_vi")
    developer_en = Column("developer_en")
    order = Column("order", WholeNumberCell())
    source = Column("source", LinkCell(Source, "key"))
    as_of = Column("as_of", PartialDateCell())
    confidence = Column("confidence", ChoiceCell(Confidence))
    publication = ShownColumn("publication", ChoiceCell(Publication))

    class Meta:
        model = Zone
        import_id_fields = ("code",)
        fields = (
            "code", "version", "slug", "name_vi", "name_en", "short_name_vi", "short_name_en", "stage",
            "stage_note_vi", "stage_note_en", "summary_vi", "summary_en", "location_vi", "location_en",
            "commune_code", "developer_vi", "developer_en", "order", "source", "as_of", "confidence", "publication",
        )  # fmt: skip

    def get_queryset(self):
        return super().get_queryset().select_related("source")

    def address(self, instance):
        return instance.short_name_vi


class ParcelResource(RecordResource):
    zone = Column("zone", LinkCell(Zone, "code"))
    code = Column("code")
    version = VersionColumn()
    slug = Column("slug")
    area = Column("area", NumberCell())
    former_area = Column("former_area", NumberCell())
    commercial_status = ShownColumn("commercial_status", ChoiceCell(Commercial))
    readiness = ShownColumn("readiness", ChoiceCell(Readiness))
    use_state = ShownColumn("use_state", ChoiceCell(UseState))
    land_title = ShownColumn("land_title", ChoiceCell(LandTitle))
    reserved_until = Column("reserved_until", DateCell())
    term_end = Column("term_end", DateCell())
    power_kw = Column("power_kw", NumberCell())
    water_m3_day = Column("water_m3_day", NumberCell())
    wastewater_m3_day = Column("wastewater_m3_day", NumberCell())
    note_vi = Column("note_vi")
    note_en = Column("note_en")
    source = Column("source", LinkCell(Source, "key"))
    as_of = Column("as_of", PartialDateCell())
    confidence = Column("confidence", ChoiceCell(Confidence))
    publication = ShownColumn("publication", ChoiceCell(Publication))
    is_sample = sample_column()

    class Meta:
        model = Parcel
        import_id_fields = ("zone", "code")
        fields = (
            "zone", "code", "version", "slug", "area", "former_area", "commercial_status", "readiness", "use_state",
            "land_title", "reserved_until", "term_end", "power_kw", "water_m3_day", "wastewater_m3_day", "note_vi",
            "note_en", "source", "as_of", "confidence", "publication", "is_sample",
        )  # fmt: skip

    def get_queryset(self):
        return super().get_queryset().select_related("zone", "source")

    def address(self, instance):
        return f"{instance.zone.code} {instance.code}" if instance.zone_id else ""
