"""How gunicorn serves the portal: two processes of four threads, enough for a Board's traffic on two cores."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kcn_portal.settings")

from django.conf import settings
from django.db import connections

wsgi_app = "kcn_portal.wsgi:application"
bind = f"[{settings.HOST}]:{settings.PORT}" if ":" in settings.HOST else f"{settings.HOST}:{settings.PORT}"
worker_class = "gthread"
workers = 2
threads = 4
timeout = 30
max_requests = 2000
max_requests_jitter = 200
preload_app = True
control_socket_disable = True  # it would write to the home folder, which a container may not have
if os.path.isdir("/dev/shm"):
    worker_tmp_dir = "/dev/shm"  # a heartbeat file on a slow disk makes a worker look hung


def pre_fork(server, worker):
    """Two processes must never share a database connection."""
    connections.close_all()
