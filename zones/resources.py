"""Zones, parcels, prices and figures as sheets."""

import datetime as dt
from decimal import Decimal

from django.core.exceptions import ValidationError

from core.cells import ChoiceCell, DateCell, LinkCell, NumberCell, PartialDateCell, WholeNumberCell, YesNoCell
from core.disclosure import Publication
from core.excel import Column, KeptColumn, RecordResource, ShownColumn, VersionColumn, sample_column
from core.models import Confidence, Source
from core.text import slugify
from policies.models import LegalInstrument, Sector
from zones.lifecycle import Commercial, LandTitle, Readiness, Stage, UseState
from zones.models import Figure, Parcel, Rate, Zone
from zones.succession import is_rewritten, refusal, succeed
from zones.units import RateKind, RateUnit, Unit

# Where the example rows of the templates say they come from.
_STATED = {"source": "quyet-dinh-2024", "as_of": "16/04/2024", "confidence": Confidence.HIGH}


class ZoneResource(RecordResource):
    code = Column("code")
    version = VersionColumn()
    slug = KeptColumn("slug")
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
    former_location_vi = Column("former_location_vi")
    former_location_en = Column("former_location_en")
    location_class = Column("location_class", ChoiceCell(Zone.LocationClass))
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
            "former_location_vi", "former_location_en", "location_class", "commune_code", "developer_vi",
            "developer_en", "order", "source", "as_of", "confidence", "publication",
        )  # fmt: skip

    example = _STATED | {
        "code": "TB1",
        "name_vi": "Khu công nghiệp Thanh Bình giai đoạn I",
        "name_en": "Thanh Binh industrial zone, phase I",
        "short_name_vi": "Thanh Bình I",
        "short_name_en": "Thanh Binh I",
        "summary_vi": "Ba, bốn câu nhà đầu tư đọc trước tiên.",
        "summary_en": "Three or four sentences an investor reads first.",
        "location_class": Zone.LocationClass.OUTSIDE_EZ,
        "order": 10,
    }

    def get_queryset(self):
        return super().get_queryset().select_related("source")

    def address(self, instance):
        return instance.short_name_vi


class ParcelResource(RecordResource):
    zone = Column("zone", LinkCell(Zone, "code"))
    code = Column("code")
    version = VersionColumn()
    slug = KeptColumn("slug")
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

    example = _STATED | {
        "zone": "TB1",
        "code": "CN-09",
        "area": Decimal("12500.5"),
        "reserved_until": dt.date(2027, 6, 30),
        "power_kw": 400,
        "note_vi": "Góc đường D1",
        "note_en": "Corner of road D1",
    }

    def get_queryset(self):
        return super().get_queryset().select_related("zone", "source")

    def address(self, instance):
        return f"{instance.zone.code} {instance.code}" if instance.zone_id else ""


