# SPDX-License-Identifier: BSD-2-Clause
"""How messages lie in TCP segments, and segments in time."""

from . import capfile, ether, talks
from .capfile import MS
from .registry import add, capture
from .sip import Talk
from .tcp import Tcp
from .tcptalks import ethernet, memo, opened, talk


# --- how messages and segments lie to each other ---

def plain(name, **how):
    c = Tcp()
    return ethernet(c.open() + c.talk(talk(name, **how).call()) + c.close())


add('tcp-one.pcap', plain, 'tcp-one')
add('tcp-bare-lf.pcap', plain, 'tcp-bare-lf', eol='\n')
add('tcp-no-length.pcap', plain, 'tcp-no-length', length=None)


@capture('tcp-ipv6.pcap')
def ipv6():
    c = Tcp(talks.V6)
    t = Talk('tcp-ipv6', 'TCP', talks.V6, (40000, 5060))
    return ethernet(c.open() + c.talk(t.call()) + c.close())


def ports(name, port):
    c = Tcp(ports=(40000, port))
    t = Talk(name, 'TCP', ports=(40000, port))
    return ethernet(c.open() + c.talk(t.call()) + c.close())


add('tcp-5080.pcap', ports, 'tcp-5080', 5080)
add('tcp-random-port.pcap', ports, 'tcp-random-port', 27182)


def together(name, **how):
    """Three pings; their requests in one segment, their answers too."""
    t, c = talk(name, **how), Tcp()
    pings = [t.ping(n) for n in (1, 2, 3)]
    return ethernet(c.open() + [
        c.data(0, b''.join(p[0][1] for p in pings)),
        c.data(1, b''.join(p[1][1] for p in pings))] + c.close())


add('tcp-many-in-one.pcap', together, 'tcp-many-in-one')
add('tcp-no-length-glued.pcap', together, 'tcp-no-length-glued', length=None)


