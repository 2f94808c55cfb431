"""Reads an environment's secrets from Phase and keeps them current. Needs only the standard library."""

from __future__ import annotations

import os
import random
import re
import threading
import time
from http.client import HTTPException
from pathlib import Path
from typing import Any, Callable, Dict, Generator, List, Mapping, Optional, Set, TypeVar, Union
from urllib.parse import quote

from ._fallback import Asked, default_path, forget_fallback, read_fallback, write_fallback
from ._http import Answer, PhaseError, Server, ask, open_stream, server_address

__all__ = ["Phase", "PhaseError"]

_Result = TypeVar("_Result")
_Listener = Callable[[Mapping[str, str], List[str]], None]

_NOT_PHASE = "The response is not from Phase."
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_FIRST_PAUSE_SECONDS = 0.25
_LONGEST_PAUSE_SECONDS = 15.0
_RENEW_SECONDS = 300.0
#: More than one, because a slow caller may have the key before the last, and both may be gone.
_MOST_REPEATS = 3
_LONGEST_LINE = 4 * 1024 * 1024


class Phase:
    """An environment's values, from memory. Threads may share one object.

    host, token, environment: PHASE_HOST, PHASE_SERVICE_TOKEN, PHASE_ENV when left out. environment is an ID or
        "app/environment".
    poll_seconds: how often to poll while the change stream is unavailable.
    wait_for_seconds: how long the first read retries while Phase can't be reached: 30 when left out, 5 with a fallback.
    fallback: the file that keeps the last values; False for none. The file of `phase run` when left out.
    insecure: allows plain http to another machine. Others on the network can read the traffic.

    counters: numbers that only grow, for a metrics page.
    """

    def __init__(
        self,
        *,
        host: Optional[str] = None,
        token: Optional[str] = None,
        environment: Optional[str] = None,
        poll_seconds: float = 4.0,
        wait_for_seconds: Optional[float] = None,
        fallback: Union[str, "os.PathLike[str]", bool, None] = None,
        insecure: bool = False,
    ) -> None:
        host = server_address(host or os.environ.get("PHASE_HOST") or "http://127.0.0.1:3000", insecure)
        token = token or os.environ.get("PHASE_SERVICE_TOKEN", "")
        if environment is None:
            environment = os.environ.get("PHASE_ENV", "")
        if not token:
            raise PhaseError("No service token. Pass `token`, or set PHASE_SERVICE_TOKEN.", "other")
        self._server = Server(host, token)
        self._asked = Asked(token, host, environment)
        self._poll_seconds = poll_seconds
        self._wait_for_seconds = wait_for_seconds
        self._fallback: Optional[Path]
        if fallback is False:
            self._fallback = None
        elif fallback is None or fallback is True:
            self._fallback = default_path(self._asked)
        else:
            self._fallback = Path(fallback)
        self._listeners: List[_Listener] = []
        self._closed = threading.Event()
        self._starting = threading.Lock()
        #: Guards the fields below.
        self._turn = threading.Condition()
        self._is_reading = False
        self._reads = 0
        self._last_error: Optional[BaseException] = None
        self._environment_id: Optional[str] = None
        self._etag: Optional[str] = None
        self._values: Optional[Mapping[str, str]] = None
        self.counters: Dict[str, int] = {
            "requests": 0,
            "unchanged": 0,
            "failures": 0,
            "changes": 0,
            "refreshes": 0,
            "fallback_starts": 0,
        }

    def values(self) -> Mapping[str, str]:
        """Every value. The same object as long as nothing changes."""
        values = self._values
        if values is None:
            with self._starting:
                if self._values is None:
                    self._start()
                values = self._values
        return values or {}

    def get(self, key: str) -> str:
        """One value, from memory."""
        try:
            return self.values()[key]
        except KeyError:
            raise PhaseError(f"The environment has no secret named {key}.", "no") from None

    def api_key(self, key: str) -> Callable[[], str]:
        """For clients that ask for their key at each request: `OpenAI(api_key=phase.api_key("OPENAI_API_KEY"))`."""
        return lambda: self.get(key)

    def refresh(self, key: str, refused: str) -> str:
        """The value that replaced a refused one. Asks Phase, unless another thread has done so meanwhile.

        While Phase can't be reached, returns the last known value.
        """
        if self.get(key) != refused:
            return self.get(key)
        self.counters["refreshes"] += 1
        try:
            # A read that began before the refusal may return the refused value.
            self._wait_for_read()
            if self.get(key) == refused:
                self._read()
        except PhaseError:
            pass
        return self.get(key)

    def call(self, key: str, function: Callable[[str], _Result]) -> _Result:
        """Calls `function` with the value, and again with the next value if it raises an error with the status 401."""
        used = self.get(key)
        for _ in range(_MOST_REPEATS):
            try:
                return function(used)
            except Exception as error:
                response = getattr(error, "response", None)
                statuses = [getattr(error, name, None) for name in ("status_code", "status", "code")]
                if 401 not in [*statuses, getattr(response, "status_code", None)]:
                    raise
                following = self.refresh(key, used)
                if following == used:
                    raise
                used = following
        return function(used)

    def httpx_auth(self, key: str) -> Any:
        """For `httpx.Client(auth=…)`: sends the value as a bearer token, and repeats a refused request with the next."""
        import httpx  # The calling program's own.

        phase = self

        class BearerAuth(httpx.Auth):  # type: ignore[misc, unused-ignore]
            requires_request_body = True

            def auth_flow(self, request: Any) -> Generator[Any, Any, None]:
                used = phase.get(key)
                for _ in range(_MOST_REPEATS + 1):
                    request.headers["Authorization"] = f"Bearer {used}"
                    response = yield request
                    if response.status_code != 401:
                        return
                    following = phase.refresh(key, used)
                    if following == used:
                        return
                    used = following

        return BearerAuth()

    def on_change(self, listener: _Listener) -> Callable[[], None]:
        """Calls the listener after each change of a value, in a thread of this object. Returns a function that stops this."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def close(self) -> None:
        """Ends the stream. Known values can still be read."""
        self._closed.set()

    def _start(self) -> None:
        kept = None if self._fallback is None else read_fallback(self._fallback, self._asked)
        wait_for = self._wait_for_seconds
        if wait_for is None:
            wait_for = 30.0 if kept is None else 5.0
        try:
            self._read_patiently(wait_for)
        except PhaseError as error:
            if kept is None or error.kind != "away":
                raise
            self.counters["fallback_starts"] += 1
            self._environment_id, self._etag, self._values = kept["environmentId"], kept["etag"], kept["values"]
        for run in (self._follow, self._renew):
            threading.Thread(target=run, name="phase", daemon=True).start()

    def _read_patiently(self, wait_for_seconds: float) -> None:
        give_up_at = time.monotonic() + wait_for_seconds
        pause = _FIRST_PAUSE_SECONDS
        while True:
            try:
                return self._read()
            except PhaseError as error:
                if error.kind != "away" or time.monotonic() + pause >= give_up_at:
                    raise
            time.sleep(_spread(pause))
            pause = min(pause * 2, 5.0)

    def _wait_for_read(self) -> None:
        with self._turn:
            number = self._reads
            self._turn.wait_for(lambda: not self._is_reading or self._reads != number)

    def _read(self) -> None:
        """One read at a time, however many threads wait."""
        with self._turn:
            if self._is_reading:
                number = self._reads
                self._turn.wait_for(lambda: self._reads != number)
                if self._last_error is not None:
                    raise self._last_error
                return
            self._is_reading = True
        error: Optional[BaseException] = None
        try:
            self._read_now()
        except BaseException as raised:
            error = raised
            raise
        finally:
            with self._turn:
                self._is_reading = False
                self._reads += 1
                self._last_error = error
                self._turn.notify_all()

    def _read_now(self) -> None:
        read_at = int(time.time() * 1000)
        try:
            if self._environment_id is None:
                self._environment_id = self._find_environment()
            headers = {} if self._etag is None else {"If-None-Match": self._etag}
            self.counters["requests"] += 1
            answer = ask(self._server, f"/environments/{quote(self._environment_id, safe='')}/secrets", headers)
            before = self._values
            if answer.status == 304 and before is not None:
                self.counters["unchanged"] += 1
            else:
                self._values, self._etag = _values_of(answer), answer.headers.get("ETag")
        except PhaseError as error:
            self.counters["failures"] += 1
            if error.kind == "no" and self._fallback is not None:
                forget_fallback(self._fallback)
            raise
        self._keep(read_at, answer.headers.get("Phase-Good-For"))
        self._tell(before)

    def _find_environment(self) -> str:
        environment = self._asked.environment
        if _UUID.fullmatch(environment):
            return environment
        found: Dict[str, str] = {}
        cursor: Optional[str] = None
        cursors: Set[str] = set()
        while True:
            page = ask(self._server, "/apps" if cursor is None else f"/apps?cursor={cursor}").json
            if not isinstance(page, dict) or not isinstance(page.get("apps"), list):
                raise PhaseError(_NOT_PHASE, "away")
            for app in page["apps"]:
                found.update({f"{app['name']}/{each['name']}": each["id"] for each in app["environments"]})
            cursor = page.get("nextCursor")
            if cursor is None:
                break
            # A server that repeats a cursor would be called endlessly.
            if cursor in cursors:
                raise PhaseError(_NOT_PHASE, "away")
            cursors.add(cursor)
        if environment in found:
            return found[environment]
        if environment == "" and len(found) == 1:
            return next(iter(found.values()))
        choices = ", ".join(found) or "none"
        raise PhaseError(f'No environment "{environment}". The token sees: {choices}.', "no")

    def _tell(self, before: Optional[Mapping[str, str]]) -> None:
        values = self._values
        if before is None or values is None or before is values:
            return
        changed = sorted(key for key in {*before, *values} if before.get(key) != values.get(key))
        if not changed:
            return
        self.counters["changes"] += 1
        for listener in list(self._listeners):
            try:
                listener(values, changed)
            except Exception:  # noqa: BLE001 - a program's own error doesn't stop other listeners.
                pass

    def _keep(self, read_at: int, good_for: Optional[str]) -> None:
        if self._fallback is None or self._values is None:
            return
        kept = {
            "readAt": read_at,
            "environmentId": self._environment_id,
            "etag": self._etag,
            "values": dict(self._values),
        }
        try:
            write_fallback(self._fallback, self._asked, kept, None if good_for is None else float(good_for))
        except OSError:
            pass  # A program can start without it.

    def _follow(self) -> None:
        """Until this object is closed: listens, and polls now and then while there is no stream."""
        failures = 0
        while not self._closed.is_set():
            began = time.monotonic()
            # Each stream ends after a while. The next one reports what was missed.
            if self._listen() and time.monotonic() - began > self._poll_seconds:
                continue
            longest = max(_LONGEST_PAUSE_SECONDS, self._poll_seconds)
            if self._closed.wait(_spread(min(self._poll_seconds * 2**failures, longest))):
                return
            try:
                self._read()
                failures = 0
            except PhaseError:
                failures = min(failures + 1, 8)

    def _listen(self) -> bool:
        """Follows one stream until it ends. Returns whether anything arrived."""
        heard = False
        is_change = False
        try:
            path = f"/environments/{quote(self._environment_id or '', safe='')}/secrets/stream"
            with open_stream(self._server, path) as stream:
                # A line without an end arrives in pieces.
                for line in iter(lambda: stream.readline(_LONGEST_LINE), b""):
                    if self._closed.is_set():
                        return True
                    heard = True
                    text = line.decode("utf-8", "replace").rstrip("\r\n")
                    if text.replace(" ", "") == "event:change":
                        is_change = True
                    elif text == "" and is_change:
                        is_change = False
                        self._read_until_done()
        except (OSError, HTTPException):
            pass  # The next stream, or a poll in its place, reports what was missed.
        return heard

    def _read_until_done(self) -> None:
        # A read that began before the event may not include it.
        self._wait_for_read()
        pause = _FIRST_PAUSE_SECONDS
        while not self._closed.is_set():
            try:
                return self._read()
            except PhaseError as error:
                if error.kind != "away":
                    return
            self._closed.wait(_spread(pause))
            pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)

    def _renew(self) -> None:
        """Renews the fallback's expiry while nothing changes."""
        while not self._closed.wait(_spread(_RENEW_SECONDS)):
            try:
                self._read()
            except PhaseError:
                pass


def _values_of(answer: Answer) -> Dict[str, str]:
    secrets = answer.json.get("secrets") if isinstance(answer.json, dict) else None
    if not isinstance(secrets, list):
        raise PhaseError(_NOT_PHASE, "away")
    return {secret["key"]: secret["value"] for secret in secrets}


def _spread(seconds: float) -> float:
    return seconds * random.uniform(0.67, 1.33)
