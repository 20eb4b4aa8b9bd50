"""What a person agrees to when writing to the Board: purposes, words in each language, version of the notice."""

from django.utils.translation import get_language

# The version of the privacy notice. Change it together with the notice or with any wording below.
PRIVACY_VERSION = "2026-11-23"

ANSWER = "answer"
CORRECTION = "correction"

# Kept here and not in the catalogues: these words are stored with each consent and must not change unseen.
WORDINGS = {
    ANSWER: {
        "vi": (
            "Tôi đồng ý để cổng thông tin này lưu tên và thông tin liên hệ tôi ghi ở đây, "
            "và để cán bộ Ban Quản lý dùng các thông tin đó chỉ nhằm trả lời tôi."
        ),
        "en": (
            "I agree that this portal keeps the name and contact details I give here, "
            "and that officers of the Board use them only to answer me."
        ),
    },
    CORRECTION: {
        "vi": (
            "Tôi đồng ý để cổng thông tin này lưu địa chỉ thư điện tử của tôi, "
            "và để cán bộ Ban Quản lý dùng địa chỉ đó chỉ nhằm báo lại cho tôi về lỗi này."
        ),
        "en": (
            "I agree that this portal keeps my e-mail address, "
            "and that officers of the Board use it only to write to me about this error."
        ),
    },
}


def wording(purpose):
    """The words of `purpose` in the reader's language, exactly as shown and as kept."""
    words = WORDINGS[purpose]
    return words.get((get_language() or "vi")[:2], words["vi"])
