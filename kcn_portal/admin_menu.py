"""How the officers' side is dressed and grouped: unfold's settings."""

from functools import cache

from django.templatetags.static import static
from django.urls import get_script_prefix, reverse, translate_url
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.roles import DEPUTIES


@cache
def _found(name, _language, _prefix):
    return reverse(name)


# Each page asks for the address of every line of the menu, of most of them twice: each is found once.
_address = lazy(lambda name: _found(name, get_language(), get_script_prefix()), str)


def _item(title, icon, model, badge=None):
    app, name = model.split(".")
    entry = {
        "title": title,
        "icon": icon,
        "link": _address(f"admin:{app}_{name}_changelist"),
        "permission": lambda request: request.user.has_perm(f"{app}.view_{name}"),
    }
    return {**entry, **({"badge": badge, "badge_variant": "warning"} if badge else {})}


def _other_language(request):
    return translate_url(request.get_full_path(), "en" if get_language() == "vi" else "vi")


def _other_name(request):
    return "English" if get_language() == "vi" else "Tiếng Việt"


def _sources():
    # Sources belong to those who keep the record (see SourceAdmin), not to the system.
    entry = _item(_("Sources"), "menu_book", "core.source")
    return {**entry, "permission": lambda request: request.user.has_perm("policies.view_source")}


def _deputies():
    # A leader names her own deputy (see DeputyAdmin), though the system is not hers.
    entry = _item(_("Deputies"), "supervisor_account", "core.deputy")
    return {**entry, "permission": lambda request: request.user.may("view", DEPUTIES)}


def _is_of_reports(request):
    # The board lies under the address of the list, and its own entry is marked for it.
    reports, board = _address("admin:reports_report_changelist"), _address("admin:reports_report_board")
    return request.path.startswith(str(reports)) and request.path != str(board)


NAVIGATION = [
    {
        "items": [
            {"title": _("Desk"), "icon": "space_dashboard", "link": _address("admin:index")},
            {"title": _("Search all records"), "icon": "search", "link": _address("admin:find")},
            {"title": _("History"), "icon": "history", "link": _address("admin:history")},
            {
                "title": _("Approval"),
                "icon": "fact_check",
                "link": _address("admin:publication_queue"),
                "badge": "kcn_portal.publication_queue.waiting_for",
                "badge_variant": "warning",
            },
            {"title": _("Due for review"), "icon": "update", "link": _address("admin:freshness")},
            {"title": _("Officers' guide"), "icon": "help", "link": _address("admin:guide")},
        ],
    },
    {
        "title": _("Land and zones"),
        "separator": True,
        "items": [
            _item(_("Industrial zones"), "factory", "zones.zone"),
            _item(_("Parcels"), "grid_view", "zones.parcel"),
            _item(_("Surveys"), "polyline", "zones.survey"),
            _item(
                _("Splits and mergers"),
                "call_split",
                "zones.reshapeproposal",
                badge="kcn_portal.desk.waiting_reshapes",
            ),
            _item(_("Lines of plans"), "route", "zones.planfeature"),
            _item(_("Prices and fees"), "payments", "zones.rate"),
            _item(_("Exchange rates"), "currency_exchange", "zones.exchangerate"),
            _item(_("Figures"), "tag", "zones.figure"),
            _item(_("Utilities"), "bolt", "zones.utility"),
            _item(_("Milestones"), "flag", "zones.milestone"),
            _item(_("Decisions on zones"), "approval", "zones.zoneevent"),
        ],
    },
    {
        "title": _("Investors and projects"),
        "separator": True,
        "items": [
            _item(_("Projects"), "domain", "projects.project"),
            {
                "title": _("Slow projects"),
                "icon": "running_with_errors",
                "link": _address("admin:projects_project_slow"),
                "permission": lambda request: request.user.has_perm("projects.view_project"),
            },
            _item(_("Investors"), "handshake", "investors.investor"),
            _item(_("Opportunities"), "campaign", "projects.opportunity"),
            _item(_("Forms of events"), "description", "projects.eventform"),
            _item(_("Limits of unused land"), "hourglass_bottom", "projects.landuselimit"),
        ],
    },
    {
        "title": _("Statutory reports"),
        "separator": True,
        "items": [
            {
                "title": _("Deadlines of reports"),
                "icon": "event_upcoming",
                "link": _address("admin:reports_report_board"),
                "permission": lambda request: request.user.has_perm("reports.view_report"),
            },
            {**_item(_("Reports"), "summarize", "reports.report"), "active": _is_of_reports},
            _item(_("Period figures"), "query_stats", "reports.periodfigure"),
            _item(_("Reporting periods"), "date_range", "reports.reportingperiod"),
            _item(_("Rules of deadlines"), "alarm", "reports.deadline"),
        ],
    },
    {
        "title": _("Procedures and policies"),
        "separator": True,
        "items": [
            _item(_("Procedures"), "checklist", "procedures.procedure"),
            _item(_("Incentives"), "savings", "policies.incentive"),
            _item(_("Sectors"), "category", "policies.sector"),
            _item(_("Legal register"), "gavel", "policies.legalinstrument"),
            _sources(),
        ],
    },
    {
        "title": _("News"),
        "separator": True,
        "items": [_item(_("News"), "newspaper", "news.article")],
    },
    {
        "title": _("Investors' enquiries"),
        "separator": True,
        "items": [
            _item(_("Enquiries"), "inbox", "enquiries.enquiry", badge="kcn_portal.desk.waiting_enquiries"),
            _item(_("Needs for land"), "manage_search", "enquiries.demand"),
        ],
    },
    {
        "title": _("System"),
        "separator": True,
        "items": [
            _item(_("The Board"), "account_balance", "core.board"),
            _item(_("People"), "group", "core.user"),
            _deputies(),
            _item(_("Log of signing in"), "lock", "core.securityevent"),
        ],
    },
]

