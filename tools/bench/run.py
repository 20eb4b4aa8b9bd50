"""Measure the pages of land at two sizes on both databases and print ratios: `make bench`.

Every figure is a ratio within this run: F is the time of a bare Django page (floor.py) divided by that of the page, as
requests per second would compare; "growth" is the time at the large size divided by that at the small one. The
processes take turns, and of each page's rounds the fastest counts, since a busy machine only ever makes a page slower.
"calls" are the Python calls of one page at the large size, in thousands, which no noise touches.

    make bench                                  1,000 and 100,000 parcels, SQLite and PostgreSQL where there is one
    .venv/bin/python tools/bench/run.py --sizes 1000 10000 --only sqlite
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import psycopg2

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import services

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
ROUNDS, TIMES = 7, 5
MOST_GROWTH = 1.3
PAGES = {
    "home": "/",
    "zones": "/khu-cong-nghiep/",
    "zone": "/khu-cong-nghiep/thanh-binh-1/",
    "zone on a past day": "/khu-cong-nghiep/thanh-binh-1/?on=2025-03-31",
    "sheet of a zone": "/khu-cong-nghiep/thanh-binh-1/to-thong-tin.pdf",
    "parcels": "/lo-dat/",
    "parcels, page 2": "/lo-dat/?page=2",
    "parcels, far page": "/lo-dat/?page=40",
    "largest first": "/lo-dat/?order=-area",
    "one zone, free, serviced": "/lo-dat/?zone=thanh-binh-1&status=available&readiness=serviced",
    "need": "/lo-dat/?area=20000&power=2000&water=100&wastewater=80",
    "need, narrow": "/lo-dat/?area=20000&area_to=21000&zone=thanh-binh-2&readiness=serviced",
    "need, those that fit": "/lo-dat/?area=20000&power=2000&show=fits",
    "need rarely met": "/lo-dat/?area=55000&power=5900&water=790",
    "need nobody meets": "/lo-dat/?area=900000&power=90000",
    "state nobody has": "/lo-dat/?status=withdrawn&order=area",
    "power nobody has": "/lo-dat/?power=90000",
    "three things, each rare": "/lo-dat/?power=5500&water=750&wastewater=570",
    "rare, of any area": "/lo-dat/?area=1&power=5900&water=790&wastewater=590",
    "what falls short of little": "/lo-dat/?area=3700&show=short",
    "need on the plan": "/lo-dat/?zone=thanh-binh-1&area=20000&power=2000&view=plan",
    "parcel": "/lo-dat/bench-7/",
    "zone as JSON": "/api/v1/zones/thanh-binh-1/",
    "prices": "/gia-va-phi/",
    "estimate": "/uoc-tinh/?parcel=bench-7&area=20000&start=2027-01-01&end=2057-01-01&discount_rate=8",
    "estimate as JSON": "/api/v1/estimate/?parcel=bench-7&area=20000&start=2027-01-01&end=2057-01-01&discount_rate=8",
    "compare": "/so-sanh/?parcel=bench-7&parcel=bench-8&parcel=bench-9&parcel=bench-10",
    "search": "/tim-kiem/?q=thanh+binh",
}


class Worker:
    """A process that answers pages (worker.py)."""

    def __init__(self, stack, name, environment):
        command = [sys.executable, str(HERE / "worker.py"), name]
        self.process = subprocess.Popen(
            command, env=environment, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        stack.callback(self.stop)

    def ask(self, path, times):
        print(json.dumps({"path": path, "times": times}), file=self.process.stdin, flush=True)
        return json.loads(self.process.stdout.readline())

    def fastest(self, path):
        return min(self.ask(path, TIMES)["seconds"])

    def stop(self):
        self.process.stdin.close()
        self.process.wait(30)


def environment(folder, url):
    return os.environ | {
        "VAR_DIR": str(folder),
        "DATABASE_URL": url,
        "SAMPLE": "0",
        "SITE_URL": "http://127.0.0.1:8000",
        "CACHE_URL": "dummycache://",
        "DEBUG": "0",
    }


def build(folder, url, parcels):
    """Migrate, load the record and add the parcels."""
    settings = environment(folder, url) | {"BENCH_PARCELS": str(parcels)}
    manage = [sys.executable, "manage.py"]
    quiet = {"cwd": ROOT, "env": settings, "check": True, "stdout": subprocess.DEVNULL}
    subprocess.run([*manage, "prepare"], **quiet)
    subprocess.run([*manage, "shell", "-v", "0", "-c", (HERE / "land.py").read_text()], **quiet)


def databases(stack, folder, postgres):
    """A function from a name to a fresh database's address: files of SQLite, or databases of this PostgreSQL."""

    def sqlite(name):
        return f"sqlite:///{folder / name}.sqlite3"

    def of_postgres(name):
        command(postgres, f'DROP DATABASE IF EXISTS "{name}"')
        command(postgres, f'CREATE DATABASE "{name}"')
        stack.callback(command, postgres, f'DROP DATABASE IF EXISTS "{name}"')
        return postgres.rpartition("/")[0] + f"/{name}"

    return of_postgres if postgres else sqlite


