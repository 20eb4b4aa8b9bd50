"""Make .venv and install locked requirements into it when they changed. Runs on a bare python3, old ones too."""

import hashlib
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
VENV_PYTHON = os.path.join(VENV, "bin", "python")


def say(text):
    print("• " + text, flush=True)


def stop(text):
    sys.exit("✗ " + text)


def make_venv():
    if tuple(sys.version_info) < (3, 11):
        stop(
            "Python 3.11 or newer is needed; {} is {}.{}. "
            "If a newer one is installed, name it: make PYTHON=python3.12 …".format(
                sys.executable, *sys.version_info[:2]
            )
        )
    try:
        import ensurepip  # noqa: F401  (only asks whether it is there)
        import venv
    except ImportError:
        stop(
            "This Python comes without the modules 'venv' and 'ensurepip'. "
            "On Debian or Ubuntu: sudo apt-get install python3-venv (or python3.12-venv, and so on), then try again."
        )
    say("Making a virtual environment in .venv (once)")
    try:
        venv.create(VENV, with_pip=True, clear=True)
    except BaseException:  # a half-made one would be taken for whole at the next start
        shutil.rmtree(VENV, ignore_errors=True)
        raise


def wanted(path):
    """The stamp file of a requirements file and what it should hold: its digest and the Python it was installed for."""
    with open(os.path.join(ROOT, path), "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    return os.path.join(VENV, path + ".installed"), digest


def is_installed(path):
    stamp, digest = wanted(path)
    if not os.path.exists(stamp):
        return False
    with open(stamp) as file:
        return file.read() == digest


def install(paths):
    say("Installing {} (checked by hash; about 20 seconds, once)".format(" and ".join(paths)))
    command = [VENV_PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    for path in paths:
        command += ["-r", os.path.join(ROOT, path)]
    if subprocess.call(command):
        stop(
            "The packages could not be installed; pip says why above. "
            "The first start needs PyPI or a mirror of it: see PIP_INDEX_URL."
        )
    for path in paths:
        stamp, digest = wanted(path)
        with open(stamp, "w") as file:
            file.write(digest)


def main(paths):
    # A broken link means that the Python it was made from is gone.
    if not os.path.exists(VENV_PYTHON) or not os.path.exists(os.path.join(VENV, "pyvenv.cfg")):
        make_venv()
    if not all(is_installed(path) for path in paths):
        install(paths)


if __name__ == "__main__":
    main(sys.argv[1:])
