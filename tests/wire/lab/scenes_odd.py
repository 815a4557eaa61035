# SPDX-License-Identifier: BSD-2-Clause
"""Lengths of IP and UDP that are 0 or not true, and extension headers."""

from . import capfile, ether, ip, talks
from .registry import add


def bare(packet, side):
    """No padding: where a length is 0 it would belong to the packet."""
    return ether.ethernet(packet, side, pad=False)


def odd(name, change, ends=talks.V4, wrap=bare):
    add(name + '.pcap', lambda: capfile.pcap(1, talks.wrapped(
        talks.call(name, ends),
        lambda packet, side: wrap(change(packet), side))))


odd('ip4-no-total', ip.no_total)
odd('ip4-no-total-fcs', ip.no_total,
    wrap=lambda p, s: bare(p, s) + b'\x12\x34\x56\x78')
odd('ip4-no-total-vlan', ip.no_total,
    wrap=lambda p, s: ether.tagged(p, s, (0x8100, 100)))
odd('ip6-no-length', lambda p: p[:4] + b'\0\0' + p[6:], talks.V6)
odd('ip6-headers', lambda p: ip.extended6(
    p, (0, ip.PADDING), (43, b'\2\0\0' + bytes(4) + ip.packed('2001:db8::99')),
    (60, ip.PADDING)), talks.V6)
odd('ip6-ah', ip.ah6, talks.V6)
odd('udp-no-length', lambda p: ip.udp_length(p, 0))
odd('udp-length-large', lambda p: ip.udp_length(p, len(p) + 80))
odd('udp-length-small', lambda p: ip.udp_length(p, len(p) - 20 - 30))
odd('udp-length-four', lambda p: ip.udp_length(p, 4))
odd('udp-behind', lambda p: ip.v4(*[
    '.'.join(map(str, p[i:i + 4])) for i in (12, 16)], ip.UDP,
    p[20:] + b'behind the datagram'))


def snapped(size):
    """All that was captured of each frame."""

    def wrap(packet, side):
        frame = ether.ethernet(packet, side)
        return frame[:size], len(frame)

    odd('snaplen-%d' % size, lambda p: p, wrap=wrap)


snapped(20)   # within the IP header
snapped(38)   # within the UDP header
