"""The whole suite: on SQLite, on PostgreSQL where one can be had, and in a real browser. Run by `make test`.

TEST_DATABASE_URL names the PostgreSQL to use (its user must be allowed to create databases), CHROMIUM the browser.
REQUIRE_ALL=1, or CI=true, makes a missing PostgreSQL or browser a failure; otherwise it is said aloud and left out.
"""

import os
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from subprocess import PIPE, STDOUT, run

sys.path.insert(0, str(Path(__file__).parent))
import migrated
import services

ROOT = Path(__file__).resolve().parent.parent
REQUIRE_ALL = bool(os.environ.get("REQUIRE_ALL")) or os.environ.get("CI", "").lower() in ("1", "true")
IN_PARALLEL = ("-n", "2", "--dist", "worksteal")
NAMED_FILES = 5
PREPARED = "prepared"
# The first is the same browser without the parts that only a window needs, at half the computing.
BROWSERS = ("chromium-headless-shell", "chromium")


def main():
    started, lines, failed = time.monotonic(), [], False
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kcn-test-")))
        postgres = stack.enter_context(services.postgres())
        chromium = services.chromium(*BROWSERS)
        copied = to_copy(stack, work / "migrated", postgres)
        beside = stack.enter_context(ThreadPoolExecutor(1))
        prepared = beside.submit(migrated.prepare, work / PREPARED, environment(work, None, None), copied[None])
        for stage in stages_of(postgres, chromium):
            with ThreadPoolExecutor(len(stage)) as pool:
                ends = [
                    pool.submit(pytest_run, name, work / name, url, chromium, copied[url], arguments, is_quiet=at > 0)
                    for at, (name, url, arguments) in enumerate(stage)
                ]
            for end in ends:
                passed, said = end.result()
                failed |= not passed
                lines += said
            prepared.result()  # needed by the browser alone, whose turn comes last
    for name, service in (("PostgreSQL", postgres), ("browser", chromium)):
        if not service:
            print(f"\n!!! NOT TESTED: there is no {name} here and none could be installed.", file=sys.stderr)
            failed |= REQUIRE_ALL
    print(f"\nAll runs took {time.monotonic() - started:.0f} s:", *lines, sep="\n")
    return 1 if failed else 0


def to_copy(stack, folder, postgres):
    """By the address of a run's database, which migrated one its processes copy: a file, or the name on its server."""
    folder.mkdir()
    template = folder / "template.sqlite3"
    with ThreadPoolExecutor(1) as beside:
        made = beside.submit(migrated.on_sqlite, template, environment(folder, None, None))
        copied = {None: str(template)}
        if postgres:
            copied[postgres] = stack.enter_context(migrated.on_postgres(postgres, environment(folder, postgres, None)))
        made.result()
    return copied


def stages_of(postgres, chromium):
    """(name, database, arguments) of every run; those of one stage run at once."""
    # Reading the files of the tests takes each process seconds: each run reads its own, or those that were named.
    plain, in_browser = ((), ()) if sys.argv[1:] else (("--ignore=tests/e2e",), ("tests/e2e",))
    stages = [[("SQLite", None, ("-m", "not e2e", *plain, *IN_PARALLEL))]]
    if postgres:
        stages.append([("PostgreSQL", postgres, ("-m", "not e2e", *plain, *IN_PARALLEL))])
    if chromium:
        stages.append([("Browser", None, ("-m", "e2e", *in_browser, *IN_PARALLEL))])
    if chromium and postgres:
        # One process that mostly waits: it fills the pauses of the other run.
        stages[-1].append(("Browser-on-PostgreSQL", postgres, ("-m", "e2e", "tests/e2e/test_smoke.py")))
    return stages


def pytest_run(name, work, url, chromium, migrated_one, arguments, *, is_quiet):
    """Run pytest once; return whether it passed and closing lines.

    A quiet run says nothing until it has ended: another one is talking.
    """
    work.mkdir()
    report, left, started = work / "report.xml", work / "left", time.monotonic()
    if not is_quiet:
        print(f"\n=== {name} ===", flush=True)
    done = run(
        [sys.executable, "-m", "pytest", f"--junitxml={report}", *arguments, *sys.argv[1:]],
        cwd=ROOT,
        env=environment(work, url, chromium)
        | {"LEFT_TO_SQLITE": str(left), "MIGRATED": migrated_one}
        | {"PREPARED": str(work.parent / PREPARED)},
        stdout=PIPE if is_quiet else None,
        stderr=STDOUT if is_quiet else None,
        text=True,
    )
    if is_quiet:
        print(f"\n=== {name} ===\n{done.stdout}", flush=True)
    passed, lines = closing(report, left, done.returncode)
    lines[0] = f"{name}: {lines[0]}, {time.monotonic() - started:.0f} s"
    return passed, lines


def closing(report, left, code):
    """Whether a run passed, and two lines on it. A run without a passed test has failed."""
    if not report.exists():
        return False, ["0 passed, 1 failed"]
    counts, slowest = read_report(report)
    bad = counts["failures"] + counts["errors"]
    good = counts["tests"] - bad - counts["skipped"]
    line = f"{good} passed, {bad} failed, {counts['skipped']} skipped"
    if left.exists():
        line += f", {left.read_text()} that need no database left to SQLite"
    return code == 0 and good > 0, [line, f"    most in {', '.join(slowest) or 'nothing'}"]


def read_report(report):
    """How many tests came to which end, and the files that took longest, each with its seconds."""
    counts, files = Counter(), Counter()
    for suite in ElementTree.parse(report).getroot().iter("testsuite"):
        counts.update({key: int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped")})
        for case in suite.iter("testcase"):
            file = next((part for part in case.get("classname", "").split(".") if part.startswith("test_")), "?")
            files[file] += float(case.get("time", 0))
    return counts, [f"{file} {seconds:.0f} s" for file, seconds in files.most_common(NAMED_FILES)]


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
        "PYTHONDONTWRITEBYTECODE": "",  # compiled once, and not by each of the processes
        "PYTHONHASHSEED": "0",  # the parallel processes must collect the same tests in the same order
        **({"CHROMIUM": chromium} if chromium else {}),
    }


if __name__ == "__main__":
    sys.exit(main())
