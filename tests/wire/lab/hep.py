# SPDX-License-Identifier: BSD-2-Clause
"""HEP, versions 1 to 3."""

import struct
import zlib

from . import ip
from .websocket import deflate

AGENT, HOMER, PORT = '198.51.100.10', '198.51.100.5', 9060


def old(version, src, sport, dst, dport, payload, time, protocol=17):
    """Version 2 adds the time in the order of the machine that sent it, here
    little-endian, a capture id and padding; the length leaves them out, as
    Kamailio 5.6.3 does."""
    six = ':' in src
    places = ip.packed(src) + ip.packed(dst)
    more = struct.pack('<IIHH', time // 10 ** 9, time % 10 ** 9 // 1000, 7,
                       0) if version == 2 else b''
    size = 8 + len(places)
    return struct.pack('!BBBBHH', version, size, 10 if six else 2, protocol,
                       sport, dport) + places + more + payload


def item(number, value, vendor=0):
    return struct.pack('!HHH', vendor, number, 6 + len(value)) + value


def three(src, sport, dst, dport, payload, time, **how):
    """protocol: 6 or 17; kind: 1 is SIP; extra: more chunks; packed: the
    payload is deflated."""
    six = ':' in src
    body = payload
    if how.get('packed'):
        body = b'\x78\x01' + deflate(payload) + \
            struct.pack('!I', zlib.adler32(payload))
    chunks = item(1, b'\x0a' if six else b'\x02') + \
        item(2, bytes([how.get('protocol', 17)])) + \
        item(5 if six else 3, ip.packed(src)) + \
        item(6 if six else 4, ip.packed(dst)) + \
        item(7, struct.pack('!H', sport)) + \
        item(8, struct.pack('!H', dport)) + \
        item(9, struct.pack('!I', time // 10 ** 9)) + \
        item(10, struct.pack('!I', time % 10 ** 9 // 1000)) + \
        item(11, bytes([how.get('kind', 1)])) + \
        item(12, struct.pack('!I', 2001)) + how.get('extra', b'') + \
        item(16 if how.get('packed') else 15, body)
    return b'HEP3' + struct.pack('!H', 6 + len(chunks)) + chunks
