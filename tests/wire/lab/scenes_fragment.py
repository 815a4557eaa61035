# SPDX-License-Identifier: BSD-2-Clause
"""IP fragments: the INVITE of a call does not fit, the rest does."""

from . import capfile, ether, ip, talks, tunnel
from .registry import add, capture
from .sip import Talk

ICE = ''.join('a=candidate:%d 1 UDP %d 192.0.2.10 %d typ host\r\n' % (
    n, 2130706431 - n, 50000 + n) for n in range(30))
SIZES4, SIZES6 = (1000, 1000, 2000), (1000, 1000, 2000)


def scene(name, first, ends=talks.V4, wrap=ether.ethernet, link_type=1):
    """first(packet) gives what is captured of the INVITE."""

    def make():
        packets = talks.call(name, ends, extra=ICE)
        out = [(0, p) for p in first(packets[0][1])]
        return capfile.pcap(link_type, talks.wrapped(out + packets[1:], wrap))

    add(name + '.pcap', make)


def cut4(packet):
    return ip.fragment4(packet, SIZES4)


def cut6(packet):
    return ip.fragment6(packet, SIZES6)


def both(name, pick):
    """pick(pieces, piece, packet): pieces are the fragments in order, and
    piece(packet, at, size, data) makes any other."""
    scene('frag4-' + name, lambda p: pick(cut4(p), ip.piece4, p))
    scene('frag6-' + name, lambda p: pick(cut6(p), ip.piece6, p), talks.V6)


both('order', lambda f, piece, p: f)
both('reversed', lambda f, piece, p: f[::-1])
both('mixed', lambda f, piece, p: [f[1], f[2], f[0]])
both('duplicate', lambda f, piece, p: [f[0], f[0], f[1], f[1], f[2], f[2]])
both('no-last', lambda f, piece, p: f[:2])
both('no-first', lambda f, piece, p: f[1:])
both('no-middle', lambda f, piece, p: [f[0], f[2]])
both('only-first', lambda f, piece, p: f[:1])
# 200 bytes of the second were in the first, other bytes; the first wins.
both('overlap', lambda f, piece, p: [
    f[0], piece(p, 800, 1200, b'X' * 200 + body(p)[1000:2000]), f[2]])
# The same, and the one that begins later comes first: its bytes win.
both('overlap-reversed', lambda f, piece, p: [
    f[2], f[1], piece(p, 0, 1200, body(p)[:1000] + b'X' * 200)])


def body(packet):
    """What is fragmented: all behind the IP header."""
    return packet[20:] if packet[0] >> 4 == 4 else packet[40:]


HOP, DESTINATION = (0, ip.PADDING), (60, ip.PADDING)
ROUTE = (43, b'\2\0\0' + bytes(4) + ip.packed('2001:db8::99'))


def options6(before, behind):
    """IPv6 with headers before the fragment header (a copy in each fragment)
    and behind it (in the first one only)."""
    return lambda p: [ip.extended6(f, *before) for f in ip.fragment6(
        ip.extended6(p, *behind), SIZES6)]


scene('frag6-hop-route', options6([HOP, ROUTE], []), talks.V6)
scene('frag6-destination', options6([], [DESTINATION]), talks.V6)
scene('frag6-all-options', options6([HOP, ROUTE], [DESTINATION, DESTINATION]),
      talks.V6)
# A fragment header on what is whole (RFC 6946).
scene('frag6-atomic', lambda p: ip.fragment6(p, (len(p),)), talks.V6)


@capture('frag4-interleaved.pcap')
def interleaved():
    """Two INVITEs of the same phone, their fragments alternating."""
    out = []
    for n in (1, 2):
        packets = talks.call('frag4-interleaved-%d' % n, extra=ICE)
        out.append((ip.fragment4(packets[0][1], SIZES4, 0x1000 + n),
                    packets[1:]))
    first = [(0, p) for pair in zip(out[0][0], out[1][0]) for p in pair]
    return talks.ethernet(first + out[0][1] + out[1][1])


@capture('frag4-same-ident.pcap')
def same_ident():
    """Two phones that use the same identification at the same time."""
    out = []
    for n, phone in enumerate(('192.0.2.10', '192.0.2.11')):
        packets = talks.call('frag4-same-ident-%d' % n,
                             (phone, '192.0.2.5'), extra=ICE)
        out.append((ip.fragment4(packets[0][1], SIZES4, 0x7777), packets[1:]))
    first = [(0, p) for pair in zip(out[0][0], out[1][0]) for p in pair]
    return talks.ethernet(first + out[0][1] + out[1][1])


