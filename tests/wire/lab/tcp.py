# SPDX-License-Identifier: BSD-2-Clause
"""A TCP connection whose segments can be asked for in any order."""

import struct

from . import ip
from .sip import PHONE, SERVER

FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16


class Tcp:
    """ends, ports: of the phone and of the server; isn: first sequence
    numbers.  A segment is (direction, IP packet)."""

    def __init__(self, ends=(PHONE, SERVER), ports=(40000, 5060),
                 isn=(1000, 700000)):
        self.ends, self.ports, self.isn = ends, ports, isn
        self.sent = [0, 0]   # bytes of data
        self.extra = [0, 0]  # SYN and FIN
        self.ident = [0x2000, 0x6000]

    def raw(self, side, seq, ack, flags, data=b'', options=b''):
        src, dst = self.ends[side], self.ends[1 - side]
        head = struct.pack('!HHIIBBHHH', self.ports[side],
                           self.ports[1 - side], seq & 0xffffffff,
                           ack & 0xffffffff, (5 + len(options) // 4) << 4,
                           flags, 64240, 0, 0) + options
        value = ip.checksum(ip.pseudo(src, dst, ip.TCP,
                                      len(head) + len(data)) + head + data)
        head = head[:16] + struct.pack('!H', value) + head[18:]
        self.ident[side] += 1
        return side, ip.ip(src, dst, ip.TCP, head + data, self.ident[side])

    def expected(self, side):
        """The acknowledgement number that this side has to send."""
        other = 1 - side
        return self.isn[other] + self.sent[other] + self.extra[other]

    def at(self, side, offset, data, flags=PSH | ACK, ack=None):
        """A segment with these bytes at this place of the stream."""
        return self.raw(side, self.isn[side] + 1 + offset,
                        self.expected(side) if ack is None else ack, flags,
                        data)

    def data(self, side, data, flags=PSH | ACK):
        """The next bytes."""
        segment = self.at(side, self.sent[side], data, flags)
        self.sent[side] += len(data)
        return segment

    def ack(self, side):
        return self.at(side, self.sent[side], b'', ACK)

    def open(self):
        out = []
        mss = b'\x02\x04\x05\xb4'
        out.append(self.raw(0, self.isn[0], 0, SYN, b'', mss))
        self.extra[0] = 1
        out.append(self.raw(1, self.isn[1], self.expected(1), SYN | ACK, b'',
                            mss))
        self.extra[1] = 1
        return out + [self.ack(0)]

    def running(self):
        """As if the handshake had gone by before the capture."""
        self.extra = [1, 1]
        return []

    def close(self):
        out = [self.at(0, self.sent[0], b'', FIN | ACK)]
        self.extra[0] += 1
        out.append(self.at(1, self.sent[1], b'', FIN | ACK))
        self.extra[1] += 1
        return out + [self.raw(0, self.isn[0] + 1 + self.sent[0] + 1,
                               self.expected(0), ACK)]

    def reset(self, side):
        return self.at(side, self.sent[side], b'', RST | ACK)

    def talk(self, messages):
        """One message a segment."""
        return [self.data(side, text) for side, text in messages]

    def cut(self, side, data, *sizes):
        """The bytes in segments of these sizes; the rest is the last one."""
        out = []
        for size in sizes:
            out.append(self.data(side, data[:size]))
            data = data[size:]
        return out + ([self.data(side, data)] if data else [])
