"""How many parcels, and how much land, a zone has of each kind: so that a sum over all of them reads a few rows."""

from django.db import models

from zones.models.land import InPlanQuerySet


class LandTally(models.Model):
    """Real parcels of one zone that a land balance cannot tell apart, whatever the day. Read the sum of like rows.

    The database itself keeps these rows with every change of a parcel (zones.balance.tallies); no code writes them.
    Field names are those of Parcel, so that its conditions hold here too. `area` is in hundredths of a m². A
    reservation's end is kept where it can matter, a source where no `as_of` says since when the record speaks.
    """

    zone = models.ForeignKey("zones.Zone", models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
    publication = models.CharField(max_length=10)
    commercial_status = models.CharField(max_length=16)
    readiness = models.CharField(max_length=12)
    reserved_until = models.DateField(null=True)
    exists_from = models.DateField(null=True)
    exists_to = models.DateField(null=True)
    as_of = models.CharField(max_length=10)
    source = models.ForeignKey(
        "core.Source", models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    parcels = models.BigIntegerField()
    without_area = models.BigIntegerField()
    area = models.BigIntegerField()

    objects = InPlanQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["zone", "publication", "commercial_status", "readiness"], name="tally_of_kind")]

    def __str__(self):
        return f"{self.zone_id} · {self.commercial_status} · {self.readiness}: {self.parcels}"
