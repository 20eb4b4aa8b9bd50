"""Import every module; with -W error::DeprecationWarning, this finds what the next Django will take away."""

import os
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kcn_portal.settings")

import django  # noqa: E402

django.setup()
packages = sorted(path.parent.name for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests")
names = [module.name for package in packages for module in walk_packages([str(ROOT / package)], f"{package}.")]
for name in names:
    import_module(name)
print(f"{len(names)} modules of {len(packages)} apps import without a deprecation warning.")
