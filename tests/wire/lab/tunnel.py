# SPDX-License-Identifier: BSD-2-Clause
"""Packets inside packets: GRE, ERSPAN, VXLAN, GENEVE, GTP-U, TZSP ..."""

import struct

from . import ether, ip

OUTER = ('198.51.100.10', '198.51.100.5')
OUTER6 = ('2001:db8:ffff::10', '2001:db8:ffff::5')


def between(side, ends=OUTER):
    return ends[side], ends[1 - side]


def ipip(packet, side=0, ends=OUTER, ident=0):
    src, dst = between(side, ends)
    inner = ip.IP6IP if packet[0] >> 4 == 6 else ip.IPIP
    return ip.ip(src, dst, inner, packet, ident)


def gre_header(protocol, payload, key=None, seq=None, csum=False):
    """RFC 2784 with the fields of RFC 2890."""
    flags = csum << 15 | (key is not None) << 13 | (seq is not None) << 12
    more = b''
    if key is not None:
        more += struct.pack('!I', key)
    if seq is not None:
        more += struct.pack('!I', seq)
    head = struct.pack('!HH', flags, protocol)
    if not csum:
        return head + more
    value = ip.checksum(head + bytes(4) + more + payload)
    return head + struct.pack('!HH', value, 0) + more


def gre(payload, protocol, side=0, ends=OUTER, **fields):
    src, dst = between(side, ends)
    return ip.ip(src, dst, ip.GRE,
                 gre_header(protocol, payload, **fields) + payload)


def gre_ip(packet, side=0, ends=OUTER, **fields):
    return gre(packet, ether.kind(packet), side, ends, **fields)


def gre_teb(frame, side=0, ends=OUTER, **fields):
    return gre(frame, 0x6558, side, ends, **fields)


def erspan(frame, side, version, seq, sub=False):
    """Type I has no header of its own (draft-foschiano-erspan)."""
    if version == 1:
        return gre(frame, 0x88be, side)
    if version == 2:
        head = struct.pack('!HHI', 1 << 12 | 100, 3 << 11 | 7, 5)
        return gre(head + frame, 0x88be, side, seq=seq)
    head = struct.pack('!HHIHH', 2 << 12 | 100, 7, 123456 + seq, 0,
                       2 << 1 | sub)
    if sub:
        head += bytes(8)
    return gre(head + frame, 0x22eb, side, seq=seq)


def udp(payload, side, port, ends=OUTER, sport=50000):
    src, dst = between(side, ends)
    return ip.udp(src, sport, dst, port, payload)


def vxlan(frame, side=0, ends=OUTER, port=4789):
    return udp(struct.pack('!II', 0x08000000, 42 << 8) + frame, side, port,
               ends)


def geneve(payload, side=0, protocol=0x6558, options=b''):
    assert len(options) % 4 == 0
    head = struct.pack('!BBHI', len(options) // 4, 0, protocol, 42 << 8)
    return udp(head + options + payload, side, 6081)


def gtpu(packet, side=0, seq=None, extension=b''):
    """A G-PDU (TS 29.281); extension: content of a PDU session container, a
    multiple of 4 less 2 bytes."""
    flags, more = 0x30, b''
    if seq is not None or extension:
        flags |= (2 if seq is not None else 0) | (4 if extension else 0)
        more = struct.pack('!HBB', seq or 0, 0, 0x85 if extension else 0)
    if extension:
        more += bytes([(len(extension) + 2) // 4]) + extension + b'\0'
    head = struct.pack('!BBHI', flags, 0xff, len(more) + len(packet), 0x77)
    return udp(head + more + packet, side, 2152, sport=2152)


def gtpu_with(packet, side, flags, options, ends=OUTER):
    """A G-PDU with these flags and what they say is there."""
    head = struct.pack('!BBHI', flags, 0xff, len(options) + len(packet), 0x77)
    return udp(head + options + packet, side, 2152, ends, 2152)


def tzsp(frame, side=0):
    """Version 1, a received packet, Ethernet; two tags, padding and the end."""
    head = struct.pack('!BBH', 1, 0, 1) + b'\x0a\x01\xd8' + b'\0' + b'\x01'
    return udp(head + frame, side, 37008)


def gre_routed(packet, side=0):
    """RFC 1701: one entry of a source route, then the empty one."""
    src, dst = between(side)
    head = struct.pack('!HHHH', 0x4000, ether.kind(packet), 0, 0) + \
        struct.pack('!HBB4s', 0x0800, 0, 4, ip.packed('203.0.113.9')) + \
        bytes(4)
    return ip.ip(src, dst, ip.GRE, head + packet)


def pptp(packet, side=0, acked=None):
    """Version 1 of GRE with PPP (RFC 2637)."""
    src, dst = between(side)
    inner = ether.ppp(packet)
    flags = 0x3001 | (acked is not None) << 7
    head = struct.pack('!HHHHI', flags, 0x880b, len(inner), 7, 9)
    if acked is not None:
        head += struct.pack('!I', acked)
    return ip.ip(src, dst, ip.GRE, head + inner)


def l2tp(packet, side=0, full=False):
    """A session of version 2; full: length, numbers and padding."""
    inner = ether.ppp(packet)
    if full:
        rest = struct.pack('!HHHHH', 5, 6, 1, 0, 2) + bytes(2) + inner
        return udp(struct.pack('!HH', 0x4a02, len(rest) + 4) + rest, side,
                   1701, sport=1701)
    return udp(struct.pack('!HHH', 2, 5, 6) + inner, side, 1701, sport=1701)


def l2tp3_udp(frame, side=0):
    """A pseudowire of version 3 without cookie, with the sublayer."""
    return udp(struct.pack('!HHII', 3, 0, 77, 0) + frame, side, 1701,
               sport=1701)


def l2tp3(frame, side=0):
    """The same over IP, with a cookie of 4 bytes."""
    src, dst = between(side)
    return ip.ip(src, dst, 115, struct.pack('!II', 77, 0xc00c1e) + frame)


def capwap(frame, side=0, native=False):
    """Between the access point, whose port is any, and its controller."""
    head = struct.pack('!II', 2 << 19 | 1 << 9 | native << 8, 0)
    src, dst = between(side)
    ports = (5247, 49152) if side else (49152, 5247)
    return ip.udp(src, ports[0], dst, ports[1], head + frame)


def esp_udp(side=0, seq=1):
    """ESP in UDP (RFC 3948) of a client behind a NAT; unreadable."""
    src, dst = between(side)
    ports = (4500, 61234) if side else (61234, 4500)
    body = struct.pack('!II', 0x1001, seq) + \
        bytes((i * 167 + seq * 89 + 13) % 256 for i in range(120))
    return ip.udp(src, ports[0], dst, ports[1], body)
