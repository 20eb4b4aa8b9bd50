"""What is told of a zone on a day: figures, milestones, utilities (the first of each, and how many), free land."""

from dataclasses import dataclass

from django.db.models import Count, F, Q, Value, Window
from django.db.models.functions import Coalesce, NullIf, RowNumber
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.numbers import hectares
from core.paging import Beginning, beginning
from core.partialdate import begins_by
from zones.asof import known_by
from zones.balance.inventory import STATED_AS
from zones.balance.table import FILL_RATE
from zones.models import Figure

# What one list of a page can hold and still be read; its own page goes on.
MOST = 60
# The figures that the key facts and the land balance stand on: they are found however far down the list they stand.
DECIDING = ("area", "no_new_project", FILL_RATE, *(name for names in STATED_AS.values() for name in names))
_MOST_OF_A_MEASURE = 8
_OF_PROVINCE = Q(zone=None, topic=Figure.Topic.CONNECTIVITY)
_IN_ORDER = ("order", "measure", F("as_of").desc(), "key")


def figures_of(zone, day=None):
    """All published figures of the zone as known on `day` (today), in the order of the page."""
    return Figure.objects.shown(known_by(day)).filter(zone=zone)


def of_topic(topic, day=None):
    """All published figures of a topic that belong to no single zone, as known on `day`; of prices of zones too."""
    rows = Figure.objects.shown(known_by(day)).filter(topic=topic).select_related("zone")
    rows = rows if topic == Figure.Topic.PRICES else rows.filter(zone=None)
    return rows.order_by(*_IN_ORDER)


def first_figures(zone, day=None):
    """(Beginning of the zone's figures, Beginning of those of the province's roads, the zone's deciding figures).

    As known on `day` (today): one query, however many there are.
    """
    measures = Window(RowNumber(), partition_by=[F("zone"), F("measure")], order_by=_IN_ORDER)
    rows = (
        Figure.objects.shown(known_by(day))
        .filter(Q(zone=zone) | _OF_PROVINCE)
        .annotate(
            of_all=Window(Count("pk"), partition_by=F("zone")),
            place=Window(RowNumber(), partition_by=F("zone"), order_by=_IN_ORDER),
            place_of_measure=measures,
        )
        .filter(Q(place__lte=MOST) | Q(measure__in=DECIDING, place_of_measure__lte=_MOST_OF_A_MEASURE))
    )
    own, roads = [], []
    for row in rows:
        (own if row.zone_id else roads).append(row)
    return _beginning(own), _beginning(roads), [row for row in own if row.measure in DECIDING]


def _beginning(rows):
    return Beginning([row for row in rows if row.place <= MOST], rows[0].of_all if rows else 0)


def milestones_of(zone, day=None):
    """All published milestones of the zone, the latest first; of a past day only what had happened by then."""
    when = Coalesce(NullIf("on", Value("")), NullIf("target_on", Value("")), Value("9999"))
    rows = zone.milestones.published().select_related("source", "decision")
    if day:
        rows = rows.filter(begins_by("on", day))
    return rows.annotate(when=when).order_by("-when", "-on", "-target_on", "-pk")


def last_milestones(zone, day=None):
    """Beginning of `milestones_of`, its rows in the order of time: one query."""
    found = beginning(milestones_of(zone, day), MOST)
    return Beginning(found.rows[::-1], found.total)


def utilities_of(zone):
    """All published utilities of the zone, kind by kind."""
    return zone.utilities.published().select_related("source").order_by("kind", "key")


def first_utilities(zone):
    """Beginning of `utilities_of`: one query."""
    return beginning(utilities_of(zone), MOST)


@dataclass(frozen=True)
class ReadyLand:
    """Serviced free land as computed: `hectares` in the reader's style, and the note that says from what."""

    hectares: str
    note: str


def ready_land(zone, inventory):
    """The ReadyLand of `zone` where its Inventory is declared complete and public; None: not published."""
    balance = inventory and inventory.public
    if not balance or not balance.is_complete("free_serviced"):
        return None
    computed = _("computed; inventory complete as of %(day)s")
    note = computed % {"day": date_format(zone.inventory_on, "DATE_FORMAT")}
    return ReadyLand(hectares(balance.free_serviced.area), note)
