# SPDX-License-Identifier: BSD-2-Clause
"""What of a TCP connection was not captured, and how one ends."""

from . import capfile, ether, ip, talks
from .capfile import MS
from .registry import add, capture
from .sip import Talk
from .tcp import ACK, FIN, PSH, RST, SYN, Tcp
from .tcptalks import ethernet, memo, opened, pad, talk

# --- what was not captured ---

@capture('tcp-midstream.pcap')
def midstream():
    """No handshake; the first segment begins at a message."""
    c = Tcp()
    c.running()
    return ethernet(c.talk(talk('tcp-midstream').call()))


@capture('tcp-midstream-tail.pcap')
def midstream_tail():
    """No handshake; first come the last 120 bytes of an INVITE."""
    c = Tcp()
    c.running()
    call = talk('tcp-midstream-tail').call()
    return ethernet(c.talk([(0, call[0][1][-120:])] + call[1:]))


@capture('tcp-midstream-glued.pcap')
def midstream_glued():
    """No handshake; the tail of a message and a whole one in one segment."""
    c = Tcp()
    c.running()
    t = talk('tcp-midstream-glued')
    tail = memo('tcp-midstream-old', 400)[0][1][-150:]
    ping = t.ping()
    return ethernet(c.talk([(0, tail + ping[0][1]), ping[1]] + t.ping(2)))


def lost_message(name, acked):
    """A 180 of 500 bytes, alone in its segment, was not captured; the phone
    acknowledges it in the next segment, or never."""
    c, head = opened()
    call = talk(name).call()
    call[2] = (1, pad(call[2][1], 500))
    segments = [c.data(*m) for m in call[:3]]
    if acked:
        segments.append(c.ack(0))
    segments += [c.data(*call[3])]
    del segments[2]
    if not acked:  # one direction only: nothing tells that the rest arrived
        c2, head = opened()
        segments = [c2.data(*m) for m in call if m[0] == 1]
        del segments[1]
        return ethernet([h for h in head if h[0] == 1] + segments)
    return ethernet(head + segments + c.talk(call[4:]) + c.close())


add('tcp-lost-acked.pcap', lost_message, 'tcp-lost-acked', True)
add('tcp-lost-silent.pcap', lost_message, 'tcp-lost-silent', False)


def lost_part(name, size, at):
    """Of a MESSAGE with `size' bytes of text the 300 bytes at `at' were not
    captured; a ping follows."""
    c, head = opened()
    m = memo(name, size)
    out = c.cut(0, m[0][1], at, 300)
    del out[1]
    out += [c.data(*m[1])] + c.talk(talk(name).ping(2))
    return ethernet(head + out + c.close())


add('tcp-lost-body.pcap', lost_part, 'tcp-lost-body', 900, 700)
add('tcp-lost-head.pcap', lost_part, 'tcp-lost-head', 150, 50)


@capture('tcp-lost-twice.pcap')
def lost_twice():
    """The first and the third of four pings lost their requests, of 400 and
    450 bytes."""
    return ethernet(pings('tcp-lost-twice', (400, 500, 450, 500), (0, 2)))


@capture('tcp-lost-adjacent.pcap')
def lost_adjacent():
    """The first two of three pings lost their requests, of 400 and 450
    bytes: one hole."""
    return ethernet(pings('tcp-lost-adjacent', (400, 450, 500), (0, 1)))


def pings(name, sizes, lost):
    """Pings with requests of these sizes; those of `lost' were not captured."""
    c, head = opened()
    t = talk(name)
    out = []
    for n, size in enumerate(sizes):
        request, answer = t.ping(n + 1)
        segment = c.data(0, pad(request[1], size))
        out += ([] if n in lost else [segment]) + [c.data(*answer)]
    return head + out + c.close()


@capture('tcp-lost-before-inner.pcap')
def lost_before_inner():
    """Of a MESSAGE of 1,000 bytes of text the 300 bytes at 500 were not
    captured; a SIP message is quoted behind that, and is part of the text."""
    c, head = opened()
    t = talk('tcp-lost-before-inner')
    inner = Talk('quoted').ping()[0][1]
    text = (b'This is what I sent. ' * 50)[:998 - len(inner)] + b'\r\n' + inner
    m = t.request('MESSAGE', 'sip:bob@example.com', 1, 'm1', more=[
        ('Content-Type', 'text/plain')], body=text)
    out = c.cut(0, m[1], 500, 300)
    assert m[1].index(b'OPTIONS sip') > 820
    del out[1]
    out.append(c.data(*t.response('200 OK', 'MESSAGE', 1, 'm1')))
    return ethernet(head + out + c.talk(t.ping(2)) + c.close())


@capture('tcp-lost-start.pcap')
def lost_start():
    """The first 600 bytes after the handshake were not captured."""
    c, head = opened()
    t = talk('tcp-lost-start')
    one, answer = t.ping(1)
    segments = [c.data(0, pad(one[1], 600)), c.data(*answer)]
    return ethernet(head + segments[1:] + c.talk(t.ping(2)) + c.close())


@capture('tcp-late-filler.pcap')
def late_filler():
    """What was lost on the wire comes again 300 ms later: nothing is lost."""
    c, head = opened()
    t = talk('tcp-late-filler')
    call = t.call()
    invite = c.cut(0, call[0][1], 200, 200)
    frames = talks.wrapped(head + [invite[0], invite[2]], ether.ethernet)
    at = frames[-1][0] + 300 * MS
    rest = [invite[1]] + c.talk(call[1:]) + c.close()
    return capfile.pcap(1, frames + [
        (t + at - capfile.EPOCH, f)
        for t, f in talks.wrapped(rest, ether.ethernet)])


