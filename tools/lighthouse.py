"""Measure pages with Google Lighthouse as on an adopted installation: no sample rows, open to search engines.

    make lighthouse                         the pages below
    .venv/bin/python tools/lighthouse.py /en/prices/ …

Works on a database of its own in a temporary folder. Reports stay in var/lighthouse/.
Needs Node (npx fetches Lighthouse from npm) and Chromium; CHROMIUM names another one.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

sys.path.insert(0, str(Path(__file__).parent))
from services import chromium, free_port

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / "var" / "lighthouse"
LIGHTHOUSE = "lighthouse@12.8.2"  # the last that runs on Node 20
PAGES = (
    "/",
    "/en/",
    "/khu-cong-nghiep/thanh-binh-1/",
    "/en/industrial-zones/thanh-binh-1/",
    "/lo-dat/",
    "/en/parcels/",
    "/thu-tuc/cap-giay-chung-nhan-dang-ky-dau-tu/",
    "/en/procedures/cap-giay-chung-nhan-dang-ky-dau-tu/",
)
ADOPT = """
from core.models import Board
board = Board.objects.first() or Board(name_vi="Ban Quản lý", short_name_vi="Ban Quản lý")
board.adopting_body_vi = board.adopting_body = "Đơn vị đo thử"
board.phone = board.phone or "0209 000 0000"
board.save()
"""


def main(pages):
    browser = chromium("chromium")
    if not shutil.which("npx") or not browser:
        sys.exit("✗ Lighthouse needs npx and Chromium. On Debian or Ubuntu: sudo apt-get install nodejs npm chromium")
    REPORTS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="kcn-lighthouse-") as var:
        port = free_port()
        environment = os.environ | {
            "VAR_DIR": var,
            "SAMPLE": "0",
            "PORT": str(port),
            "SITE_URL": f"http://127.0.0.1:{port}",
        }
        for setting in ("DATABASE_URL", "STATIC_ROOT", "MEDIA_ROOT", "HOST"):
            environment.pop(setting, None)
        manage = [sys.executable, "manage.py"]
        subprocess.run([*manage, "prepare"], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
        subprocess.run([*manage, "shell", "-v", "0", "-c", ADOPT], cwd=ROOT, env=environment, check=True)
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "--log-level", "warning"],
            cwd=ROOT,
            env=environment,
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz")
            print(f"{'performance':>12}{'accessibility':>15}{'practices':>11}{'seo':>5}  page")
            for page in pages:
                scores = measure(f"http://127.0.0.1:{port}{page}", page, browser)
                print("{:>12}{:>15}{:>11}{:>5}  {}".format(*scores, page), flush=True)
        finally:
            server.terminate()
            server.wait(30)
    print(f"Reports: {REPORTS}")


def measure(address, page, browser):
    """The four scores, 0–100, of one page on Lighthouse's slow phone."""
    report = REPORTS / f"{page.strip('/').replace('/', '-') or 'home'}.json"
    flags = "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    flags += " --disable-component-update --disable-sync"
    command = [
        "npx",
        "--yes",
        LIGHTHOUSE,
        address,
        "--quiet",
        "--output=json",
        f"--output-path={report}",
        f"--chrome-flags={flags}",
    ]
    subprocess.run(command, check=True, env=os.environ | {"CHROME_PATH": browser}, stderr=subprocess.DEVNULL)
    categories = json.loads(report.read_text())["categories"]
    keys = ("performance", "accessibility", "best-practices", "seo")
    return [round(100 * (categories[key]["score"] or 0)) for key in keys]


def wait_for(address):
    for _attempt in range(200):
        try:
            urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    sys.exit(f"✗ {address} did not answer")


if __name__ == "__main__":
    main(sys.argv[1:] or PAGES)
