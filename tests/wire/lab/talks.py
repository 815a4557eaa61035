# SPDX-License-Identifier: BSD-2-Clause
"""Talks over UDP as packets, wrapped into whatever a scene wants."""

from . import capfile, ether, ip
from .sip import PHONE, PHONE6, SERVER, SERVER6, Talk

V4, V6 = (PHONE, SERVER), (PHONE6, SERVER6)


def datagrams(talk, ends=V4, ports=(5060, 5060)):
    """(direction, IP packet) of each message."""
    out = []
    for n, (side, text) in enumerate(talk):
        out.append((side, ip.udp(ends[side], ports[side], ends[1 - side],
                                 ports[1 - side], text, 0x100 + n)))
    return out


def call(name, ends=V4, ports=(5060, 5060), extra=''):
    """The packets of a call."""
    return datagrams(Talk(name, 'UDP', ends, ports).call(extra), ends, ports)


def wrapped(packets, wrap, step=10 * capfile.MS):
    """Frames with times; wrap(packet, direction) is a frame or a list of them,
    and a frame bytes or (bytes, length on the wire)."""
    times, out = capfile.clock(step), []
    for side, packet in packets:
        frames = wrap(packet, side)
        for frame in frames if isinstance(frames, list) else [frames]:
            out.append((next(times),) + (frame if isinstance(frame, tuple)
                                         else (frame,)))
    return out


def ethernet(packets, step=10 * capfile.MS):
    return capfile.pcap(1, wrapped(packets, ether.ethernet, step))
