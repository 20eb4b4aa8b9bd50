"""Land on a past day in tests: moved by then, and what pages, answers and states say of it."""

import datetime as dt

from django.urls import reverse
from django.utils import translation

from tests import make
from zones.asof import states_of, with_states
from zones.models import Parcel

DAY = dt.date(2024, 3, 31)


def page(client, record, query="", language="en"):
    with translation.override(language):
        response = client.get(record.get_absolute_url() + query)
    assert response.status_code == 200
    return response.content.decode()


def api(client, record, query=""):
    name = "api_parcel" if isinstance(record, Parcel) else "api_zone"
    response = client.get(reverse(name, args=[record.slug]) + query)
    assert response.status_code == 200
    return response.json()


def moved(parcel, *moves):
    """`parcel` after leasing moves (state, day[, reserved until])."""
    officer = make.user()
    for state, day, *until in moves:
        if until:
            parcel.reserved_until = until[0]
            parcel.save()
        extra = {"decision_number": "1/HĐ", "note": "theo hợp đồng"}
        parcel.move_to(state, axis="commercial_status", by=officer, on=day, **extra)
    return parcel


def leasing_on(parcel, day):
    return states_of(with_states([Parcel.objects.select_related("source").get(pk=parcel.pk)], day)[0])
