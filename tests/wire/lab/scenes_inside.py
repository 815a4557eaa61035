# SPDX-License-Identifier: BSD-2-Clause
"""Streams inside tunnels, and reports inside fragments."""

from . import capfile, ether, hep, ip, scenes_hep, scenes_websocket
from . import talks, tunnel, websocket
from .registry import add, capture
from .scenes_sctp import talk as sctp_talk
from .sctp import Sctp
from .tcp import Tcp
from .tcptalks import opened, talk


def inside(name, packets, wrap, link_type=1):
    """packets(name) in frames that wrap(packet, direction) makes."""
    add(name + '.pcap', lambda: capfile.pcap(
        link_type, talks.wrapped(packets(name), wrap)))


def over_tcp(name):
    """A call in segments of 300 bytes."""
    c, out = opened()
    for side, text in talk(name).call():
        out += c.cut(side, text, *[300] * (len(text) // 300))
    return out + c.close()


def over_websocket(name):
    c = Tcp(ports=(40000, 80))
    return c.open() + c.talk(websocket.upgrade() + scenes_websocket.framed(
        scenes_websocket.talk(name).call())) + c.close()


def over_sctp(name):
    s = Sctp(talks.V4)
    return s.open() + [s.packet(side, s.chunk(side, text))
                       for side, text in sctp_talk(name).call()]


def bridged(packet, side):
    return ether.ethernet(packet, side, pad=False)


def vxlan(packet, side):
    return ether.ethernet(tunnel.vxlan(bridged(packet, side), side), side)


def gre(packet, side):
    return ether.ethernet(tunnel.gre_ip(packet, side, key=1), side)


def vlan(packet, side):
    return ether.tagged(packet, side, (0x8100, 100))


def gtpu(packet, side):
    return ether.ethernet(tunnel.gtpu(packet, side), side)


inside('tcp-in-vlan', over_tcp, vlan)
inside('tcp-in-vxlan', over_tcp, vxlan)
inside('tcp-in-gtpu', over_tcp, gtpu)
inside('tcp-on-sll2', over_tcp, ether.sll2, 276)
inside('ws-in-gre', over_websocket, gre)
inside('sctp-in-vlan', over_sctp, vlan)


@capture('tcp-on-two-networks.pcap')
def two_networks():
    """The same addresses, ports and numbers in two VLANs, packet by packet:
    the second copies are copies."""
    frames = []
    for n, (side, p) in enumerate(over_tcp('tcp-on-two-networks')):
        at = capfile.EPOCH + n * 10 * capfile.MS
        for vlan_id in (100, 200):
            frames.append((at + vlan_id * 1000, ether.tagged(
                p, side, (0x8100, vlan_id))))
    return capfile.pcap(1, frames)


@capture('tcp-no-total.pcap')
def no_total():
    """Segments whose IP length is 0, as a card that cuts them itself lets
    them be seen; no padding behind them."""
    out = []
    for side, p in over_tcp('tcp-no-total'):
        if len(p) < 60:  # would be padded
            out.append((side, p))
            continue
        head = p[:2] + b'\0\0' + p[4:10] + b'\0\0' + p[12:20]
        value = ip.checksum(head).to_bytes(2, 'big')
        out.append((side, head[:10] + value + head[12:] + p[20:]))
    return talks.ethernet(out)


def hep_fragments(name, order):
    """Every report in fragments with 200 bytes of payload each and a rest."""
    out = []
    for n, report in enumerate(scenes_hep.reports(name, scenes_hep.three())):
        p = ip.udp(hep.AGENT, 49000, hep.HOMER, hep.PORT, report)
        pieces = ip.fragment4(p, (200, 200, 2000), 0x900 + n)
        out += [(0, piece) for piece in pieces[::order]]
    return talks.ethernet(out)


add('hep3-fragments.pcap', hep_fragments, 'hep3-fragments', 1)
add('hep3-fragments-reversed.pcap', hep_fragments, 'hep3-fragments-reversed',
    -1)


@capture('hep3-in-vxlan.pcap')
def hep_vxlan():
    """What a mirror sees of an agent."""
    out = [(0, ip.udp(hep.AGENT, 49000, hep.HOMER, hep.PORT, r)) for r in
           scenes_hep.reports('hep3-in-vxlan', scenes_hep.three())]
    return capfile.pcap(1, talks.wrapped(out, vxlan))
