"""Procedures as three sheets: the procedures, their steps, their papers. Drafts alone change by a file."""

from core.cells import ChoiceCell, LinkCell, PartialDateCell, WholeNumberCell, YesNoCell
from core.disclosure import Publication
from core.excel import Column, RecordResource, ShownColumn, VersionColumn
from core.models import Confidence, Source
from procedures.models import Paper, Procedure, Step


class ProcedureResource(RecordResource):
    slug = Column("slug")
    version = VersionColumn()
    code = Column("code")
    name_vi = Column("name_vi")
    name_en = Column("name_en")
    field = Column("field", ChoiceCell(Procedure.Field))
    journey = Column("journey", ChoiceCell(Procedure.Journey))
    standing = Column("standing", ChoiceCell(Procedure.Standing))
    authority_vi = Column("authority_vi")
    authority_en = Column("authority_en")
    applicant_vi = Column("applicant_vi")
    applicant_en = Column("applicant_en")
    method_vi = Column("method_vi")
    method_en = Column("method_en")
    time_value = Column("time_value", WholeNumberCell())
    time_unit = Column("time_unit", ChoiceCell(Procedure.TimeUnit))
    time_note_vi = Column("time_note_vi")
    time_note_en = Column("time_note_en")
    copies = Column("copies", WholeNumberCell())
    result_vi = Column("result_vi")
    result_en = Column("result_en")
    fee = Column("fee", ChoiceCell(Procedure.Fee))
    fee_note_vi = Column("fee_note_vi")
    fee_note_en = Column("fee_note_en")
    has_forms = Column("has_forms", YesNoCell())
    forms_vi = Column("forms_vi")
    forms_en = Column("forms_en")
    has_conditions = Column("has_conditions", YesNoCell())
    conditions_vi = Column("conditions_vi")
    conditions_en = Column("conditions_en")
    legal_basis_text_vi = Column("legal_basis_text_vi")
    legal_basis_text_en = Column("legal_basis_text_en")
    locality_vi = Column("locality_vi")
    locality_en = Column("locality_en")
    note_vi = Column("note_vi")
    note_en = Column("note_en")
    online_url = Column("online_url")
    order = Column("order", WholeNumberCell())
    source = Column("source", LinkCell(Source, "key"))
    as_of = Column("as_of", PartialDateCell())
    confidence = Column("confidence", ChoiceCell(Confidence))
    publication = ShownColumn("publication", ChoiceCell(Publication))

    class Meta:
        model = Procedure
        import_id_fields = ("slug",)
        fields = (
            "slug", "version", "code", "name_vi", "name_en", "field", "journey", "standing", "authority_vi",
            "authority_en", "applicant_vi", "applicant_en", "method_vi", "method_en", "time_value", "time_unit",
            "time_note_vi", "time_note_en", "copies", "result_vi", "result_en", "fee", "fee_note_vi", "fee_note_en",
            "has_forms", "forms_vi", "forms_en", "has_conditions", "conditions_vi", "conditions_en",
            "legal_basis_text_vi", "legal_basis_text_en", "locality_vi", "locality_en", "note_vi", "note_en",
            "online_url", "order", "source", "as_of", "confidence", "publication",
        )  # fmt: skip

    is_approved_by_another = True
    example = {
        "slug": "cap-giay-chung-nhan-dang-ky-dau-tu",
        "code": "1.009748",
        "name_vi": "Cấp giấy chứng nhận đăng ký đầu tư",
        "name_en": "Grant of an investment registration certificate",
        "field": Procedure.Field.INVESTMENT,
        "standing": Procedure.Standing.REFERENCE,
        "time_value": 15,
        "time_unit": Procedure.TimeUnit.DAY,
        "copies": 1,
        "fee": Procedure.Fee.FREE,
        "has_forms": True,
        "source": "cong-dich-vu-cong",
        "as_of": "16/04/2024",
        "confidence": Confidence.HIGH,
    }

    def get_queryset(self):
        # Whether an official procedure is complete is read off its steps and papers.
        return super().get_queryset().select_related("source").prefetch_related("steps", "papers")

    def address(self, instance):
        return instance.name_vi or ""


class PartResource(RecordResource):
    """Numbered rows of a procedure; a row is changed or added by its number, and taken out on the procedure's page."""

    procedure = Column("procedure", LinkCell(Procedure, "slug"))
    order = Column("order", WholeNumberCell())
    version = VersionColumn()

    is_approved_by_another = True

    class Meta:
        import_id_fields = ("procedure", "order")

    def get_queryset(self):
        return super().get_queryset().select_related("procedure").order_by("procedure__order", "procedure", "order")

    def filter_export(self, queryset, **kwargs):
        # The list of procedures, as it was narrowed, says whose rows leave.
        return self.get_queryset().filter(procedure__in=queryset) if queryset.model is Procedure else queryset

    def publication_of(self, instance):
        return instance.procedure.publication if instance.procedure_id else None


class StepResource(PartResource):
    text_vi = Column("text_vi")
    text_en = Column("text_en")

    class Meta(PartResource.Meta):
        model = Step
        fields = ("procedure", "order", "version", "text_vi", "text_en")

    example = {
        "procedure": "cap-giay-chung-nhan-dang-ky-dau-tu",
        "order": 1,
        "text_vi": "Nhà đầu tư nộp hồ sơ tại bộ phận một cửa.",
        "text_en": "The investor hands in the file at the one-stop desk.",
    }


class PaperResource(PartResource):
    name_vi = Column("name_vi")
    name_en = Column("name_en")
    form = Column("form")

    class Meta(PartResource.Meta):
        model = Paper
        fields = ("procedure", "order", "version", "name_vi", "name_en", "form")

    example = {
        "procedure": "cap-giay-chung-nhan-dang-ky-dau-tu",
        "order": 1,
        "name_vi": "Văn bản đề nghị thực hiện dự án đầu tư",
        "name_en": "Request to carry out the investment project",
        "form": "Mẫu A.I.1",
    }
