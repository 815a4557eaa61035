# SPDX-License-Identifier: BSD-2-Clause
"""SIP that a capture agent reports with HEP, an hour after it was seen."""

from . import capfile, hep, ip, talks
from .registry import add, capture
from .sip import Talk
from .tcp import Tcp

SEEN = capfile.EPOCH - 3600 * 10 ** 9


def reports(name, make, ends=talks.V4, ports=(5060, 5060), transport='UDP'):
    """What make() makes of each message of a call."""
    out, times = [], capfile.clock(start=SEEN)
    for side, text in Talk(name, transport, ends, ports).call():
        out.append(make(ends[side], ports[side], ends[1 - side],
                        ports[1 - side], text, next(times)))
    return out


def sent(packets, port=hep.PORT):
    return talks.ethernet([(0, ip.udp(hep.AGENT, 49000, hep.HOMER, port, p))
                           for p in packets])


def three(**how):
    return lambda *place: hep.three(*place, **how)


def scene(name, make, port=hep.PORT, **how):
    add(name + '.pcap', lambda: sent(reports(name, make, **how), port))


scene('hep1', lambda *place: hep.old(1, *place))
scene('hep1-ipv6', lambda *place: hep.old(1, *place), ends=talks.V6)
scene('hep2', lambda *place: hep.old(2, *place))
scene('hep2-ipv6', lambda *place: hep.old(2, *place), ends=talks.V6)
scene('hep3', three())
scene('hep3-ipv6', three(), ends=talks.V6)
scene('hep3-other-port', three(), 27182)
scene('hep3-on-5060', three(), 5060)
scene('hep3-seen-on-tcp', three(protocol=6), ports=(40000, 5060),
      transport='TCP')
scene('hep3-more-chunks', three(extra=hep.item(14, b'secret') + hep.item(
    17, b'a correlation id') + hep.item(33, b'\0\1\2', 0x1234)))
scene('hep3-compressed', three(packed=True))


@capture('hep3-rtcp.pcap')
def rtcp():
    """Reports about RTCP, and a line of a log that speaks of SIP/2.0."""
    place = talks.V4[0], 30001, talks.V4[1], 30003
    return sent([
        hep.three(*place, b'{"type":200,"ssrc":1,"report_count":0}', SEEN,
                  kind=5),
        hep.three(*place, b'INVITE sip:bob@example.com SIP/2.0 was refused',
                  SEEN, kind=100)])


def connection(name, sizes):
    """Over TCP: all packets as one stream, cut into such segments."""
    c = Tcp((hep.AGENT, hep.HOMER), (49000, hep.PORT))
    stream = b''.join(reports(name, three()))
    head = c.open()
    return talks.ethernet(head + c.cut(0, stream, *sizes(stream)) + c.close(),
                          capfile.MS)


add('hep3-tcp.pcap', connection, 'hep3-tcp', lambda s: [1400] * 10)
add('hep3-tcp-split.pcap', connection, 'hep3-tcp-split',
    lambda s: [3, 2, 50, 1] + [100] * (len(s) // 100))


@capture('hep3-tcp-lost.pcap')
def lost():
    """One packet, in a segment of its own, was not captured."""
    c = Tcp((hep.AGENT, hep.HOMER), (49000, hep.PORT))
    head = c.open()
    out = [c.data(0, p) for p in reports('hep3-tcp-lost', three())]
    size = len(out[2][1]) - 40
    assert size == 400, size
    del out[2]
    return talks.ethernet(head + out + [c.ack(1)] + c.close())
