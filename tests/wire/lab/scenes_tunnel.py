# SPDX-License-Identifier: BSD-2-Clause
"""One call in every tunnel."""

import struct

from . import capfile, ether, ip, talks, tunnel
from .registry import add, capture


def within(name, wrap, ends=talks.V4):
    """wrap(packet, direction) is an Ethernet frame."""
    add(name + '.pcap', lambda: capfile.pcap(
        1, talks.wrapped(talks.call(name, ends), wrap)))


def over(name, wrap, ends=talks.V4):
    """wrap(packet, direction) is an IP packet."""
    within(name, lambda p, s: ether.ethernet(wrap(p, s), s), ends)


def frame(packet, side):
    """What is bridged is not padded."""
    return ether.ethernet(packet, side, pad=False)


within('vlan', lambda p, s: ether.tagged(p, s, (0x8100, 100)))
within('vlan-priority', lambda p, s: ether.tagged(p, s, (0x8100, 0xa000)))
within('qinq-8100', lambda p, s: ether.tagged(p, s, (0x8100, 7), (0x8100, 100)))
within('qinq-88a8', lambda p, s: ether.tagged(p, s, (0x88a8, 7), (0x8100, 100)))
within('qinq-9100', lambda p, s: ether.tagged(p, s, (0x9100, 7), (0x8100, 100)))
within('vlan-pppoe', lambda p, s: ether.ethernet(
    struct.pack('!HH', 7, 0x8864) + ether.pppoe(p), s, 0x8100))
within('mpls-1', lambda p, s: ether.ethernet(ether.mpls(p, 1001), s, 0x8847))
within('mpls-3', lambda p, s: ether.ethernet(
    ether.mpls(p, 1001, 2002, 3003), s, 0x8847))
within('mpls-ipv6', lambda p, s: ether.ethernet(
    ether.mpls(p, 1001, 2), s, 0x8847), talks.V6)
within('mpls-pseudowire', lambda p, s: ether.ethernet(
    ether.mpls(bytes(4) + frame(p, s), 1001, 2002), s, 0x8847))

over('gre-ip', tunnel.gre_ip)
over('gre-ipv6', tunnel.gre_ip, talks.V6)
over('gre-over-ipv6', lambda p, s: tunnel.gre_ip(p, s, tunnel.OUTER6))
over('gre-teb', lambda p, s: tunnel.gre_teb(frame(p, s), s))
over('gre-key', lambda p, s: tunnel.gre_ip(p, s, key=0xcafe))
over('gre-all', lambda p, s: tunnel.gre_ip(p, s, key=0xcafe, seq=7, csum=True))
over('gre-teb-key', lambda p, s: tunnel.gre_teb(frame(p, s), s, key=0xcafe,
                                                seq=7))
over('erspan-1', lambda p, s: tunnel.erspan(frame(p, s), s, 1, 0))
over('erspan-2', lambda p, s: tunnel.erspan(frame(p, s), s, 2, 9))
over('erspan-3', lambda p, s: tunnel.erspan(frame(p, s), s, 3, 9))
over('erspan-3-sub', lambda p, s: tunnel.erspan(frame(p, s), s, 3, 9, True))
over('vxlan', lambda p, s: tunnel.vxlan(frame(p, s), s))
over('vxlan-8472', lambda p, s: tunnel.vxlan(frame(p, s), s, port=8472))
over('vxlan-over-ipv6', lambda p, s: tunnel.vxlan(frame(p, s), s,
                                                  tunnel.OUTER6))
over('vxlan-ipv6', lambda p, s: tunnel.vxlan(frame(p, s), s), talks.V6)
OPTIONS = struct.pack('!HBBI', 0x0102, 0x80, 1, 0xdeadbeef) + \
    struct.pack('!HBBII', 0x0103, 0x01, 2, 1, 2)
over('geneve', lambda p, s: tunnel.geneve(frame(p, s), s))
over('geneve-options', lambda p, s: tunnel.geneve(frame(p, s), s,
                                                  options=OPTIONS))
over('geneve-ip', lambda p, s: tunnel.geneve(p, s, 0x0800, OPTIONS))
over('gtpu', lambda p, s: tunnel.gtpu(p, s))
over('gtpu-seq', lambda p, s: tunnel.gtpu(p, s, seq=11))
over('gtpu-extension', lambda p, s: tunnel.gtpu(
    p, s, extension=b'\x00\x09'))
over('gtpu-ipv6', lambda p, s: tunnel.gtpu(p, s), talks.V6)
over('ipip', tunnel.ipip)
over('6in4', tunnel.ipip, talks.V6)
over('4in6', lambda p, s: tunnel.ipip(p, s, tunnel.OUTER6))
over('6in6', lambda p, s: tunnel.ipip(p, s, tunnel.OUTER6), talks.V6)
over('tzsp', lambda p, s: tunnel.tzsp(frame(p, s), s))
over('ah', lambda p, s: ip.ah(p))


def nested(packet, side):
    """VLAN in VXLAN in GRE."""
    inner = ether.tagged(packet, side, (0x8100, 100))
    return tunnel.gre_teb(frame(tunnel.vxlan(inner, side), side), side)


over('nested', nested)


def deep(packet, side, levels):
    for _ in range(levels):
        packet = tunnel.ipip(packet, side)
    return packet


over('nested-3', lambda p, s: deep(p, s, 3))
over('too-deep', lambda p, s: deep(p, s, 20))


@capture('esp.pcap')
def esp():
    """Nothing of an ESP packet can be read (RFC 4303)."""
    packets = []
    for n in range(4):
        body = struct.pack('!II', 0x1001, n + 1) + \
            bytes((i * 167 + n * 89 + 13) % 256 for i in range(120))
        packets.append((n % 2, ip.ip(*tunnel.between(n % 2), ip.ESP, body)))
    return talks.ethernet(packets)


@capture('macsec.pcap')
def macsec():
    """Nor of MACsec (IEEE 802.1AE)."""
    times, frames = capfile.clock(), []
    for n in range(3):
        body = struct.pack('!BBI', 0x2c, 0, n + 1) + bytes(
            (i * 59 + n * 31 + 7) % 256 for i in range(90))
        frames.append((next(times), ether.ethernet(body, n % 2, 0x88e5)))
    return capfile.pcap(1, frames)