UNFOLD = {
    "SITE_TITLE": _("Officers' side · Bac Kan industrial zones"),
    "SITE_HEADER": _("Bac Kan industrial zones"),
    "SITE_SUBHEADER": _("Officers' side"),
    "SITE_URL": _address("home"),
    "SITE_ICON": lambda request: static("img/logo.svg"),
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("img/favicon.svg")}],
    "STYLES": [lambda request: static("css/admin.css"), lambda request: static("css/admin-pages.css")],
    "SCRIPTS": [lambda request: static("js/admin-access.js"), lambda request: static("js/admin-errors.js")],
    "BORDER_RADIUS": "6px",
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": True,
    "SHOW_BACK_BUTTON": True,
    # Unfold's switch posts to set_language, which an address-bound language ignores; the account menu links instead.
    "SHOW_LANGUAGES": False,
    "ACCOUNT": {
        "navigation": [
            {"title": _("My sign-in"), "link": _address("admin:signin_account")},
            {"title": _("Change password"), "link": _address("admin:password_change")},
            {"title": _other_name, "link": _other_language},
        ],
    },
    "DASHBOARD_CALLBACK": "kcn_portal.desk.desk",
    "SIDEBAR": {"show_search": False, "show_all_applications": False, "navigation": NAVIGATION},
    "COLORS": {
        # The warm greys and the forest of the public pages; 500 is what a dark page shows.
        "base": {
            "50": "#fbfaf7", "100": "#f3f2ec", "200": "#e2dfd5", "300": "#cdc9bc", "400": "#97a099", "500": "#56615b",
            "600": "#47524c", "700": "#39433e", "800": "#26302b", "900": "#16211c", "950": "#0d1512",
        },
        "primary": {
            "50": "#f0f7f3", "100": "#dcece4", "200": "#b9d9ca", "300": "#8cc0a8", "400": "#5fb08d", "500": "#43a07a",
            "600": "#0d5c3f", "700": "#0a4a33", "800": "#083b29", "900": "#062d20", "950": "#041d15",
        },
    },
}  # fmt: skip