class RateResource(RecordResource):
    """Drafts alone: what the public pays is approved by another person."""

    key = Column("key")
    version = VersionColumn()
    kind = Column("kind", ChoiceCell(RateKind))
    zone = Column("zone", LinkCell(Zone, "code"))
    parcel = Column("parcel", LinkCell(Parcel, "slug", related=("zone",)))
    sector = Column("sector", LinkCell(Sector, "slug"))
    label_vi = Column("label_vi")
    label_en = Column("label_en")
    amount = Column("amount", NumberCell())
    amount_max = Column("amount_max", NumberCell())
    minimum = Column("minimum", NumberCell())
    currency = Column("currency", ChoiceCell(Rate.Currency))
    unit = Column("unit", ChoiceCell(RateUnit))
    vat = Column("vat", ChoiceCell(Rate.Vat))
    vat_percent = Column("vat_percent", NumberCell())
    is_negotiable = Column("is_negotiable", YesNoCell())
    valid_from = Column("valid_from", DateCell())
    valid_to = Column("valid_to", DateCell())
    term_end = Column("term_end", DateCell())
    basis = Column("basis", ChoiceCell(Rate.Basis))
    basis_percent = Column("basis_percent", NumberCell())
    band = Column("band", ChoiceCell(Rate.Band))
    voltage = Column("voltage")
    payer_vi = Column("payer_vi")
    payer_en = Column("payer_en")
    payee_vi = Column("payee_vi")
    payee_en = Column("payee_en")
    legal_basis = Column("legal_basis", LinkCell(LegalInstrument, "slug"))
    note_vi = Column("note_vi")
    note_en = Column("note_en")
    ends_earlier = Column("ends_earlier", YesNoCell())
    source = Column("source", LinkCell(Source, "key"))
    as_of = Column("as_of", PartialDateCell())
    confidence = Column("confidence", ChoiceCell(Confidence))
    publication = ShownColumn("publication", ChoiceCell(Publication))
    is_sample = sample_column()

    class Meta:
        model = Rate
        import_id_fields = ("key",)
        fields = (
            "key", "version", "kind", "zone", "parcel", "sector", "label_vi", "label_en", "amount", "amount_max",
            "minimum", "currency", "unit", "vat", "vat_percent", "is_negotiable", "valid_from", "valid_to", "term_end",
            "basis", "basis_percent", "band", "voltage", "payer_vi", "payer_en", "payee_vi", "payee_en", "legal_basis",
            "note_vi", "note_en", "ends_earlier", "source", "as_of", "confidence", "publication", "is_sample",
        )  # fmt: skip

    address_field = "key"
    is_approved_by_another = True
    example = _STATED | {
        "key": "tb-thue-dat-2024",
        "kind": RateKind.LAND_RENT_ANNUAL,
        "zone": "TB1",
        "amount": 38500,
        "currency": Rate.Currency.VND,
        "unit": RateUnit.M2_YEAR,
        "vat": Rate.Vat.EXCLUDED,
        "is_negotiable": False,
        "valid_from": dt.date(2024, 1, 1),
        "note_vi": "Đơn giá theo quyết định",
        "note_en": "Price by the decision",
    }

    def get_queryset(self):
        return super().get_queryset().select_related("zone", "parcel__zone", "sector", "legal_basis", "source")

    def address(self, instance):
        parts = (instance.zone and instance.zone.code, instance.kind, instance.band, instance.valid_from)
        return " ".join(str(part) for part in parts if part)


class FigureResource(RecordResource):
    key = Column("key")
    version = VersionColumn()
    zone = Column("zone", LinkCell(Zone, "code"))
    topic = Column("topic", ChoiceCell(Figure.Topic))
    measure = Column("measure")
    label_vi = Column("label_vi")
    label_en = Column("label_en")
    value = Column("value", NumberCell())
    value_max = Column("value_max", NumberCell())
    unit = Column("unit", ChoiceCell(Unit))
    is_approximate = Column("is_approximate", YesNoCell())
    is_known = Column("is_known", YesNoCell())
    statement_vi = Column("statement_vi")
    statement_en = Column("statement_en")
    order = Column("order", WholeNumberCell())
    source = Column("source", LinkCell(Source, "key"))
    as_of = Column("as_of", PartialDateCell())
    confidence = Column("confidence", ChoiceCell(Confidence))
    publication = ShownColumn("publication", ChoiceCell(Publication))

    class Meta:
        model = Figure
        import_id_fields = ("key",)
        fields = (
            "key", "version", "zone", "topic", "measure", "label_vi", "label_en", "value", "value_max", "unit",
            "is_approximate", "is_known", "statement_vi", "statement_en", "order", "source", "as_of", "confidence",
            "publication",
        )  # fmt: skip

    address_field = "key"

    def becomes_another(self, record, original):
        if not is_rewritten(record, original):
            return False
        if said := refusal(original):
            raise ValidationError(said)
        succeed(record, original)
        return True

    example = _STATED | {
        "key": "tb1-lao-dong-2024",
        "zone": "TB1",
        "topic": Figure.Topic.LABOUR,
        "measure": "workers",
        "label_vi": "Lao động",
        "label_en": "Workers",
        "value": 1000,
        "unit": Unit.WORKERS,
        "is_approximate": True,
        "is_known": True,
        "order": 100,
    }

    def get_queryset(self):
        return super().get_queryset().select_related("zone", "source")

    def import_instance(self, instance, row, **kwargs):
        super().import_instance(instance, row, **kwargs)
        if instance._state.adding and not instance.measure:
            # As the form does: the label will do where nobody chose a word.
            instance.measure = slugify(instance.label_vi or "", limit=60)

    def address(self, instance):
        parts = (instance.zone and instance.zone.code, instance.measure or instance.label_vi, instance.as_of)
        return " ".join(part for part in parts if part)
