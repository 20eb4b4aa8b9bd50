"""What tests and measurements need beside Python, found or installed: a PostgreSQL and a Chromium."""

import os
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import psycopg2

USUAL_POSTGRES = "postgres://postgres@127.0.0.1:5432/postgres"


def install(package):
    """Install a Debian package where this process may; return whether apt-get said yes."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print(f"• Installing {package} with apt-get", flush=True)
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "check": False}
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=environment, **quiet)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
    return subprocess.run(command, env=environment, **quiet).returncode == 0


def chromium(*names):
    """Path of the first of these Chromiums that is here or can be installed, or None. CHROMIUM names another."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    for name in names:
        if shutil.which(name) or install(name):
            return shutil.which(name)
    return shutil.which("google-chrome-stable")


@contextmanager
def postgres():
    """A PostgreSQL that lets us make databases: the named one, the usual one or one of our own; else None."""
    named = os.environ.get("TEST_DATABASE_URL")
    if named or answers(USUAL_POSTGRES):
        yield named or USUAL_POSTGRES
        return
    programs = _programs()
    if not programs and install("postgresql"):
        programs = _programs()
    if not programs:
        yield None
        return
    with _private_cluster(programs) as url:
        yield url


def answers(url):
    """Whether this PostgreSQL lets us in and lets us make databases."""
    try:
        connection = psycopg2.connect(url, connect_timeout=3)
    except psycopg2.OperationalError:
        return False
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
            return cursor.fetchone()[0]
    finally:
        connection.close()


def _programs():
    """Folder of initdb and pg_ctl, the newest version first; Debian keeps them off the PATH."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


@contextmanager
def _private_cluster(programs):
    """A PostgreSQL of our own on a free port, in a temporary folder, gone afterwards; it refuses to run as root."""
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    folder = Path(tempfile.mkdtemp(prefix="kcn-postgres-"))
    if as_postgres:
        shutil.chown(folder, "postgres")
    data, port = folder / "data", free_port()

    def call(program, *arguments):
        subprocess.run(
            [*as_postgres, programs / program, *arguments], check=True, cwd=folder, stdout=subprocess.DEVNULL
        )

    print("• Starting a PostgreSQL for these tests only", flush=True)
    try:
        call("initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
        call("pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
        try:
            yield f"postgres://postgres@127.0.0.1:{port}/postgres"
        finally:
            call("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
