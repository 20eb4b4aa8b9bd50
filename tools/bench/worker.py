"""One process that answers pages without a server: a {"path", "times"} a line in, seconds or what it counted out.

python tools/bench/worker.py floor|portal
"""

import cProfile
import gzip
import io
import json
import pstats
import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).resolve().parents[2])]


def application(name):
    if name == "floor":
        import floor

        return floor.prepare()
    import os

    os.environ["DJANGO_SETTINGS_MODULE"] = "kcn_portal.settings"
    from django.core.wsgi import get_wsgi_application

    return get_wsgi_application()


def environ_of(path):
    where, _mark, query = path.partition("?")
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": where,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1",
        "HTTP_ACCEPT_ENCODING": "gzip",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }


def answer(serve, path):
    """(status, body) of one request."""
    said = []
    body = serve(environ_of(path), lambda status, headers, exc_info=None: said.append(status))
    try:
        return int(said[0][:3]), b"".join(body)
    finally:
        getattr(body, "close", lambda: None)()


def counted(serve, path):
    """(status, queries, bytes as sent, bytes unpacked) of one request."""
    from django.db import connection

    queries = []

    def count(execute, sql, params, many, context):
        queries.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        status, body = answer(serve, path)
    is_packed = body[:2] == b"\x1f\x8b"
    return {
        "status": status,
        "queries": len(queries),
        "sent": len(body),
        "bytes": len(gzip.decompress(body)) if is_packed else len(body),
    }


def calls_of(serve, path):
    """Python calls of one request once all is warm: what a page costs, free of the noise of a busy machine."""
    answer(serve, path)
    profile = cProfile.Profile()
    profile.runcall(answer, serve, path)
    return pstats.Stats(profile).total_calls


def main(name):
    serve = application(name)
    for line in sys.stdin:
        asked = json.loads(line)
        if not asked["times"]:
            facts = counted(serve, asked["path"]) | {"calls": calls_of(serve, asked["path"])}
            print(json.dumps(facts), flush=True)
            continue
        seconds = []
        for _time in range(asked["times"]):
            started = time.perf_counter()
            answer(serve, asked["path"])
            seconds.append(time.perf_counter() - started)
        print(json.dumps({"seconds": seconds}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
