"""How settings are read from the environment or `.env`: what cannot be read ends the start with a sentence."""

import logging
import sys
import tempfile
import warnings
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
if (BASE_DIR / ".env").exists():
    environ.Env.read_env(BASE_DIR / ".env")
_YES = {"true", "on", "ok", "yes", "y", "1"}
_NO = {"false", "off", "no", "n", "0", ""}


def read(name, how, default, example):
    """The environment variable `name`, read by `how`; exits with a sentence and the `example` where that fails."""
    try:
        return how(name, default)
    except OSError as error:
        sys.exit(f"{name} cannot be used: {error.strerror}. Example: {example}")
    except (ValueError, KeyError, TypeError, ImproperlyConfigured):
        # Without the value itself: it may hold a password.
        sys.exit(f"{name} cannot be read. Example: {example}")


def switch(name, default):
    """Yes or no. A word that is neither would otherwise pass for no."""
    word = env.str(name, str(default)).strip().lower()
    if word not in _YES | _NO:
        raise ValueError(name)
    return word in _YES


def port(name, default):
    number = env.int(name, default)
    if not 0 < number < 65536:
        raise ValueError(name)
    return number


def database(name, default):
    with warnings.catch_warnings(action="ignore"):  # it would print what it was given, password and all
        found = env.db_url(name, default)
    if not found.get("ENGINE", "").endswith(("sqlite3", "postgresql")) or not found["NAME"]:
        raise ValueError(name)
    return found


def area(name, default):
    square_metres = env.float(name, default)
    if not 0 <= square_metres < 1_000_000:
        raise ValueError(name)
    return square_metres


def count(name, default):
    number = env.int(name, default)
    if not 1 <= number <= 9:
        raise ValueError(name)
    return number


def megabytes(name, default):
    number = env.int(name, default)
    if not 1 <= number <= 1000:
        raise ValueError(name)
    return number


def site(name, default):
    """An address without a slash at its end; one without a scheme would make every link of the portal wrong."""
    address = env.str(name, default).rstrip("/")
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0:
        raise ValueError(name)
    return address


def level(name, default):
    word = env.str(name, default).upper()
    if word not in logging.getLevelNamesMapping():
        raise ValueError(name)
    return word


def folder(name, default):
    return writable(Path(env.str(name, default)))


def writable(path):
    """`path` as a folder in which this process can make files; raises OSError where it cannot."""
    path.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=path):
        return path
