"""Text, numbers and dates as people here write and search them."""

import datetime as dt
import unicodedata
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core import partialdate
from core.numbers import format_number, parse_number
from core.text import fold, nfc, slugify, without_marks


@pytest.mark.parametrize("written", ["Đường", "ĐƯỜNG", "duong", unicodedata.normalize("NFD", "đường"), "  đƯờng "])
def test_search_folds_every_way_of_writing_a_word(written):
    assert fold(written) == "duong"


def test_slug_keeps_the_d_that_django_drops():
    assert slugify("Giá đất Đồng Tâm") == "gia-dat-dong-tam"


def test_slug_is_cut_between_words():
    assert slugify("một hai ba bốn", limit=9) == "mot-hai"


def test_english_keeps_letters_but_no_marks():
    assert without_marks("1061/QĐ-TTg") == "1061/QD-TTg"


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


def test_text_is_composed():
    assert nfc("e\u0301") == "\u00e9"


@pytest.mark.parametrize(
    ("language", "value", "places", "shown"),
    [
        ("vi", Decimal("1234.5"), None, "1.234,5"),
        ("en", Decimal("1234.5"), None, "1,234.5"),
        ("vi", Decimal("80.3000"), None, "80,3"),
        ("vi", 1000000, None, "1.000.000"),
        ("en", Decimal("0.005"), 2, "0.01"),
        ("vi", Decimal("-1234.5"), 0, "-1.235"),
    ],
)
def test_numbers_follow_the_language(language, value, places, shown):
    assert format_number(value, places, language) == shown


@pytest.mark.parametrize(
    ("language", "typed", "read"),
    [
        ("vi", "1.234.567,89", "1234567.89"),
        ("vi", "2,5", "2.5"),
        ("vi", "1234,5", "1234.5"),
        ("en", "1,234,567.89", "1234567.89"),
        ("en", "2.5", "2.5"),
        ("vi", "20 000", "20000"),
    ],
)
def test_numbers_are_read_in_the_style_of_the_language(language, typed, read):
    assert parse_number(typed, language) == Decimal(read)


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("vi", "12.345"),
        ("en", "12,345"),
        ("vi", "1,2,3"),
        ("vi", "1.23.456"),
        ("vi", "NaN"),
        ("vi", "1e9"),
        ("vi", ""),
        ("vi", "２"),
    ],
)
def test_what_can_mean_two_numbers_or_none_is_refused(language, typed):
    with pytest.raises(ValueError):
        parse_number(typed, language)


@given(st.decimals(min_value=0, max_value=10**12, places=2), st.sampled_from(["vi", "en"]))
def test_what_is_shown_with_a_fraction_can_be_typed_back(value, language):
    shown = format_number(value, 2, language)
    assert parse_number(shown, language) == value


@pytest.mark.parametrize(
    ("text", "vi", "en"),
    [
        ("2024", "2024", "2024"),
        ("2024-04", "04/2024", "April 2024"),
        ("2024-04-16", "16/04/2024", "16 April 2024"),
        ("2024-Q2", "quý II/2024", "Q2 2024"),
        ("", "", ""),
    ],
)
def test_dates_are_shown_as_far_as_they_are_known(text, vi, en):
    assert partialdate.display(text) == vi
    with translation.override("en"):
        assert partialdate.display(text) == en


@pytest.mark.parametrize("text", ["2024-13", "2024-02-30", "24", "2024-Q5", "16/04/2024", "2024-4-1"])
def test_a_date_that_does_not_exist_is_refused_with_a_sentence(text):
    with pytest.raises(ValidationError) as refusal:
        partialdate.validate(text)
    assert text in str(refusal.value)


def test_a_partial_date_spans_its_days():
    assert partialdate.first_day("2024-Q2") == dt.date(2024, 4, 1)
    assert partialdate.last_day("2024-Q2") == dt.date(2024, 6, 30)
    assert partialdate.last_day("2024") == dt.date(2024, 12, 31)
    assert partialdate.last_day("2024-02") == dt.date(2024, 2, 29)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("16/4/2024", "2024-04-16"),
        ("04/2024", "2024-04"),
        ("4.2024", "2024-04"),
        ("quý II/2024", "2024-Q2"),
        ("Quý 4 2024", "2024-Q4"),
        ("q3/2024", "2024-Q3"),
        ("2024", "2024"),
        ("2024-q2", "2024-Q2"),
        ("2024-04-16", "2024-04-16"),
    ],
)
def test_a_partial_date_is_read_as_an_office_writes_it(typed, stored):
    assert partialdate.read(typed) == stored


@pytest.mark.parametrize("typed", ["31/02/2024", "13/2024", "quý V/2024", "hôm qua", "04/24", ""])
def test_what_is_no_partial_date_is_not_read(typed):
    with pytest.raises(ValueError):
        partialdate.read(typed)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("stored", ["2024", "2024-Q2", "2024-04", "2024-04-16"])
def test_a_partial_date_shown_in_a_form_is_read_back(language, stored):
    with translation.override(language):
        assert partialdate.read(partialdate.typed(stored)) == stored