def command(url, sql):
    connection = psycopg2.connect(url)
    connection.autocommit = True
    connection.cursor().execute(sql)
    connection.close()


def measure(kind, postgres, sizes):
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kcn-bench-")))
        address = databases(stack, folder, postgres)
        workers = ExitStack()
        portals = []
        for parcels in sizes:
            url, var = address(f"bench_{parcels}"), folder / f"var{parcels}"
            print(f"• {kind}: building {parcels:,} parcels", flush=True)
            build(var, url, parcels)
            portals.append(Worker(workers, "portal", environment(var, url)))
        floor_url = address("bench_floor")
        floor = Worker(workers, "floor", os.environ | {"DATABASE_URL": floor_url})
        # Before the databases are dropped: PostgreSQL keeps one that somebody still reads.
        stack.push(workers)
        report(kind, sizes, portals, floor)


def report(kind, sizes, portals, floor):
    print(f"\n{kind}, floor and portal by turns\n")
    head = "".join(f"{f'F at {size:,}':>14}" for size in sizes)
    print(f"{'page':<26}{head}{'growth':>9}{'queries':>9}{'calls, k':>10}{'KB sent':>9}{'KB':>7}")
    grown = []
    for name, path in PAGES.items():
        facts = [portal.ask(path, 0) for portal in portals]
        bad = {fact["status"] for fact in facts} - {200}
        if bad:
            print(f"{name:<26}  answered {', '.join(map(str, sorted(bad)))}")
            continue
        best = [float("inf")] * (len(portals) + 1)
        for _round in range(ROUNDS):
            for at, worker in enumerate((floor, *portals)):
                best[at] = min(best[at], worker.fastest("/" if at == 0 else path))
        ratios = "".join(f"{best[0] / seconds:>14.2f}" for seconds in best[1:])
        growth = best[-1] / best[1]
        grown += [name] if growth > MOST_GROWTH else []
        mark = " !" if growth > MOST_GROWTH else ""
        last = facts[-1]
        queries = "/".join(str(fact["queries"]) for fact in facts)
        kilobytes = f"{last['sent'] / 1000:>9.1f}{last['bytes'] / 1000:>7.0f}"
        print(f"{name:<26}{ratios}{growth:>9.2f}{queries:>9}{last['calls'] / 1000:>10.0f}{kilobytes}{mark}", flush=True)
    print(f"\nGrown more than {MOST_GROWTH}: {', '.join(grown) or 'none'}\n")


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--sizes", type=int, nargs=2, default=[1000, 100_000], help="numbers of parcels to compare")
    asked.add_argument("--only", choices=["sqlite", "postgresql"])
    asked = asked.parse_args()
    if asked.only != "postgresql":
        measure("SQLite", None, asked.sizes)
    if asked.only != "sqlite":
        with services.postgres() as postgres:
            if postgres:
                measure("PostgreSQL", postgres, asked.sizes)
            else:
                print("!!! NOT MEASURED: there is no PostgreSQL here and none could be installed.", file=sys.stderr)


if __name__ == "__main__":
    main()
