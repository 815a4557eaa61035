# SPDX-License-Identifier: BSD-2-Clause
"""One call on every link type."""

import struct

from . import capfile, ether, ip, talks
from .registry import add, capture
from .sip import Talk


def link(name, link_type, wrap, ends=talks.V4):
    add(name + '.pcap', lambda: capfile.pcap(
        link_type, talks.wrapped(talks.call(name, ends), wrap)))


def bare(packet, side):
    return packet


link('link-ethernet', 1, ether.ethernet)
link('link-ethernet-ipv6', 1, ether.ethernet, talks.V6)
link('link-sll', 113, ether.sll)
link('link-sll2', 276, ether.sll2)
link('link-sll-vlan', 113, lambda p, s: ether.sll(
    ether.tag_chain(p, (0x8100, 100)), s, 0x8100))
link('link-sll2-vlan', 276, lambda p, s: ether.sll2(
    ether.tag_chain(p, (0x8100, 100)), s, 0x8100))
link('link-sll2-qinq', 276, lambda p, s: ether.sll2(
    ether.tag_chain(p, (0x88a8, 7), (0x8100, 100)), s, 0x88a8))
link('link-sll-qinq', 113, lambda p, s: ether.sll(
    ether.tag_chain(p, (0x88a8, 7), (0x8100, 100)), s, 0x88a8))
link('link-sll2-8100', 276, lambda p, s: ether.sll2(
    ether.tag_chain(p, (0x8100, 7), (0x8100, 100)), s, 0x8100))
link('link-sll2-pppoe', 276, lambda p, s: ether.sll2(
    ether.pppoe(p), s, 0x8864))
link('link-trailer', 1, lambda p, s: ether.ethernet(p, s, pad=False) +
     b'\0\x11 what a balancer adds')
link('link-fcs', 1, lambda p, s: ether.ethernet(p, s) + b'\xde\xad\xbe\xef')
link('link-chdlc', 104, lambda p, s: b'\x0f\0' + struct.pack(
    '!H', ether.kind(p)) + p)
link('link-ppp-compressed', 9, lambda p, s: b'\x21' + p)
link('link-ppp-direction', 204, lambda p, s: bytes([s]) + ether.ppp(p))
link('link-ppi', 192, lambda p, s: struct.pack('<BBHI', 0, 0, 8, 1) +
     ether.ethernet(p, s))
link('link-pktap', 258, lambda p, s: struct.pack(
    '<III24sIIII', 108, 1, 1, b'en0', s + 1, 2, 14, 0).ljust(108, b'\0') +
    ether.ethernet(p, s))
link('link-enc', 109, lambda p, s: struct.pack('<III', 2, 0x1001, 0) + p)
link('link-mpls', 219, lambda p, s: ether.mpls(p, 77))
link('link-raw-12', 12, bare)
link('link-raw-14', 14, bare)
link('link-raw', 101, bare)
link('link-raw-ipv6', 101, bare, talks.V6)
link('link-ipv4', 228, bare)
link('link-ipv6', 229, bare, talks.V6)
link('link-null-little', 0, lambda p, s: ether.family(p, '<', 30))
link('link-null-big', 0, lambda p, s: ether.family(p, '>', 30))
link('link-null-macos6', 0, lambda p, s: ether.family(p, '<', 30), talks.V6)
link('link-null-freebsd6', 0, lambda p, s: ether.family(p, '<', 28), talks.V6)
link('link-loop', 108, lambda p, s: ether.family(p, '>', 24))
link('link-loop-little', 108, lambda p, s: ether.family(p, '<', 24))
link('link-loop-ipv6', 108, lambda p, s: ether.family(p, '>', 24), talks.V6)
link('link-ppp', 9, lambda p, s: ether.ppp(p))
link('link-ppp-bare', 9, lambda p, s: ether.ppp(p, b''))
link('link-ppp-ipv6', 9, lambda p, s: ether.ppp(p), talks.V6)
link('link-ppp-hdlc', 50, lambda p, s: ether.ppp(p))
link('link-ppp-ether', 51, lambda p, s: ether.pppoe(p))
link('link-pppoe', 1, lambda p, s: ether.ethernet(ether.pppoe(p), s, 0x8864))
link('link-nflog', 239, lambda p, s: ether.nflog(p))
link('link-nflog-ipv6', 239, lambda p, s: ether.nflog(p), talks.V6)
link('link-user0', 147, bare)
link('link-unknown', 252 + 3000, bare)
link('link-snap', 1, lambda p, s: ether.ethernet(
    ether.llc_snap(p), s, len(p) + 8))


