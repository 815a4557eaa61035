# SPDX-License-Identifier: BSD-2-Clause
"""WebSocket frames and the upgrade to them (RFC 6455, RFC 7118)."""

import base64
import hashlib
import struct

CONTINUED, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
KEY = 'dGhlIHdpcmUgbGFiIDE2Yg=='
MASK = b'\x37\xfa\x21\x3d'


def frame(payload, opcode=TEXT, fin=True, mask=None, compressed=False):
    size = len(payload)
    out = bytes([fin << 7 | compressed << 6 | opcode])
    bit = 0x80 if mask else 0
    if size < 126:
        out += bytes([bit | size])
    elif size < 65536:
        out += struct.pack('!BH', bit | 126, size)
    else:
        out += struct.pack('!BQ', bit | 127, size)
    if not mask:
        return out + payload
    whole = mask * (size // 4 + 1)
    return out + mask + (int.from_bytes(payload, 'big') ^ int.from_bytes(
        whole[:size], 'big')).to_bytes(size, 'big')


def sent(side, payload, opcode=TEXT, **how):
    """What this side sends: the phone masks, the server does not."""
    return side, frame(payload, opcode, mask=None if side else MASK, **how)


def request(protocol='sip', extensions=''):
    return 0, ('GET / HTTP/1.1\r\nHost: ws.example.com\r\n'
               'Upgrade: websocket\r\nConnection: Upgrade\r\n'
               'Sec-WebSocket-Key: %s\r\nOrigin: https://example.com\r\n'
               'Sec-WebSocket-Protocol: %s\r\n%s'
               'Sec-WebSocket-Version: 13\r\n\r\n' % (
                   KEY, protocol, extensions and
                   'Sec-WebSocket-Extensions: %s\r\n' % extensions)).encode()


def accepted(protocol='sip', extensions=''):
    digest = hashlib.sha1((KEY + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11')
                          .encode()).digest()
    return 1, ('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n'
               'Connection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n'
               'Sec-WebSocket-Protocol: %s\r\n%s\r\n' % (
                   base64.b64encode(digest).decode(), protocol, extensions and
                   'Sec-WebSocket-Extensions: %s\r\n' % extensions)).encode()


def upgrade(protocol='sip', extensions=''):
    return [request(protocol, extensions), accepted(protocol, extensions)]


def bits_of(value, count):
    """Huffman codes go in with the highest bit first (RFC 1951 3.1.1)."""
    return [value >> (count - 1 - n) & 1 for n in range(count)]


def deflate(data, final=True):
    """RFC 1951 with the fixed code and literals only: always the same bytes,
    whatever the version of zlib."""
    bits = [1 if final else 0, 1, 0]
    for byte in data:
        if byte < 144:
            bits += bits_of(0x30 + byte, 8)
        else:
            bits += bits_of(0x190 + byte - 144, 9)
    bits += [0] * (7 if final else 10)  # end; an empty stored block follows
    out = bytearray((len(bits) + 7) // 8)
    for n, bit in enumerate(bits):
        out[n // 8] |= bit << n % 8
    return bytes(out)


def permessage(data):
    """As RFC 7692 7.2.1 says: a sync flush without its last four bytes."""
    return deflate(data, False)
