# SPDX-License-Identifier: BSD-2-Clause
"""SIP over SCTP (RFC 4168)."""

from . import sctp, talks
from .registry import add, capture
from .sip import Talk
from .sctp import Sctp


def talk(name, ends=talks.V4):
    return Talk(name, 'SCTP', ends)


def plain(name, ends=talks.V4, opened=True):
    """Each message in a packet, and acknowledged."""
    s = Sctp(ends)
    out = s.open() if opened else []
    for side, text in talk(name, ends).call():
        out += [s.packet(side, s.chunk(side, text)), s.ack(1 - side)]
    return talks.ethernet(out)


add('sctp-single.pcap', plain, 'sctp-single')
add('sctp-ipv6.pcap', plain, 'sctp-ipv6', talks.V6)
add('sctp-midstream.pcap', plain, 'sctp-midstream', talks.V4, False)


@capture('sctp-bundled.pcap')
def bundled():
    """Three requests in a packet, three answers behind a SACK in another."""
    s, t = Sctp(talks.V4), talk('sctp-bundled')
    pings = [t.ping(n) for n in (1, 2, 3)]
    asked = s.packet(0, *[s.chunk(0, p[0][1]) for p in pings])
    return talks.ethernet(s.open() + [asked, s.packet(
        1, sctp.sack(102), *[s.chunk(1, p[1][1]) for p in pings])])


def fragmented(name, order, times=1):
    """The INVITE in four chunks, one a packet, in this order."""
    s = Sctp(talks.V4)
    messages = talk(name).call()
    parts = s.chunks(0, messages[0][1], 150, 101, 150)
    out = s.open() + [s.packet(0, parts[n]) for n in order]
    for side, text in messages[1:]:
        out.append(s.packet(side, s.chunk(side, text)))
    return talks.ethernet(out)


add('sctp-fragmented.pcap', fragmented, 'sctp-fragmented', (0, 1, 2, 3))
add('sctp-fragments-reversed.pcap', fragmented, 'sctp-fragments-reversed',
    (3, 2, 1, 0))
add('sctp-fragments-mixed.pcap', fragmented, 'sctp-fragments-mixed',
    (1, 3, 0, 2))
add('sctp-fragments-twice.pcap', fragmented, 'sctp-fragments-twice',
    (0, 1, 1, 0, 2, 3, 3))
add('sctp-fragment-missing.pcap', fragmented, 'sctp-fragment-missing',
    (0, 1, 3))


@capture('sctp-retransmitted.pcap')
def retransmitted():
    """Every chunk comes again in a packet of its own."""
    s, out = Sctp(talks.V4), []
    for side, text in talk('sctp-retransmitted').call():
        one = s.chunk(side, text)
        out += [s.packet(side, one), s.packet(side, one)]
    return talks.ethernet(s.open() + out)


@capture('sctp-unordered.pcap')
def unordered():
    s, out = Sctp(talks.V4), []
    for side, text in talk('sctp-unordered').call():
        out.append(s.packet(side, s.chunk(
            side, text, flags=sctp.WHOLE | sctp.UNORDERED)))
    return talks.ethernet(s.open() + out)


@capture('sctp-wrap.pcap')
def wrap():
    """Transmission sequence numbers pass 2^32 inside a message."""
    s = Sctp(talks.V4)
    messages = talk('sctp-wrap').call()
    text = messages[0][1]
    parts = [sctp.data((2 ** 32 - 1 + n) % 2 ** 32, part, flags)
             for n, (part, flags) in enumerate([
                 (text[:200], sctp.BEGIN), (text[200:300], 0),
                 (text[300:], sctp.END)])]
    s.tsn[0], s.seq[0] = 2, 1
    out = [s.packet(0, p) for p in parts]
    for side, text in messages[1:]:
        out.append(s.packet(side, s.chunk(side, text)))
    return talks.ethernet(s.open() + out)


@capture('sctp-streams.pcap')
def streams():
    """Calls on two streams; in each packet a chunk of both."""
    s, out = Sctp(talks.V4), []
    one, two = talk('sctp-streams-1').call(), talk('sctp-streams-2').call()
    for (side, a), (_, b) in zip(one, two):
        out.append(s.packet(side, s.chunk(side, a, stream=1),
                            s.chunk(side, b, stream=2)))
    return talks.ethernet(s.open() + out)


@capture('sctp-idata.pcap')
def idata():
    """I-DATA, each message whole."""
    s, out, mid = Sctp(talks.V4), [], [0, 0]
    for side, text in talk('sctp-idata').call():
        out.append(s.packet(side, sctp.idata(s.tsn[side], text,
                                             mid=mid[side])))
        s.tsn[side] += 1
        mid[side] += 1
    return talks.ethernet(s.open() + out)


@capture('sctp-idata-interleaved.pcap')
def interleaved():
    """Two requests whose fragments alternate, as I-DATA allows."""
    s = Sctp(talks.V4)
    t = talk('sctp-interleaved')
    a, b = t.ping(1), t.ping(2)
    parts = []
    for stream, text in ((1, a[0][1]), (2, b[0][1])):
        parts.append([(stream, sctp.BEGIN, 0, text[:100]),
                      (stream, 0, 1, text[100:200]),
                      (stream, sctp.END, 2, text[200:])])
    out = []
    for pair in zip(*parts):
        for stream, flags, fsn, text in pair:
            out.append(s.packet(0, sctp.idata(s.tsn[0], text, flags, stream,
                                              0, fsn)))
            s.tsn[0] += 1
    out.append(s.packet(1, sctp.idata(900, a[1][1], mid=0),
                        sctp.idata(901, b[1][1], mid=1)))
    return talks.ethernet(s.open() + out)
