"""The whole suite: on SQLite, on PostgreSQL where one can be had, and in a real browser. Run by `make test`.

TEST_DATABASE_URL names the PostgreSQL to use (its user must be allowed to create databases), CHROMIUM the browser.
REQUIRE_ALL=1, or CI=true, makes a missing PostgreSQL or browser a failure; otherwise it is said aloud and left out.
"""

import os
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from contextlib import ExitStack
from pathlib import Path
from subprocess import run

sys.path.insert(0, str(Path(__file__).parent))
import services

ROOT = Path(__file__).resolve().parent.parent
REQUIRE_ALL = bool(os.environ.get("REQUIRE_ALL")) or os.environ.get("CI", "").lower() in ("1", "true")
IN_PARALLEL = ("-n", "2")


def main():
    started, lines, failed = time.monotonic(), [], False
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kcn-test-")))
        postgres = stack.enter_context(services.postgres())
        chromium = services.chromium()
        plan = [("SQLite", None, "not e2e", IN_PARALLEL)]
        if postgres:
            plan.append(("PostgreSQL", postgres, "not e2e", IN_PARALLEL))
        if chromium:
            plan.append(("Browser", None, "e2e", IN_PARALLEL))
        if chromium and postgres:
            plan.append(("Browser-on-PostgreSQL", postgres, "e2e", ("tests/e2e/test_smoke.py",)))
        for name, url, marker, more in plan:
            passed, line = pytest_run(
                name, work / name, url=url, chromium=chromium, arguments=["-m", marker, *more, *sys.argv[1:]]
            )
            failed |= not passed
            lines.append(line)
    for name, service in (("PostgreSQL", postgres), ("browser", chromium)):
        if not service:
            print(f"\n!!! NOT TESTED: there is no {name} here and none could be installed.", file=sys.stderr)
            failed |= REQUIRE_ALL
    print(f"\nAll runs took {time.monotonic() - started:.0f} s:", *lines, sep="\n")
    return 1 if failed else 0


def pytest_run(name, work, *, url, chromium, arguments):
    """Run pytest once; return whether it passed and a plain closing line. A run without a passed test has failed."""
    work.mkdir()
    report = work / "report.xml"
    print(f"\n=== {name} ===", flush=True)
    code = run(
        [sys.executable, "-m", "pytest", f"--junitxml={report}", *arguments],
        cwd=ROOT,
        env=environment(work, url, chromium),
    ).returncode
    if not report.exists():
        return False, f"{name}: 0 passed, 1 failed"
    suites = ElementTree.parse(report).getroot().iter("testsuite")
    total = dict.fromkeys(("tests", "failures", "errors", "skipped"), 0)
    for suite in suites:
        for key in total:
            total[key] += int(suite.get(key, 0))
    bad = total["failures"] + total["errors"]
    good = total["tests"] - bad - total["skipped"]
    return code == 0 and good > 0, f"{name}: {good} passed, {bad} failed, {total['skipped']} skipped"


def environment(work, url, chromium):
    """What the portal reads, set so that neither .env nor the shell of whoever runs the tests changes an answer."""
    return os.environ | {
        "DEBUG": "0",
        "BEHIND_PROXY": "0",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
        "VAR_DIR": str(work / "var"),
        "DATABASE_URL": url or f"sqlite:///{work / 'portal.sqlite3'}",
        "CACHE_URL": "locmemcache://",
        "EMAIL_URL": "memorymail://",
        "SECRET_KEY": "only-for-tests",
        "SITE_URL": "http://127.0.0.1:8000",
        "SAMPLE": "1",
        "PYTHONHASHSEED": "0",  # the parallel processes must collect the same tests in the same order
        **({"CHROMIUM": chromium} if chromium else {}),
    }


if __name__ == "__main__":
    sys.exit(main())
