"""Finds in a text what belongs to a person: mobile numbers, identity numbers, private mailboxes. Knows no database."""

import re
from dataclasses import dataclass

from core.text import fold

MOBILE, IDENTITY, MAILBOX = "mobile", "identity", "mailbox"
# 03, 05, 07, 08, 09 and eight digits, at home or with the prefix of the country.
_MOBILE = re.compile(r"(?<![\w.,/-])(?:\(?(?:\+|00)84\)?[ .-]?(?:\(0\))?|0)[35789](?:[ .-]?\d){8}(?![\d/]|[.,-]\d)")
_CALLED_PHONE = re.compile(r"(dien thoai|di dong|\bdt|\bsdt|phone|mobile|\btel|zalo|hotline|lien he|goi)\W{0,20}$")
# Ten digits that begin with 0 stand for a company as well, after one of these words.
_CALLED_CODE = re.compile(
    r"(ma so thue|\bmst|ma so doanh nghiep|tax code|tax id|giay chung nhan|certificate|\bgcn\w*|so hieu|ma du an"
    r"|ma thu tuc|tai khoan|account)\D{0,20}$"
)
_DATE = re.compile(r"\d{2}[ .-]\d{2}[ .-]\d{4}")
# A citizen's number: the province (001 to 096), sex and century (0 to 3), the year, six digits.
_CITIZEN = re.compile(r"(?<![\w.,/+-])0(?:0[1-9]|[1-8]\d|9[0-6])[0-3]\d{8}(?![\w/]|[.,-]\d)")
_NAMED_IDENTITY = re.compile(
    r"(?:can cuoc(?: cong dan)?|\bcccd|\bcmnd|\bcmtnd|\bcmt|chung minh (?:nhan dan|thu)|so dinh danh(?: ca nhan)?"
    r"|citizen id|identity (?:card|number)|\bid (?:card|no))[^\d\n]{0,24}"
    r"((?:\d[ .]?){8}\d(?:[ .]?\d){3}|(?:\d[ .]?){8}\d)(?!\d)"
)
_FREE_HOSTS = (
    "gmail|googlemail|yahoo|ymail|hotmail|outlook|live|msn|icloud|aol|proton|protonmail|zoho|qq|163|126|yandex"
)
_FREE_MAIL = re.compile(rf"[\w.+-]+@(?:{_FREE_HOSTS})\.[a-z.]+\b")


@dataclass(frozen=True)
class Private:
    """What was found: its kind, the number or address folded, and how it may be repeated without giving it away."""

    kind: str
    value: str

    @property
    def masked(self):
        """ "0912…78": enough to find it in the text."""
        if self.kind == MAILBOX:
            return f"{self.value[0]}…@{self.value.partition('@')[2]}"
        return f"{self.value[:4]}…{self.value[-2:]}"


def digits(text):
    """Its digits, those of a number with the prefix of Vietnam as it is dialled there."""
    return re.sub(r"^\(?(\+|00)84\)?(\(0\))?", "0", re.sub(r"[ .-]", "", text))


def found_in(text, official=()):
    """[Private, …] in `text`, each once, without the `official` numbers and addresses (as `official_of` gives them)."""
    if not text:
        return []
    text = fold(text)
    identities = [*(match[1] for match in _NAMED_IDENTITY.finditer(text)), *_CITIZEN.findall(text)]
    found = [Private(MOBILE, digits(match[0])) for match in _MOBILE.finditer(text) if _is_mobile(text, match)]
    found += [Private(IDENTITY, re.sub(r"\D", "", number)) for number in identities]
    found += [Private(MAILBOX, address) for address in _FREE_MAIL.findall(text)]
    return [one for one in dict.fromkeys(found) if one.value not in official]


def _is_mobile(text, match):
    before = text[max(0, match.start() - 40) : match.start()]
    if _CALLED_PHONE.search(before):
        return True
    separators = set(re.findall(r"[ .-]", match[0].removeprefix("+84").strip(" .-")))
    return len(separators) < 2 and not _DATE.search(match[0]) and not _CALLED_CODE.search(before)


def official_of(*contacts):
    """The numbers and addresses in `contacts`, texts of an office, in the form in which `found_in` compares them."""
    return {one.value for text in contacts for one in found_in(text)}
