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
within('qinq-88a8-88a8', lambda p, s: ether.tagged(
    p, s, (0x88a8, 7), (0x88a8, 100)))
within('qinq-three', lambda p, s: ether.tagged(
    p, s, (0x88a8, 7), (0x8100, 100), (0x8100, 8)))
within('qinq-pppoe', lambda p, s: ether.ethernet(
    struct.pack('!HHHH', 7, 0x8100, 8, 0x8864) + ether.pppoe(p), s, 0x88a8))
within('mpls-1', lambda p, s: ether.ethernet(ether.mpls(p, 1001), s, 0x8847))
within('mpls-3', lambda p, s: ether.ethernet(
    ether.mpls(p, 1001, 2002, 3003), s, 0x8847))
within('mpls-ipv6', lambda p, s: ether.ethernet(
    ether.mpls(p, 1001, 2), s, 0x8847), talks.V6)
within('mpls-pseudowire', lambda p, s: ether.ethernet(
    ether.mpls(bytes(4) + frame(p, s), 1001, 2002), s, 0x8847))
within('mpls-pseudowire-bare', lambda p, s: ether.ethernet(
    ether.mpls(frame(p, s), 1001, 2002), s, 0x8847))
within('mpls-pseudowire-vlan', lambda p, s: ether.ethernet(
    ether.mpls(bytes(4) + ether.tagged(p, s, (0x8100, 9)), 1001), s, 0x8847))
within('backbone', lambda p, s: ether.ethernet(
    struct.pack('!I', 5) + frame(p, s), s, 0x88e7))
over('mpls-udp', lambda p, s: tunnel.udp(ether.mpls(p, 9), s, 6635))

over('gre-ip', tunnel.gre_ip)
over('gre-ipv6', tunnel.gre_ip, talks.V6)
over('gre-over-ipv6', lambda p, s: tunnel.gre_ip(p, s, tunnel.OUTER6))
over('gre-teb', lambda p, s: tunnel.gre_teb(frame(p, s), s))
over('gre-key', lambda p, s: tunnel.gre_ip(p, s, key=0xcafe))
over('gre-all', lambda p, s: tunnel.gre_ip(p, s, key=0xcafe, seq=7, csum=True))
over('gre-teb-key', lambda p, s: tunnel.gre_teb(frame(p, s), s, key=0xcafe,
                                                seq=7))
over('gre-seq', lambda p, s: tunnel.gre_ip(p, s, seq=7))
over('gre-routing', tunnel.gre_routed)
over('gre-mpls', lambda p, s: tunnel.gre(ether.mpls(p, 5), 0x8847, s))
over('pptp', tunnel.pptp)
over('pptp-ack', lambda p, s: tunnel.pptp(p, s, 3))
over('l2tp', tunnel.l2tp)
over('l2tp-all', lambda p, s: tunnel.l2tp(p, s, True))
over('l2tp3-udp', lambda p, s: tunnel.l2tp3_udp(frame(p, s), s))
over('l2tp3', lambda p, s: tunnel.l2tp3(frame(p, s), s))
over('etherip', lambda p, s: ip.ip(*tunnel.between(s), 97,
                                   b'\x30\0' + frame(p, s)))
over('segment-route', lambda p, s: ip.ip(
    *tunnel.between(s, tunnel.OUTER6), 143, frame(p, s)))
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
over('gtpu-npdu', lambda p, s: tunnel.gtpu_with(p, s, 0x31, b'\0\0\5\0'))
over('gtpu-two-extensions', lambda p, s: tunnel.gtpu_with(
    p, s, 0x34, b'\0\0\0\x85' b'\2\0\x09\0\0\0\0\x85' b'\1\0\x09\0'))
over('gtpu-over-ipv6', lambda p, s: tunnel.gtpu_with(
    p, s, 0x30, b'', tunnel.OUTER6))
over('capwap', lambda p, s: tunnel.capwap(frame(p, s), s))


def roaming(packet, side):
    """802.11 to the controller and back."""
    return ether.wifi(packet, side, to_ds=side == 0, from_ds=side == 1,
                      qos=False)


def roaming_swapped(packet, side):
    """The two bytes of the frame control field in the other order."""
    wifi = roaming(packet, side)
    return wifi[1::-1] + wifi[2:]


over('capwap-80211', lambda p, s: tunnel.capwap(roaming(p, s), s, True))
over('capwap-swapped', lambda p, s: tunnel.capwap(
    roaming_swapped(p, s), s, True))
over('tzsp', lambda p, s: tunnel.tzsp(frame(p, s), s))
over('ah', lambda p, s: ip.ah(p))


def nested(packet, side):
    """VLAN in VXLAN in GRE."""
    inner = ether.tagged(packet, side, (0x8100, 100))
    return tunnel.gre_teb(frame(tunnel.vxlan(inner, side), side), side)


over('nested', nested)
over('vxlan-vlan', lambda p, s: tunnel.vxlan(
    ether.tagged(p, s, (0x8100, 100)), s))
within('vlan-vxlan-qinq', lambda p, s: ether.tagged(tunnel.vxlan(
    ether.tagged(p, s, (0x88a8, 1), (0x8100, 100)), s), s, (0x8100, 5)))


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


@capture('esp-udp.pcap')
def esp_udp():
    """Nor inside UDP, to the gateway and back to a client behind a NAT."""
    return talks.ethernet([(n % 2, tunnel.esp_udp(n % 2, n + 1))
                           for n in range(4)])


@capture('macsec.pcap')
def macsec():
    """Nor of MACsec (IEEE 802.1AE)."""
    times, frames = capfile.clock(), []
    for n in range(3):
        body = struct.pack('!BBI', 0x2c, 0, n + 1) + bytes(
            (i * 59 + n * 31 + 7) % 256 for i in range(90))
        frames.append((next(times), ether.ethernet(body, n % 2, 0x88e5)))
    return capfile.pcap(1, frames)