@capture('tcp-one-over-many.pcap')
def over_many():
    """Every message in segments of 100 bytes."""
    c, out = Tcp(), []
    for side, text in talk('tcp-one-over-many').call():
        out += c.cut(side, text, *[100] * (len(text) // 100))
    return ethernet(c.open() + out + c.close(), MS)


@capture('tcp-odd-cuts.pcap')
def odd_cuts():
    """Cuts in the start line, between CR and LF, in the empty line, in the
    body; and the end of one message with the beginning of the next."""
    t, c = talk('tcp-odd-cuts'), Tcp()
    call = t.call()
    invite, ack, bye = call[0][1], call[4][1], call[5][1]
    empty = invite.index(b'\r\n\r\n')
    line = invite.index(b'\r\n') + 1
    sizes = [3, line - 3, empty + 3 - line, 1, 20]
    out = c.open() + c.cut(0, invite, *sizes)
    out += [c.data(*m) for m in call[1:4]]
    out += c.cut(0, ack + bye, 5, len(ack) - 5 - 2, 2 + 7)
    return ethernet(out + [c.data(*call[6])] + c.close())


@capture('tcp-bytewise.pcap')
def bytewise():
    """One byte a segment."""
    c, out = Tcp(), []
    short = [
        (0, b'OPTIONS sip:example.com SIP/2.0\r\n'
            b'v: SIP/2.0/TCP 192.0.2.10:40000;branch=z9hG4bK-b\r\n'
            b'f: <sip:alice@example.com>;tag=a\r\nt: <sip:example.com>\r\n'
            b'i: bytes\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\n'
            b'l: 0\r\n\r\n'),
        (1, b'SIP/2.0 200 OK\r\n'
            b'v: SIP/2.0/TCP 192.0.2.10:40000;branch=z9hG4bK-b\r\n'
            b'f: <sip:alice@example.com>;tag=a\r\n'
            b't: <sip:example.com>;tag=b\r\n'
            b'i: bytes\r\nCSeq: 1 OPTIONS\r\nl: 0\r\n\r\n'),
    ]
    for side, text in short:
        out += c.cut(side, text, *[1] * len(text))
    return capfile.pcap(101, talks.wrapped(out, lambda p, s: p, MS))


@capture('tcp-large.pcap')
def large():
    """A MESSAGE of more than 70,000 bytes, its answer, and a ping."""
    c, out = Tcp(), []
    for side, text in memo('tcp-large', 70000) + talk('tcp-large').ping(2):
        out += c.cut(side, text, *[1448] * (len(text) // 1448))
    return ethernet(c.open() + out + c.close(), MS)


# --- order and copies ---

def pieces(name):
    """A call, its messages of the phone in segments of 200 bytes."""
    c, out = Tcp(), []
    head = c.open()
    for side, text in talk(name).call():
        sizes = [200] * (len(text) // 200) if side == 0 else []
        out += c.cut(side, text, *sizes)
    return c, head, out


@capture('tcp-reordered.pcap')
def reordered():
    """Neighbours change places, two by two."""
    c, head, out = pieces('tcp-reordered')
    for n in range(0, len(out) - 1, 2):
        out[n], out[n + 1] = out[n + 1], out[n]
    return ethernet(head + out + c.close(), MS)


@capture('tcp-reversed.pcap')
def reversed_():
    """An INVITE whose segments come in the opposite order."""
    t, c = talk('tcp-reversed'), Tcp()
    call = t.call()
    head = c.open()
    invite = c.cut(0, call[0][1], 100, 100, 100, 100)
    return ethernet(head + invite[::-1] + c.talk(call[1:]) + c.close(), MS)


@capture('tcp-retransmitted.pcap')
def retransmitted():
    """Every segment comes again 200 ms later."""
    c, head, out = pieces('tcp-retransmitted')
    frames, last = [], 0
    for n, segment in enumerate(head + out + c.close()):
        frame = ether.ethernet(segment[1], segment[0])
        last = capfile.EPOCH + n * 3 * MS
        frames += [(last, frame), (last + 200 * MS, frame)]
    return capfile.pcap(1, sorted(frames))


@capture('tcp-doubled.pcap')
def doubled():
    """Every packet seen twice within 30 us, as on a bridge and its port."""
    c = Tcp()
    frames = []
    for n, (side, p) in enumerate(
            c.open() + c.talk(talk('tcp-doubled').call()) + c.close()):
        at = capfile.EPOCH + n * 10 * MS
        frames += [(at, ether.ethernet(p, side)),
                   (at + 30000, ether.ethernet(p, side))]
    return capfile.pcap(1, frames)


@capture('tcp-resent-merged.pcap')
def merged():
    """Three segments, then all of them again in one, then the rest."""
    t, c = talk('tcp-resent-merged'), Tcp()
    call = t.call()
    invite = call[0][1]
    out = c.open() + c.cut(0, invite[:300], 100, 100)
    out.append(c.at(0, 0, invite[:300]))
    out.append(c.data(0, invite[300:]))
    return ethernet(out + c.talk(call[1:]) + c.close())


@capture('tcp-overlap.pcap')
def overlap_plain():
    """The second segment begins 60 bytes too early, with other bytes."""
    c, head = opened()
    call = talk('tcp-overlap').call()
    invite = call[0][1]
    half = invite.index(b'a=rtpmap:101')
    one = c.data(0, invite[:half])
    two = c.at(0, half - 60, b'Y' * 60 + invite[half:])
    c.sent[0] = len(invite)
    return ethernet(head + [one, two] + c.talk(call[1:]) + c.close())


@capture('tcp-overlap-ahead.pcap')
def overlap_ahead():
    """The second segment comes first; the first then covers 40 bytes of it
    with other bytes."""
    c, head = opened()
    call = talk('tcp-overlap-ahead').call()
    invite = call[0][1]
    half = invite.index(b'a=rtpmap:101')
    two = c.at(0, half, invite[half:])
    one = c.at(0, 0, invite[:half] + b'X' * 40)
    c.sent[0] = len(invite)
    return ethernet(head + [two, one] + c.talk(call[1:]) + c.close())


def numbers(name, isn):
    c = Tcp(isn=isn)
    out = c.open()
    for side, text in talk(name).call():
        out += c.cut(side, text, *[200] * (len(text) // 200))
    return ethernet(out + c.close(), MS)


add('tcp-wrap.pcap', numbers, 'tcp-wrap', (2 ** 32 - 300, 2 ** 32 - 500))
add('tcp-wrap-sign.pcap', numbers, 'tcp-wrap-sign',
    (2 ** 31 - 300, 2 ** 31 - 500))


@capture('tcp-wrap-reordered.pcap')
def wrap_reordered():
    """The segment that wraps comes last."""
    c = Tcp(isn=(2 ** 32 - 300, 5))
    head = c.open()
    call = talk('tcp-wrap-reordered').call()
    invite = c.cut(0, call[0][1], 200, 200)
    return ethernet(head + [invite[0]] + invite[:0:-1] + c.talk(call[1:]) +
                    c.close())
