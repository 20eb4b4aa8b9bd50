"""Units of figures and rates: a code in the row, words in both languages, shown after the number."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Unit(models.TextChoices):
    NONE = "none", ""
    HECTARE = "ha", "ha"
    SQUARE_METRE = "m2", "m²"
    SQUARE_KILOMETRE = "km2", "km²"
    KILOMETRE = "km", "km"
    KILOWATT = "kw", "kW"
    MEGAVOLT_AMPERE = "mva", "MVA"
    CUBIC_METRE_DAY = "m3_day", _("m³/day")
    PERCENT = "percent", "%"
    PERCENT_YEAR = "percent_yoy", _("percent on the year before")
    BILLION_VND = "billion_vnd", _("billion VND")
    BILLION_VND_YEAR = "billion_vnd_year", _("billion VND a year")
    MILLION_USD_YEAR = "million_usd_year", _("million USD a year")
    MILLION_VND_MONTH = "million_vnd_month", _("million VND a month")
    INVESTORS = "investors", _("investors")
    PROJECTS = "projects", _("projects")
    WORKERS = "workers", _("workers")
    PEOPLE = "people", _("people")
    ZONES = "zones", _("zones")
    YEARS = "years", _("years")


class RateUnit(models.TextChoices):
    M2_YEAR = "m2_year", _("per m² a year")
    M2_TERM = "m2_term", _("per m² for the whole term")
    M2_MONTH = "m2_month", _("per m² a month")
    M2 = "m2", _("per m²")
    M3 = "m3", _("per m³")
    TONNE = "tonne", _("per tonne")
    KWH = "kwh", _("per kWh")
    PROJECT_SHARE = "capital_percent", _("percent of capital")
    MONTH = "month", _("a month")
    DOSSIER = "dossier", _("per file")
    CONTRACT = "contract", _("per contract")


class RateKind(models.TextChoices):
    LAND_RENT_ANNUAL = "land_rent_annual", _("Annual land rent")
    LAND_RENT_ONE_OFF = "land_rent_oneoff", _("One-off lease price to the end of the term")
    STATE_LAND_RENT = "state_land_rent", _("State land rent")
    INFRASTRUCTURE = "infra_fee", _("Infrastructure use fee")
    MANAGEMENT = "management_fee", _("Management fee")
    MAINTENANCE = "maintenance_fee", _("Maintenance fee")
    WASTEWATER = "wastewater_fee", _("Wastewater treatment")
    WATER = "water_price", _("Clean water")
    ELECTRICITY = "electricity", _("Electricity")
    TELECOM = "telecom", _("Telecommunications")
    WASTE = "waste", _("Waste collection")
    SECURITY = "security", _("Security")
    FACTORY_RENT = "factory_rent", _("Ready-built factory rent")
    DEPOSIT = "deposit", _("Project security deposit")
    RESERVATION = "reservation", _("Reservation payment")
    ADMIN_FEE = "admin_fee", _("Administrative fee")
    MINIMUM_WAGE = "minimum_wage", _("Regional minimum wage")
    LAND_PRICE = "land_price", _("Land price in the provincial table")


# A price without its unit is a trap: each kind may only carry the units that fit it.
UNITS_OF_KIND = {
    RateKind.LAND_RENT_ANNUAL: (RateUnit.M2_YEAR,),
    RateKind.LAND_RENT_ONE_OFF: (RateUnit.M2_TERM,),
    RateKind.STATE_LAND_RENT: (RateUnit.M2_YEAR,),
    RateKind.INFRASTRUCTURE: (RateUnit.M2_YEAR,),
    RateKind.MANAGEMENT: (RateUnit.M2_YEAR,),
    RateKind.MAINTENANCE: (RateUnit.M2_YEAR,),
    RateKind.WASTEWATER: (RateUnit.M3,),
    RateKind.WATER: (RateUnit.M3,),
    RateKind.ELECTRICITY: (RateUnit.KWH,),
    RateKind.TELECOM: (RateUnit.MONTH,),
    RateKind.WASTE: (RateUnit.TONNE, RateUnit.M3, RateUnit.MONTH),
    RateKind.SECURITY: (RateUnit.M2_YEAR, RateUnit.MONTH),
    RateKind.FACTORY_RENT: (RateUnit.M2_MONTH,),
    RateKind.DEPOSIT: (RateUnit.PROJECT_SHARE,),
    RateKind.RESERVATION: (RateUnit.M2, RateUnit.CONTRACT),
    RateKind.ADMIN_FEE: (RateUnit.DOSSIER,),
    RateKind.MINIMUM_WAGE: (RateUnit.MONTH,),
    RateKind.LAND_PRICE: (RateUnit.M2,),
}

# Of these one land has one price at a time; of the others several may stand side by side, told apart by their label.
ONE_AT_A_TIME = (
    RateKind.LAND_RENT_ANNUAL,
    RateKind.LAND_RENT_ONE_OFF,
    RateKind.STATE_LAND_RENT,
    RateKind.INFRASTRUCTURE,
    RateKind.MANAGEMENT,
    RateKind.MAINTENANCE,
    RateKind.WASTEWATER,
    RateKind.WATER,
    RateKind.ELECTRICITY,
)
