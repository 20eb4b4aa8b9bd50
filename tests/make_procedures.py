"""A procedure with all it can state, for tests that look at every part of one."""

from procedures.models import Paper, Procedure, Step
from tests import make


def full_procedure(**fields):
    """A procedure that states every component."""
    stated = {
        "code": "1.009748",
        "method_vi": "Trực tiếp",
        "method_en": "At the desk",
        "time_value": 15,
        "time_unit": Procedure.TimeUnit.DAY,
        "copies": 2,
        "applicant_vi": "Nhà đầu tư",
        "applicant_en": "The investor",
        "authority_vi": "Ban Quản lý",
        "authority_en": "The Authority",
        "result_vi": "Giấy chứng nhận",
        "result_en": "The certificate",
        "fee": Procedure.Fee.FREE,
        "has_forms": False,
        "has_conditions": False,
    }
    row = make.procedure(**stated | fields)
    Step.objects.create(procedure=row, order=1, text_vi="Nộp hồ sơ", text_en="File the papers")
    Paper.objects.create(procedure=row, order=1, name_vi="Đơn", name_en="The application", form="A.I.1")
    return row
