# SPDX-License-Identifier: BSD-2-Clause
"""SCTP packets: DATA and I-DATA chunks (RFC 9260, RFC 8260)."""

import struct

from . import ip

BEGIN, END, UNORDERED = 2, 1, 4
MIDDLE, WHOLE = 0, 3


def crc32c(data):
    crc = 0xffffffff
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82f63b78 if crc & 1 else 0)
    return crc ^ 0xffffffff


def chunk(number, flags, body):
    size = 4 + len(body)
    return struct.pack('!BBH', number, flags, size) + body + bytes(-size % 4)


def data(tsn, payload, flags=WHOLE, stream=1, seq=0):
    return chunk(0, flags, struct.pack('!IHHI', tsn, stream, seq, 0) + payload)


def idata(tsn, payload, flags=WHOLE, stream=1, mid=0, fsn=0):
    """fsn is the protocol identifier in a chunk that begins a message."""
    return chunk(64, flags, struct.pack('!IHHII', tsn, stream, 0, mid, fsn) +
                 payload)


def init(tsn):
    return chunk(1, 0, struct.pack('!IIHHI', 0x1111, 65536, 10, 10, tsn))


def init_ack(tsn):
    return chunk(2, 0, struct.pack('!IIHHI', 0x2222, 65536, 10, 10, tsn) +
                 struct.pack('!HH', 7, 20) + b'a cookie of 16 b')


def cookie_echo():
    return chunk(10, 0, b'a cookie of 16 b')


def cookie_ack():
    return chunk(11, 0, b'')


def sack(tsn):
    return chunk(3, 0, struct.pack('!IIHH', tsn, 65536, 0, 0))


class Sctp:
    """An association; a packet is (direction, IP packet)."""

    def __init__(self, ends, ports=(5060, 5060)):
        self.ends, self.ports, self.tsn = ends, ports, [100, 900]
        self.seq = [0, 0]
        self.ident = 0x5000

    def packet(self, side, *chunks, tag=None):
        if tag is None:
            tag = 0x1111 if side else 0x2222
        head = struct.pack('!HHI', self.ports[side], self.ports[1 - side], tag)
        body = b''.join(chunks)
        value = crc32c(head + bytes(4) + body)
        self.ident += 1
        return side, ip.ip(self.ends[side], self.ends[1 - side], ip.SCTP,
                           head + struct.pack('<I', value) + body, self.ident)

    def open(self):
        return [self.packet(0, init(100), tag=0), self.packet(1, init_ack(900)),
                self.packet(0, cookie_echo()), self.packet(1, cookie_ack())]

    def chunk(self, side, payload, **how):
        """The next message in one chunk."""
        out = data(self.tsn[side], payload, seq=self.seq[side], **how)
        self.tsn[side] += 1
        self.seq[side] += 1
        return out

    def chunks(self, side, payload, *sizes, **how):
        """The next message in chunks of these sizes and the rest."""
        parts, out = [], []
        for size in sizes:
            parts.append(payload[:size])
            payload = payload[size:]
        parts.append(payload)
        for n, part in enumerate(parts):
            flags = (BEGIN if n == 0 else 0) | \
                (END if n == len(parts) - 1 else 0)
            out.append(data(self.tsn[side], part, flags, seq=self.seq[side],
                            **how))
            self.tsn[side] += 1
        self.seq[side] += 1
        return out

    def ack(self, side):
        return self.packet(side, sack(self.tsn[1 - side] - 1))