def by_side(packet, side):
    """The phone sends to the access point, the server's come from it."""
    return ether.wifi(packet, side, to_ds=side == 0, from_ds=side == 1)


link('link-wifi', 105, by_side)
link('link-wifi-adhoc', 105, lambda p, s: ether.wifi(p, s, to_ds=False))
link('link-wifi-no-qos', 127, lambda p, s: ether.radiotap(
    ether.wifi(p, s, qos=False)))
link('link-wifi-four', 127, lambda p, s: ether.radiotap(
    ether.wifi(p, s, from_ds=True)))
link('link-wifi-htc', 127, lambda p, s: ether.radiotap(
    ether.wifi(p, s, htc=True)))
link('link-wifi-fcs', 127, lambda p, s: ether.radiotap(by_side(p, s), True))
link('link-radiotap', 127, lambda p, s: ether.radiotap(by_side(p, s)))
link('link-radiotap-long', 127, lambda p, s: ether.radiotap_long(by_side(p, s)))
link('link-wifi-amsdu', 127, lambda p, s: ether.radiotap(
    ether.wifi(p, s, amsdu=True)))
link('link-wifi-protected', 127, lambda p, s: ether.radiotap(
    ether.wifi(p, s, protected=True)))


def padded(packet, side):
    """A QoS header of 26 bytes is filled up to 28."""
    frame = by_side(packet, side)
    return ether.radiotap(frame[:26] + b'\0\0' + frame[26:], False, True)


link('link-wifi-padded', 127, padded)


@capture('link-exported.pcap')
def exported():
    times, out = capfile.clock(), []
    for side, text in Talk('link-exported').call():
        ends = [ip.packed(e) for e in talks.V4]
        out.append((next(times), ether.exported(
            text, ends[side], 5060, ends[1 - side], 5060)))
    return capfile.pcap(252, out)


@capture('link-ethertype.pcap')
def ethertype():
    """A ping, and two frames of a protocol that nobody knows."""
    frames = talks.wrapped(talks.datagrams(Talk('link-ethertype').ping()),
                           ether.ethernet)
    at = frames[-1][0] + capfile.MS
    for n in range(2):
        frames.append((at + n, ether.ethernet(
            b'not known to anybody %d' % n, 0, 0x88b5)))
    return capfile.pcap(1, frames)


@capture('link-quiet.pcap')
def quiet():
    """ARP, LLDP and spanning tree beside a ping."""
    frames = talks.wrapped(talks.datagrams(Talk('link-quiet').ping()),
                           ether.ethernet)
    at = frames[-1][0] + capfile.MS
    arp = struct.pack('!HHBBH', 1, 0x0800, 6, 4, 1) + ether.MACS[0] + \
        ip.packed('192.0.2.10') + bytes(6) + ip.packed('192.0.2.5')
    stp = ether.ethernet(b'\x42\x42\x03' + bytes(35), 0, 38)
    lldp = ether.ethernet(b'\x02\x07\x04' + ether.MACS[0] +
                          b'\x04\x03\x0701\x06\x02\0\x78\0\0', 0, 0x88cc)
    for n, frame in enumerate((ether.ethernet(arp, 0, 0x0806), stp, lldp)):
        frames.append((at + n, frame))
    return capfile.pcap(1, frames)
