"""Investors as a sheet. The people there are kept on the record itself and leave in no file."""

from core.cells import ChoiceCell, LinkCell, PartialDateCell
from core.disclosure import Publication
from core.excel import Column, RecordResource, ShownColumn, VersionColumn
from core.models import Confidence, Source
from investors.models import Investor


class InvestorResource(RecordResource):
    slug = Column("slug")
    version = VersionColumn()
    name_vi = Column("name_vi")
    name_en = Column("name_en")
    country = Column("country")
    tax_code = Column("tax_code")
    about_vi = Column("about_vi")
    about_en = Column("about_en")
    source = Column("source", LinkCell(Source, "key"))
    as_of = Column("as_of", PartialDateCell())
    confidence = Column("confidence", ChoiceCell(Confidence))
    publication = ShownColumn("publication", ChoiceCell(Publication))

    class Meta:
        model = Investor
        import_id_fields = ("slug",)
        fields = (
            "slug", "version", "name_vi", "name_en", "country", "tax_code", "about_vi", "about_en", "source", "as_of",
            "confidence", "publication",
        )  # fmt: skip

    example = {
        "slug": "cong-ty-a",
        "name_vi": "Công ty cổ phần A",
        "name_en": "A Joint Stock Company",
        "country": "VN",
        "tax_code": "0100100100",
        "source": "quyet-dinh-2024",
        "as_of": "16/04/2024",
        "confidence": Confidence.HIGH,
    }

    def get_queryset(self):
        return super().get_queryset().select_related("source")

    def address(self, instance):
        return instance.name_vi or ""