@capture('frag4-late.pcap')
def late():
    """The last fragment comes two minutes later: not the same datagram any
    more (RFC 791 3.2 waits 15 s, RFC 1122 3.3.2 at most 120 s)."""
    packets = talks.call('frag4-late', extra=ICE)
    pieces = cut4(packets[0][1])
    times, out = capfile.clock(), []
    for piece in pieces[:2] + [p for _, p in packets[1:]]:
        out.append((next(times), ether.ethernet(piece)))
    out.append((capfile.EPOCH + 121 * 10 ** 9, ether.ethernet(pieces[2])))
    return capfile.pcap(1, out)


def outer4(packet, side):
    """VXLAN whose outer packet does not fit: in two fragments."""
    whole = tunnel.vxlan(ether.ethernet(packet, side, pad=False), side)
    if len(whole) < 1500:
        return ether.ethernet(whole, side)
    return [ether.ethernet(p, side)
            for p in ip.fragment4(whole, (1480, 2000), 0x4242)]


scene('frag-vxlan', lambda p: [p], wrap=outer4)


def outer_gre(packet, side):
    whole = tunnel.gre_ip(packet, side)
    if len(whole) < 1500:
        return ether.ethernet(whole, side)
    return [ether.ethernet(p, side)
            for p in reversed(ip.fragment4(whole, (1480, 2000), 0x4243))]


scene('frag-gre', lambda p: [p], wrap=outer_gre)
scene('frag-qinq', cut4, wrap=lambda p, s: ether.tagged(
    p, s, (0x88a8, 7), (0x8100, 100)))
scene('frag-sll2', cut4, wrap=ether.sll2, link_type=276)
# As much as the snap length left of each; the rest is not missing but cut.
scene('frag-snaplen', cut4, wrap=lambda p, s: (
    ether.ethernet(p, s)[:600], len(ether.ethernet(p, s))))
scene('frag-inside', cut4,
      wrap=lambda p, s: ether.ethernet(tunnel.gre_ip(p, s), s))
scene('frag-vlan', cut4, wrap=lambda p, s: ether.tagged(p, s, (0x8100, 100)))


@capture('frag4-two-interfaces.pcapng')
def two_interfaces():
    """Every fragment is seen on a bridge and, 50 us later, on its port."""
    name = 'frag4-two-interfaces'
    packets = talks.call(name, extra=ICE)
    out = [(0, p) for p in cut4(packets[0][1])] + packets[1:]
    ng = capfile.Ng().section()
    ng.interface(1, 262144, [(2, b'br0')]).interface(1, 262144, [(2, b'eth0')])
    for t, f in talks.wrapped(out, ether.ethernet):
        ng.packet(0, t // 1000, f).packet(1, t // 1000 + 50, f)
    return ng.bytes


def slowly(packets):
    """A packet every half second."""
    return capfile.pcap(1, talks.wrapped(packets, ether.ethernet,
                                         500 * capfile.MS))


@capture('frag4-again.pcap')
def again():
    """The last fragment is lost; the phone sends the INVITE again, whole, with
    another identification."""
    packets = talks.call('frag4-again', extra=ICE)
    return slowly([(0, p) for p in cut4(packets[0][1])[:2] + ip.fragment4(
        packets[0][1], SIZES4, 0x1235)] + packets[1:])


@capture('frag4-filtered.pcap')
def filtered():
    """A filter by port left only first fragments of the INVITE and of its 200;
    pings for two minutes more."""
    talk = Talk('frag4-filtered').call(ICE)
    side, text = talk[3]
    head, body = text.split(b'\r\n\r\n')
    talk[3] = side, head.replace(
        b'Content-Length: %d' % len(body),
        b'Content-Length: %d' % (len(body) + len(ICE))) + b'\r\n\r\n' + \
        body + ICE.encode()
    out = [(side, cut4(p)[0] if len(p) > 1400 else p)
           for side, p in talks.datagrams(talk)]
    for cseq in range(1, 4):
        out += talks.datagrams(Talk('frag4-filtered-2').ping(cseq))
    frames = talks.wrapped(out, ether.ethernet)
    for n in range(6):
        time, frame = frames[7 + n]
        frames[7 + n] = time + (n // 2 + 1) * 40 * 10 ** 9, frame
    return capfile.pcap(1, frames)
