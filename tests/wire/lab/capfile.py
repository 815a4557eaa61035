# SPDX-License-Identifier: BSD-2-Clause
"""Capture files.  A packet is (time in ns, bytes) or (time, bytes, length on
the wire)."""

import struct

# 2026-11-20 10:00:00 UTC
EPOCH = 1795168800 * 10 ** 9
MS = 10 ** 6


def fields(packet):
    time, data = packet[:2]
    return time, data, packet[2] if len(packet) > 2 else len(data)


def pcap(link_type, packets, order='<', nano=False, snaplen=262144,
         magic=None):
    unit = 1 if nano else 1000
    magic = magic or (0xa1b23c4d if nano else 0xa1b2c3d4)
    out = struct.pack(order + 'IHHiIII', magic, 2, 4, 0, 0, snaplen, link_type)
    for packet in packets:
        time, data, wire = fields(packet)
        out += struct.pack(order + 'IIII', time // 10 ** 9,
                           time % 10 ** 9 // unit, len(data), wire)
        if magic == 0xa1b2cd34:  # Kuznetzov: interface, protocol, type
            out += struct.pack(order + 'IHBB', 2, 0x0800, 0, 0)
        out += data
    return out


class Ng:
    """Blocks of a pcapng file, one after the other."""

    def __init__(self, order='<'):
        self.bytes, self.order = b'', order

    def pack(self, form, *values):
        return struct.pack(self.order + form, *values)

    def block(self, number, body):
        body += bytes(-len(body) % 4)
        size = self.pack('I', 12 + len(body))
        self.bytes += self.pack('I', number) + size + body + size
        return self

    def options(self, options):
        out = b''
        for code, value in options:
            out += self.pack('HH', code, len(value)) + value + \
                bytes(-len(value) % 4)
        return out + self.pack('HH', 0, 0) if out else b''

    def section(self, order=None, options=(), length=-1):
        self.order = order or self.order
        return self.block(0x0a0d0d0a, self.pack('IHHq', 0x1a2b3c4d, 1, 0,
                                                length) +
                          self.options(options))

    def interface(self, link_type, snaplen=0, options=()):
        return self.block(1, self.pack('HHI', link_type, 0, snaplen) +
                          self.options(options))

    def packet(self, interface, ticks, data, wire=None, options=()):
        size = len(data)
        return self.block(6, self.pack(
            'IIIII', interface, ticks >> 32, ticks & 0xffffffff, size,
            size if wire is None else wire) + data + bytes(-size % 4) +
            self.options(options))

    def old_packet(self, interface, ticks, data, drops=0xffff):
        """The obsolete packet block."""
        size = len(data)
        return self.block(2, self.pack(
            'HHIIII', interface, drops, ticks >> 32, ticks & 0xffffffff,
            size, size) + data + bytes(-size % 4))

    def simple(self, data, wire=None):
        return self.block(3, self.pack(
            'I', len(data) if wire is None else wire) + data)


def clock(step=10 * MS, start=EPOCH):
    """Times of packets, one step apart."""
    while True:
        yield start
        start += step
