# SPDX-License-Identifier: BSD-2-Clause
"""TLS records that look like a connection; nothing in them is a secret."""

import struct

HANDSHAKE, ALERT, DATA, CHANGE = 22, 21, 23, 20


def noise(size, seed):
    """Bytes that look encrypted."""
    out = bytearray()
    for _ in range(size):
        seed = (seed * 1103515245 + 12345) & 0x7fffffff
        out.append(seed >> 16 & 0xff)
    return bytes(out)


def record(kind, body, version=0x0303):
    return struct.pack('!BHH', kind, version, len(body)) + body


def handshake(number, body):
    return bytes([number]) + len(body).to_bytes(3, 'big') + body


def extension(number, body):
    return struct.pack('!HH', number, len(body)) + body


def client_hello(name, newest=0x0303):
    """Offers four cipher suites and the server's name (SNI)."""
    suites = (0x1301, 0x1302, 0xc02f, 0xc030)
    host = name.encode()
    more = b''
    if host:
        more += extension(0, struct.pack('!HBH', len(host) + 3, 0,
                                         len(host)) + host)
    more += extension(10, struct.pack('!HHH', 4, 0x1d, 0x17))
    more += extension(13, struct.pack('!HHH', 4, 0x0403, 0x0804))
    if newest == 0x0304:
        more += extension(43, b'\x04\x03\x04\x03\x03')
        more += extension(51, struct.pack('!HHH', 36, 0x1d, 32) +
                          noise(32, 3))
    body = struct.pack('!H', 0x0303) + noise(32, 1) + b'\x20' + \
        noise(32, 2) + struct.pack('!H', 2 * len(suites)) + \
        b''.join(struct.pack('!H', s) for s in suites) + b'\x01\x00' + \
        struct.pack('!H', len(more)) + more
    return record(HANDSHAKE, handshake(1, body), 0x0301)


def server_hello(cipher, version=0x0303):
    more = extension(0xff01, b'\0')
    if version == 0x0304:
        more = extension(43, b'\x03\x04') + \
            extension(51, struct.pack('!HH', 0x1d, 32) + noise(32, 5))
    return handshake(2, struct.pack('!H', 0x0303) + noise(32, 4) + b'\x20' +
                     noise(32, 2) + struct.pack('!HB', cipher, 0) +
                     struct.pack('!H', len(more)) + more)


def certificate(size=700):
    one = noise(size, 9)
    entry = len(one).to_bytes(3, 'big') + one
    return handshake(11, len(entry).to_bytes(3, 'big') + entry)


def change():
    return record(CHANGE, b'\x01')
