"""All settings, read from the environment; every default suits `make run` on one machine."""

import secrets
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.utils.translation import gettext_lazy as _

from kcn_portal import admin_menu
from kcn_portal.environment import BASE_DIR, area, count, database, env, folder, level, megabytes, port, site, switch
from kcn_portal.environment import read as _read

VAR_DIR = _read("VAR_DIR", folder, str(BASE_DIR / "var"), "VAR_DIR=/var/lib/kcn-portal")


def _kept_secret():
    """The key of this installation, made once and kept beside the database."""
    path = VAR_DIR / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text()


DEBUG = _read("DEBUG", switch, False, "DEBUG=True")
SECRET_KEY = env.str("SECRET_KEY", "") or _kept_secret()

# The address people type. It decides canonical links, allowed hosts and whether cookies demand HTTPS.
HOST, PORT = env.str("HOST", "127.0.0.1"), _read("PORT", port, 8000, "PORT=8000")
_listening = f"http://[{HOST}]:{PORT}" if ":" in HOST else f"http://{HOST}:{PORT}"
SITE_URL = _read("SITE_URL", site, _listening, "SITE_URL=https://kcn.example.org")
IS_HTTPS = urlsplit(SITE_URL).scheme == "https"
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[urlsplit(SITE_URL).hostname, "localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "modeltranslation",
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "unfold.contrib.import_export",
    "unfold.contrib.simple_history",
    "kcn_portal.office_app.OfficeConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "axes",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "django_filters",
    "import_export",
    "simple_history",
    "core",
    "policies",
    "zones",
    "investors",
    "projects",
    "procedures",
    "news",
    "enquiries",
    "reports",
    "kcn_portal",
]

MIDDLEWARE = [
    "kcn_portal.call_stack.in_one_piece",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kcn_portal.middleware.bounded_requests",
    "kcn_portal.middleware.without_control_characters",
    "kcn_portal.middleware.asked_for_again",
    "core.publication.due.with_days_carried_out",
    "kcn_portal.middleware.GZipOfText",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "csp.middleware.CSPMiddleware",
    "kcn_portal.middleware.admin_content_security_policy",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kcn_portal.signin.middleware.SignedInThroughout",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
    "core.public_reading.reads_as_public",
]

ROOT_URLCONF = "kcn_portal.urls"
WSGI_APPLICATION = "kcn_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "kcn_portal.context.page",
            ],
        },
    }
]

DATABASES = {
    "default": _read(
        "DATABASE_URL",
        database,
        f"sqlite:///{VAR_DIR / 'portal.sqlite3'}",
        "DATABASE_URL=postgres://user:password@localhost:5432/portal",
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Without IMMEDIATE and WAL two officers saving at once meet "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"].setdefault("CONN_MAX_AGE", _read("CONN_MAX_AGE", env.int, 60, "CONN_MAX_AGE=60"))
    DATABASES["default"].setdefault("CONN_HEALTH_CHECKS", True)
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
    # A question of many parts, such as the desk's, is answered in a fraction of the time its compiling takes.
    DATABASES["default"]["OPTIONS"].setdefault("options", "-c jit=off")

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "core.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "kcn_portal.signin.backend.OfficerBackend"]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
PASSWORD_RESET_TIMEOUT = 60 * 60

# Ten wrong tries, passwords and codes together, at one account from one address; an office behind one address is many.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=30)
AXES_RESET_ON_SUCCESS = True
# Trying on while locked does not lengthen the wait, or somebody else's program could lengthen it for ever.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "kcn_portal.signin.addresses.client_address"
AXES_USERNAME_CALLABLE = "kcn_portal.signin.lockout.name_digest"
AXES_LOCKOUT_CALLABLE = "kcn_portal.signin.lockout.answered"
AXES_DISABLE_ACCESS_LOG = True  # the portal keeps its own: core.models.SecurityEvent
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code", "typed", "old_password", "csrfmiddlewaretoken", "next"]

OTP_TOTP_SYNC = False  # a phone's clock may be one step of 30 seconds off, and never more
OTP_TOTP_ISSUER = "KCN Bac Kan"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale_vendor"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
FORMAT_MODULE_PATH = ["kcn_portal.formats"]
MODELTRANSLATION_DEFAULT_LANGUAGE = "vi"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("vi",)

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", str(VAR_DIR / "media")))
MEDIA_URL = "media/"

CACHES = {"default": _read("CACHE_URL", env.cache_url, "locmemcache://", "CACHE_URL=redis://localhost:6379/0")}
vars().update(_read("EMAIL_URL", env.email_url, "consolemail://", "EMAIL_URL=smtp://user:password@mail.example.org:25"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "portal@localhost")

SECURE_SSL_REDIRECT = IS_HTTPS
# Probes ask the process itself, without the proxy's HTTPS.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_HSTS_PRELOAD = IS_HTTPS
BEHIND_PROXY = _read("BEHIND_PROXY", switch, False, "BEHIND_PROXY=True")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
# How many proxies of ours stand in front, each adding to X-Forwarded-For the address it was asked from.
PROXY_COUNT = _read("PROXY_COUNT", count, 1, "PROXY_COUNT=1") if BEHIND_PROXY else 0
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# Half an hour without a page ends a session earlier: kcn_portal.signin.session.
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "kcn_portal.errors.form_expired"
# A pasted survey may be 5 MB; above that its form can still say so beside the field, with what was pasted.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
# What one decision file, one picture and one whole request may have, in MB.
UPLOAD_FILE_MB = _read("UPLOAD_FILE_MB", megabytes, 20, "UPLOAD_FILE_MB=20")
UPLOAD_PICTURE_MB = _read("UPLOAD_PICTURE_MB", megabytes, 8, "UPLOAD_PICTURE_MB=8")
UPLOAD_REQUEST_MB = _read("UPLOAD_REQUEST_MB", megabytes, 100, "UPLOAD_REQUEST_MB=100")
FILE_UPLOAD_HANDLERS = [
    "core.uploads.receiving.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}
# Unfold runs Alpine expressions and inline style bindings: it cannot work under the public policy.
ADMIN_CONTENT_SECURITY_POLICY = {"script-src": [SELF, UNSAFE_EVAL, NONCE], "style-src": [SELF, UNSAFE_INLINE]}

# Square metres by which a surveyed parcel may lie over another before it is an error.
SURVEY_OVERLAP_TOLERANCE_M2 = _read("SURVEY_OVERLAP_TOLERANCE_M2", area, 1.0, "SURVEY_OVERLAP_TOLERANCE_M2=1")

# Folders with the statutory forms, a file a form and version.
REPORT_TEMPLATE_DIRS = [BASE_DIR / "reports" / "templates_data"]

SIMPLE_HISTORY_REVERT_DISABLED = True

# A background for the map, from another server; the map's page alone may then ask it for pictures.
MAP_TILES_URL = env.str("MAP_TILES_URL", "")
MAP_TILES_ATTRIBUTION = env.str("MAP_TILES_ATTRIBUTION", "")
SAMPLE_ENABLED = _read("SAMPLE", switch, True, "SAMPLE=0")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": _read("LOG_LEVEL", level, "WARNING", "LOG_LEVEL=INFO")},
}

UNFOLD = admin_menu.UNFOLD
