"""Requests to Phase."""

from __future__ import annotations

import json
import re
import time
import urllib.error
import urllib.request
from http.client import HTTPException, HTTPResponse
from typing import Any, Dict, NamedTuple, Optional, cast
from urllib.parse import urlsplit

_LONGEST_ANSWER_SECONDS = 10
#: Far more than an environment's values.
_MOST_BYTES = 64 * 1024 * 1024
_PART_BYTES = 65536
#: The server sends a comment every 15 seconds.
_LONGEST_SILENCE_SECONDS = 45


class PhaseError(Exception):
    """`kind` is "away" if Phase couldn't be reached or couldn't respond now, "no" if it refuses, else "other"."""

    def __init__(self, message: str, kind: str, status: Optional[int] = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.status = status


class Server(NamedTuple):
    host: str
    token: str


_LOOPBACK = re.compile(r"localhost|.+\.localhost|127(\.\d+){3}|::1")
_DEFAULT_PORTS = {"http": 80, "https": 443}


def server_address(host: str, insecure: bool) -> str:
    """The server's URL as `phase run` writes it.

    Raises PhaseError if `host` is not a URL, or if the token would be sent unencrypted.
    """
    try:
        url = urlsplit(host)
        name, port = url.hostname, url.port
    except ValueError:
        url, name, port = urlsplit(""), None, None
    if url.scheme not in _DEFAULT_PORTS or not name or "@" in url.netloc or url.query or url.fragment:
        raise PhaseError("`host` must be the server's URL, such as https://phase.example.com.", "other")
    shown = f"[{name}]" if ":" in name else name
    origin = f"{url.scheme}://{shown}" + ("" if port in (None, _DEFAULT_PORTS[url.scheme]) else f":{port}")
    if url.scheme == "http" and not insecure and not _LOOPBACK.fullmatch(name):
        raise PhaseError(
            f"{origin} is plain http, so others on the network could read the service token and every value. "
            "Use https, or pass `insecure`.",
            "other",
        )
    return (origin + url.path).rstrip("/")


class Answer(NamedTuple):
    status: int
    headers: Any
    json: Any


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Keeps the token from being sent to another server."""

    def redirect_request(self, *_: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirect)


def _request(server: Server, path: str, headers: Dict[str, str]) -> urllib.request.Request:
    own = {"Authorization": f"Bearer {server.token}", "User-Agent": "phase-python"}
    return urllib.request.Request(f"{server.host}/api/v1{path}", headers={**own, **headers})


def ask(server: Server, path: str, headers: Optional[Dict[str, str]] = None) -> Answer:
    """A whole response: 200 or 304. Raises PhaseError."""
    request = _request(server, path, headers or {})
    try:
        with _OPENER.open(request, timeout=_LONGEST_ANSWER_SECONDS) as response:
            status, received, body = response.status, response.headers, _whole(response)
    except urllib.error.HTTPError as error:
        with error:
            status, received = error.code, error.headers
            try:
                body = _whole(error)
            except (OSError, HTTPException):
                body = b""
    except (OSError, HTTPException) as error:
        raise PhaseError(f"Phase at {server.host} can't be reached: {error}", "away") from error
    if status == 304:
        return Answer(status, received, None)
    try:
        parsed = json.loads(body)
    except ValueError:
        parsed = None
    if status == 200 and parsed is not None:
        return Answer(status, received, parsed)
    raise _refusal(server, status, parsed)


def _whole(response: Any) -> bytes:
    """The whole body. Raises OSError if the server sends too much or takes too long."""
    end = time.monotonic() + _LONGEST_ANSWER_SECONDS
    body = bytearray()
    while True:
        part = response.read1(_PART_BYTES)
        if not part:
            return bytes(body)
        body += part
        if len(body) > _MOST_BYTES or time.monotonic() > end:
            raise OSError("the response is too large, or takes too long")


def _refusal(server: Server, status: int, parsed: Any) -> PhaseError:
    said = parsed.get("error") if isinstance(parsed, dict) else None
    if not isinstance(said, dict) or not isinstance(said.get("message"), str):
        # A page from a proxy or another program.
        return PhaseError(f"The response {status} from {server.host} is not from Phase.", "away", status)
    kind = "no" if status in (401, 403, 404) else "away" if status >= 500 or status == 429 else "other"
    return PhaseError(f"Phase returned {status}: {said['message']}", kind, status)


def open_stream(server: Server, path: str) -> HTTPResponse:
    """Opens a stream of server-sent events. Raises OSError, HTTPException."""
    request = _request(server, path, {"Accept": "text/event-stream"})
    return cast(HTTPResponse, _OPENER.open(request, timeout=_LONGEST_SILENCE_SECONDS))
