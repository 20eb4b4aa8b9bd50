"""The floor: a bare Django page of 20 rows with one query, standard middleware, template inheritance, translation."""

import os

BASE = """<!doctype html><html lang="{{ LANGUAGE_CODE }}"><head><title>{% block title %}{% endblock %}</title></head>
<body><header><nav>{% for word in words %}<a href="/{{ word }}/">{{ word }}</a> {% endfor %}</nav></header>
<main>{% block content %}{% endblock %}</main></body></html>"""
PAGE = """{% extends "base.html" %}{% load i18n l10n %}{% block title %}{% translate "Home" %}{% endblock %}
{% block content %}<h1>{% translate "Delete" %}</h1><table>
{% for row in rows %}<tr class="row row--plain"><td class="name"><a href="/{{ row.pk }}/">{{ row.name }}</a></td>
<td class="num">{{ row.area }}</td><td class="day">{{ row.day|date:"DATE_FORMAT" }}</td>
<td>{% translate "Yes" %}</td></tr>{% endfor %}</table>{% endblock %}"""


def settings(url):
    import environ

    database = environ.Env.db_url_config(url)
    database |= {"CONN_MAX_AGE": 60}
    return {
        "SECRET_KEY": "only-for-measuring",
        "ALLOWED_HOSTS": ["127.0.0.1"],
        "ROOT_URLCONF": __name__,
        "DATABASES": {"default": database},
        "USE_I18N": True,
        "USE_THOUSAND_SEPARATOR": True,
        "LANGUAGE_CODE": "vi",
        "INSTALLED_APPS": [],
        "MIDDLEWARE": [
            "django.middleware.security.SecurityMiddleware",
            "django.middleware.gzip.GZipMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.locale.LocaleMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        "SESSION_ENGINE": "django.contrib.sessions.backends.signed_cookies",
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {
                    "loaders": [
                        (
                            "django.template.loaders.cached.Loader",
                            [("django.template.loaders.locmem.Loader", {"base.html": BASE, "page.html": PAGE})],
                        )
                    ],
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.template.context_processors.i18n",
                    ],
                },
            }
        ],
    }


def prepare():
    """Configure Django, make the table with its 20 rows, and return the application."""
    import django
    from django.conf import settings as django_settings

    django_settings.configure(**settings(os.environ["DATABASE_URL"]))
    django.setup()
    from django.core.wsgi import get_wsgi_application
    from django.db import connection, models

    class Row(models.Model):
        name = models.CharField(max_length=40)
        area = models.DecimalField(max_digits=12, decimal_places=2)
        day = models.DateField()

        class Meta:
            app_label = "floor"
            db_table = "bench_floor"

        def __str__(self):
            return self.name

    def page(request):
        from django.shortcuts import render

        return render(request, "page.html", {"rows": Row.objects.order_by("-area")[:20], "words": range(12)})

    from django.urls import path

    globals()["urlpatterns"] = [path("", page)]
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_floor")
    with connection.schema_editor() as editor:
        editor.create_model(Row)
    Row.objects.bulk_create(Row(name=f"Lô {n}", area=1234.5 * n, day=f"2024-01-{n:02}") for n in range(1, 21))
    return get_wsgi_application()
