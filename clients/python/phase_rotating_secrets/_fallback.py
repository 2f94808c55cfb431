"""The fallback file of `phase run`. docs/recipes/fallback.md describes its format."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
import stat
import sys
import time
from pathlib import Path
from typing import Any, Dict, NamedTuple, Optional

from ._aes_gcm import seal, unseal

_FORMAT = "phase-fallback-1"
_MOST_BYTES = 64 * 1024 * 1024
_LONGEST_MS = 14 * 24 * 60 * 60 * 1000
_CLOCK_SLACK_MS = 5 * 60 * 1000


class Asked(NamedTuple):
    """Whose response the file holds, and to which request."""

    token: str
    host: str
    environment: str


def default_path(asked: Asked) -> Path:
    """Where `phase run` keeps the response to the same request."""
    name = _hkdf(asked.token, b"", f"{_FORMAT} name\n{_scope(asked)}", 16).hex()
    return _state_folder() / "fallback" / f"{name}.sealed"


def _state_folder() -> Path:
    state = os.environ.get("XDG_STATE_HOME", "")
    if os.path.isabs(state):
        return Path(state) / "phase"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "phase"
    if sys.platform == "win32" and os.environ.get("LOCALAPPDATA"):
        return Path(os.environ["LOCALAPPDATA"]) / "phase"
    return Path.home() / ".local" / "state" / "phase"


def read_fallback(path: Path, asked: Asked) -> Optional[Dict[str, Any]]:
    """What may be used now. None if nothing was saved, or nothing trustworthy."""
    try:
        file = json.loads(_read_own_file(path))
        salt, nonce, sealed = (base64.b64decode(file[name]) for name in ("salt", "nonce", "sealed"))
        kept: Dict[str, Any] = json.loads(unseal(_key(asked, salt), nonce, sealed))
        now = time.time() * 1000
        until = min(kept["goodUntil"], kept["readAt"] + _LONGEST_MS)
        return kept if kept["readAt"] <= now + _CLOCK_SLACK_MS and now < until else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _read_own_file(path: Path) -> str:
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with os.fdopen(os.open(path, flags), encoding="utf-8") as file:
        info = os.fstat(file.fileno())
        is_ours = not hasattr(os, "geteuid") or (info.st_uid == os.geteuid() and info.st_mode & 0o077 == 0)
        if not stat.S_ISREG(info.st_mode) or info.st_size > _MOST_BYTES or not is_ours:
            raise OSError("the file is not accessible to this user alone")
        return file.read()


def write_fallback(path: Path, asked: Asked, kept: Dict[str, Any], good_for_seconds: Optional[float]) -> None:
    """Replaces the file in one step, so that readers never see a part. Values that would expire immediately aren't saved."""
    good_for_ms = _LONGEST_MS if good_for_seconds is None else min(_LONGEST_MS, good_for_seconds * 1000)
    good_until = int(kept["readAt"] + good_for_ms)
    if good_until <= time.time() * 1000:
        forget_fallback(path)
        return
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    text = json.dumps({**kept, "goodUntil": good_until}, ensure_ascii=False).encode()
    parts = {"salt": salt, "nonce": nonce, "sealed": seal(_key(asked, salt), nonce, text)}
    encoded = {name: base64.b64encode(part).decode() for name, part in parts.items()}
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(6)}")
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        with os.fdopen(os.open(draft, flags, 0o600), "w", encoding="utf-8") as file:
            file.write(json.dumps({"format": _FORMAT, **encoded}) + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def forget_fallback(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        pass


def _key(asked: Asked, salt: bytes) -> bytes:
    return _hkdf(asked.token, salt, f"{_FORMAT}\n{_scope(asked)}", 32)


def _scope(asked: Asked) -> str:
    return f"{asked.host}\n{asked.environment}\n*"


def _hkdf(token: str, salt: bytes, info: str, length: int) -> bytes:
    """HKDF-SHA256 for up to 32 bytes (RFC 5869)."""
    extracted = hmac.new(salt or bytes(32), token.encode(), hashlib.sha256).digest()
    return hmac.new(extracted, info.encode() + b"\x01", hashlib.sha256).digest()[:length]