def one_way(name, side):
    c, head = opened()
    out = head + c.talk(talk(name).call()) + c.close()
    return ethernet([s for s in out if s[0] == side])


add('tcp-one-way-phone.pcap', one_way, 'tcp-one-way-phone', 0)
add('tcp-one-way-server.pcap', one_way, 'tcp-one-way-server', 1)


@capture('tcp-snaplen.pcap')
def snaplen():
    """Recorded with a snap length of 500: INVITE and its 200 lack bytes of
    their bodies."""
    c, head = opened()
    out = head + c.talk(talk('tcp-snaplen').call()) + c.close()
    return capfile.pcap(1, [
        (t, f[:500], len(f)) for t, f in talks.wrapped(out, ether.ethernet)],
        snaplen=500)


@capture('tcp-fragments.pcap')
def fragments():
    """Every segment with more than 200 bytes in IP fragments, the last
    first."""
    c, head = opened()
    out = []
    for n, (side, p) in enumerate(c.talk(talk('tcp-fragments').call())):
        cut = ip.fragment4(p, (200, 200, 2000), 0x3000 + n)
        out += [(side, f) for f in cut[::-1]]
    return ethernet(head + out + c.close(), MS)


# --- ends ---

@capture('tcp-rst-body.pcap')
def rst_body():
    """A reset after the head and 300 of 900 bytes of a body."""
    c, head = opened()
    t = talk('tcp-rst-body')
    text = memo('tcp-rst-body', 900, 2)[0][1]
    return ethernet(head + c.talk(t.ping()) +
                    [c.data(0, text[:-600]), c.reset(1)])


@capture('tcp-rst-head.pcap')
def rst_head():
    """A reset after 90 bytes of a message."""
    c, head = opened()
    t = talk('tcp-rst-head')
    text = t.ping(2)[0][1]
    return ethernet(head + c.talk(t.ping()) + [c.data(0, text[:90]),
                                               c.reset(1)])


@capture('tcp-fin-body.pcap')
def fin_body():
    """The end of the connection in the middle of a body."""
    c, head = opened()
    t = talk('tcp-fin-body')
    text = memo('tcp-fin-body', 900, 2)[0][1]
    return ethernet(head + c.talk(t.ping()) + [c.data(0, text[:-600])] +
                    c.close())


@capture('tcp-fin-data.pcap')
def fin_data():
    """The last message comes with the FIN."""
    c, head = opened()
    call = talk('tcp-fin-data').call()
    out = c.talk(call[:6])
    out.append(c.data(1, call[6][1], PSH | ACK | FIN))
    c.extra[1] += 1
    return ethernet(head + out + [c.at(0, c.sent[0], b'', FIN | ACK)])


@capture('tcp-syn-data.pcap')
def syn_data():
    """The first request comes with the SYN (RFC 7413)."""
    c = Tcp()
    request, answer = talk('tcp-syn-data').ping()
    syn = c.raw(0, c.isn[0], 0, SYN, request[1])
    c.extra[0], c.sent[0] = 1, len(request[1])
    syn_ack = c.raw(1, c.isn[1], c.expected(1), SYN | ACK)
    c.extra[1] = 1
    return ethernet([syn, syn_ack, c.ack(0), c.data(*answer)] + c.close())


@capture('tcp-port-reuse.pcap')
def port_reuse():
    """After its end the same two ports begin again, lower numbers."""
    one, two = Tcp(isn=(900000, 800000)), Tcp(isn=(1000, 2000))
    a, b = talk('tcp-port-reuse-1'), talk('tcp-port-reuse-2')
    return ethernet(one.open() + one.talk(a.ping()) + one.close() +
                    two.open() + two.talk(b.ping()) + two.close())


@capture('tcp-port-reuse-silent.pcap')
def port_reuse_silent():
    """The same, and the end of the first was not captured."""
    one, two = Tcp(isn=(900000, 800000)), Tcp(isn=(1000, 2000))
    a, b = talk('tcp-silent-1'), talk('tcp-silent-2')
    return ethernet(one.open() + one.talk(a.ping()) +
                    two.open() + two.talk(b.ping()) + two.close())


@capture('tcp-refused.pcap')
def refused():
    """Nothing listens: each of three SYNs is answered with RST."""
    out = []
    for n in range(3):
        c = Tcp(ports=(40000 + n, 5060))
        out += c.open()[:1]
        out.append(c.raw(1, 0, c.isn[0] + 1, RST | ACK))
    return ethernet(out)


@capture('tcp-unanswered.pcap')
def unanswered():
    """Four SYNs at 0, 1, 3 and 7 s, and no answer; then time goes by."""
    frames = []
    for second in (0, 1, 3, 7):
        syn = Tcp().open()[0]
        frames.append((capfile.EPOCH + second * 10 ** 9,
                       ether.ethernet(syn[1])))
    late = talks.wrapped(talks.datagrams(Talk('tcp-unanswered').ping()),
                         ether.ethernet)
    return capfile.pcap(1, frames + [
        (t + 90 * 10 ** 9, f) for t, f in late])


@capture('tcp-interleaved.pcap')
def interleaved():
    """Three connections at the same time, segments of 150 bytes."""
    lanes = []
    for n in range(3):
        c = Tcp(ports=(40000 + n, 5060), isn=(1000 * n, 7000 * n))
        t = Talk('tcp-interleaved-%d' % n, 'TCP', ports=(40000 + n, 5060))
        lane = c.open()
        for side, text in t.call():
            lane += c.cut(side, text, *[150] * (len(text) // 150))
        lanes.append(lane + c.close())
    out = []
    while any(lanes):
        out += [lane.pop(0) for lane in lanes if lane]
    return ethernet(out, MS)
