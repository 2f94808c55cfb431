"""AES-256-GCM for the fallback file. The standard library has none.

It follows FIPS 197 and NIST SP 800-38D with tables, so its time depends on what it works on. That tells nobody anything
here: it runs a few times an hour, in a program that holds the values in memory anyway.
"""

from __future__ import annotations

import hmac
from typing import List

_TAG_BYTES = 16
_REDUCTION = 0xE1 << 120


def _build_tables() -> "tuple[List[int], List[List[int]]]":
    double = [(x << 1) ^ (0x11B if x & 0x80 else 0) for x in range(256)]
    # Powers of 3 reach every element but 0: their inverses follow.
    powers, value = [], 1
    for _ in range(255):
        powers.append(value)
        value ^= double[value]
    logs = {power: exponent for exponent, power in enumerate(powers)}
    sbox = []
    for x in range(256):
        inverse = powers[(255 - logs[x]) % 255] if x else 0
        rotated = inverse | inverse << 8
        sbox.append(0x63 ^ (inverse ^ rotated >> 7 ^ rotated >> 6 ^ rotated >> 5 ^ rotated >> 4) & 0xFF)
    first = []
    for s in sbox:
        twice = double[s]
        first.append(twice << 24 | s << 16 | s << 8 | (twice ^ s))
    rounds = [[(word >> shift | word << (32 - shift)) & 0xFFFFFFFF for word in first] for shift in (0, 8, 16, 24)]
    return sbox, rounds


_SBOX, _ROUNDS = _build_tables()


def _expand(key: bytes) -> List[int]:
    words = [int.from_bytes(key[at : at + 4], "big") for at in range(0, 32, 4)]
    constant = 1
    for index in range(8, 60):
        word = words[-1]
        if index % 8 == 0:
            word = (word << 8 | word >> 24) & 0xFFFFFFFF
            word = _substitute(word) ^ constant << 24
            constant <<= 1
        elif index % 8 == 4:
            word = _substitute(word)
        words.append(words[-8] ^ word)
    return words


def _substitute(word: int) -> int:
    return _SBOX[word >> 24] << 24 | _SBOX[word >> 16 & 255] << 16 | _SBOX[word >> 8 & 255] << 8 | _SBOX[word & 255]


def _encrypt_block(words: List[int], block: int) -> int:
    t0, t1, t2, t3 = _ROUNDS
    state = [(block >> shift & 0xFFFFFFFF) ^ words[at] for at, shift in enumerate((96, 64, 32, 0))]
    for at in range(4, 56, 4):
        a, b, c, d = state
        state = [
            t0[a >> 24] ^ t1[b >> 16 & 255] ^ t2[c >> 8 & 255] ^ t3[d & 255] ^ words[at],
            t0[b >> 24] ^ t1[c >> 16 & 255] ^ t2[d >> 8 & 255] ^ t3[a & 255] ^ words[at + 1],
            t0[c >> 24] ^ t1[d >> 16 & 255] ^ t2[a >> 8 & 255] ^ t3[b & 255] ^ words[at + 2],
            t0[d >> 24] ^ t1[a >> 16 & 255] ^ t2[b >> 8 & 255] ^ t3[c & 255] ^ words[at + 3],
        ]
    result = 0
    for at in range(4):
        a, b, c, d = (state[(at + turn) % 4] for turn in range(4))
        mixed = _SBOX[a >> 24] << 24 | _SBOX[b >> 16 & 255] << 16 | _SBOX[c >> 8 & 255] << 8 | _SBOX[d & 255]
        result = result << 32 | (mixed ^ words[56 + at])
    return result


def _hash_tables(h: int) -> List[List[int]]:
    """For each byte of a block, the product of each of its values with the hash key."""
    tables = []
    power = h
    for _ in range(16):
        table = [0] * 256
        for bit in range(7, -1, -1):
            table[1 << bit] = power
            power = power >> 1 ^ (_REDUCTION if power & 1 else 0)
        for value in range(256):
            if value & (value - 1):
                table[value] = table[value & (value - 1)] ^ table[value & -value]
        tables.append(table)
    return tables


def _tag(words: List[int], nonce: bytes, text: bytes) -> bytes:
    tables = _hash_tables(_encrypt_block(words, 0))
    result = 0
    lengths = (len(text) * 8).to_bytes(16, "big")
    for block in [text[at : at + 16].ljust(16, b"\0") for at in range(0, len(text), 16)] + [lengths]:
        mixed = result ^ int.from_bytes(block, "big")
        result = 0
        for table, byte in zip(tables, mixed.to_bytes(16, "big")):
            result ^= table[byte]
    return (result ^ _encrypt_block(words, int.from_bytes(nonce, "big") << 32 | 1)).to_bytes(16, "big")


def _crypt(words: List[int], nonce: bytes, text: bytes) -> bytes:
    first = int.from_bytes(nonce, "big") << 32
    parts = []
    for index, at in enumerate(range(0, len(text), 16)):
        part = text[at : at + 16]
        stream = _encrypt_block(words, first | (index + 2)).to_bytes(16, "big")
        parts.append(bytes(one ^ other for one, other in zip(part, stream)))
    return b"".join(parts)


def seal(key: bytes, nonce: bytes, text: bytes) -> bytes:
    """The encrypted text, followed by its tag. `key` has 32 bytes, `nonce` 12."""
    words = _expand(key)
    sealed = _crypt(words, nonce, text)
    return sealed + _tag(words, nonce, sealed)


def unseal(key: bytes, nonce: bytes, sealed: bytes) -> bytes:
    """The decrypted text. Raises ValueError if the tag doesn't match."""
    if len(key) != 32 or len(nonce) != 12 or len(sealed) < _TAG_BYTES:
        raise ValueError("not sealed")
    words = _expand(key)
    text, tag = sealed[:-_TAG_BYTES], sealed[-_TAG_BYTES:]
    if not hmac.compare_digest(_tag(words, nonce, text), tag):
        raise ValueError("changed, or sealed with another key")
    return _crypt(words, nonce, text)
