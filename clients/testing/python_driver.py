"""The Python package under the shared cases: a request a line on standard input, an answer a line on standard output."""

import json
import sys
import threading
import types
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from phase_rotating_secrets import Phase

_printing = threading.Lock()
phase = None
load = {}


def say(line):
    with _printing:
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()


def post(url, key):
    request = urllib.request.Request(url, data=b"x", headers={"Authorization": f"Bearer {key}"}, method="POST")
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.status


def status_of(url, key):
    try:
        return phase.call(key, lambda value: post(url, value))
    except urllib.error.HTTPError as error:
        return error.code


def open_phase(host, token, environment, pollSeconds=4, waitForSeconds=None, fallback=None, insecure=False):
    global phase
    phase = Phase(
        host=host,
        token=token,
        environment=environment,
        poll_seconds=pollSeconds,
        wait_for_seconds=waitForSeconds,
        fallback=fallback,
        insecure=insecure,
    )
    phase.on_change(lambda _values, keys: say({"changed": keys}))


def get_many(key, times):
    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(lambda _: phase.get(key), range(times)))


def start_load(key, url, workers):
    result = {"calls": 0, "refused": 0, "over": False}
    lock = threading.Lock()

    def work():
        while not result["over"]:
            status = status_of(url, key)
            with lock:
                result["calls"] += 1
                result["refused"] += status != 200

    threads = [threading.Thread(target=work, daemon=True) for _ in range(workers)]
    for thread in threads:
        thread.start()
    load.update(result=result, threads=threads)


def end_load():
    load["result"]["over"] = True
    for thread in load["threads"]:
        thread.join()
    return {"calls": load["result"]["calls"], "refused": load["result"]["refused"]}


def call_with_httpx(key, url):
    """As httpx drives an Auth, without httpx."""
    sys.modules["httpx"] = types.SimpleNamespace(Auth=object)
    request = types.SimpleNamespace(headers={})
    flow = phase.httpx_auth(key).auth_flow(request)
    next(flow)
    while True:
        try:
            status = post(url, request.headers["Authorization"][len("Bearer ") :])
        except urllib.error.HTTPError as error:
            status = error.code
        try:
            flow.send(types.SimpleNamespace(status_code=status))
        except StopIteration:
            return status


OPERATIONS = {
    "open": open_phase,
    "get": lambda key: phase.get(key),
    "getMany": get_many,
    "refresh": lambda key, refused: phase.refresh(key, refused),
    "counters": lambda: phase.counters,
    "call": lambda key, url: status_of(url, key),
    "callWithHttpx": call_with_httpx,
    "startLoad": start_load,
    "endLoad": end_load,
    "close": lambda: phase.close(),
}


def answer(request):
    number, operation = request.pop("id"), request.pop("op")
    try:
        say({"id": number, "result": OPERATIONS[operation](**request)})
    except Exception as error:
        say({"id": number, "error": str(error), "kind": getattr(error, "kind", None)})


for line in sys.stdin:
    threading.Thread(target=answer, args=(json.loads(line),), daemon=True).start()
