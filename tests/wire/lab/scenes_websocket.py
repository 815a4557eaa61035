# SPDX-License-Identifier: BSD-2-Clause
"""SIP over WebSocket (RFC 7118)."""

from . import talks, websocket as ws
from .registry import add, capture
from .sip import Talk
from .tcp import Tcp
from .tcptalks import ethernet, memo, pad


def talk(name, port=80):
    return Talk(name, 'WS', ports=(40000, port))


def connection(messages, port=80, how=None):
    c = Tcp(ports=(40000, port))
    out = c.open()
    for side, data in messages:
        out += how(c, side, data) if how else [c.data(side, data)]
    return ethernet(out + c.close())


def framed(messages, opcode=ws.TEXT):
    return [ws.sent(side, text, opcode) for side, text in messages]


BYE = [ws.sent(0, b'\x03\xe8', ws.CLOSE), ws.sent(1, b'\x03\xe8', ws.CLOSE)]


def call(name, opcode=ws.TEXT, port=80):
    return connection(ws.upgrade() + framed(talk(name, port).call(), opcode) +
                      BYE, port)


add('ws-call.pcap', call, 'ws-call')
add('ws-binary.pcap', call, 'ws-binary', ws.BINARY)
add('ws-8088.pcap', call, 'ws-8088', ws.TEXT, 8088)
add('ws-random-port.pcap', call, 'ws-random-port', ws.TEXT, 31415)


@capture('ws-tiny.pcap')
def tiny():
    """Messages of less than 126 bytes: the length has 7 bits."""
    head = b'v:SIP/2.0/WS a;branch=z9hG4bK001\r\nf:<sip:a>;tag=1\r\n' \
           b't:<sip:b>%s\r\ni:1\r\nCSeq:1 OPTIONS\r\n'
    ask = b'OPTIONS sip:b SIP/2.0\r\nMax-Forwards:70\r\n' + head % b'' + b'\r\n'
    say = b'SIP/2.0 200 OK\r\n' + head % b';tag=2' + b'\r\n'
    assert max(len(ask), len(say)) == 125, (len(ask), len(say))
    return connection(ws.upgrade() + framed([(0, ask), (1, say)]))


def segments(size):
    return lambda c, side, data: c.cut(side, data,
                                       *[size] * (len(data) // size))


@capture('ws-large.pcap')
def large():
    """A text of 66,000 bytes: the length has 64 bits."""
    return connection(ws.upgrade() + framed(
        memo('ws-large', 66000) + talk('ws-large').ping(2)),
        how=segments(1448))


@capture('ws-segments.pcap')
def small_segments():
    """Segments of 50 bytes: frame headers and the upgrade are cut, too."""
    return connection(ws.upgrade() + framed(talk('ws-segments').call()) + BYE,
                      how=segments(50))


@capture('ws-bytewise.pcap')
def bytewise():
    """The frame header of the answer byte by byte."""
    ping = framed(talk('ws-bytewise').ping())
    c = Tcp(ports=(40000, 80))
    out = c.open() + c.talk(ws.upgrade() + ping[:1]) + \
        c.cut(1, ping[1][1], 1, 1, 1, 1, 1)
    return ethernet(out + c.close())


@capture('ws-many.pcap')
def many():
    """Three frames in a segment; the first answer in the segment of 101."""
    t = talk('ws-many')
    pings = [framed(t.ping(n)) for n in (1, 2, 3)]
    return connection([
        ws.request(), (1, ws.accepted()[1] + ws.frame(b'', ws.PING)),
        (0, b''.join(p[0][1] for p in pings)),
        (1, b''.join(p[1][1] for p in pings))])


@capture('ws-fragmented.pcap')
def fragmented():
    """The INVITE in three frames, a ping and its pong between them; the 200
    in two."""
    messages = talk('ws-fragmented').call()
    invite, ok = messages[0][1], messages[3][1]
    out = ws.upgrade() + [
        ws.sent(0, invite[:100], fin=False),
        ws.sent(0, b'still here', ws.PING), ws.sent(1, b'still here', ws.PONG),
        ws.sent(0, invite[100:101], ws.CONTINUED, fin=False),
        ws.sent(1, b'', ws.PING), ws.sent(0, b'', ws.PONG),
        ws.sent(0, invite[101:], ws.CONTINUED)]
    out += framed(messages[1:3]) + [
        ws.sent(1, ok[:300], fin=False), ws.sent(1, ok[300:], ws.CONTINUED)]
    return connection(out + framed(messages[4:]) + BYE)


@capture('ws-midstream.pcap')
def midstream():
    """Neither handshake nor upgrade."""
    c = Tcp(ports=(40000, 80))
    c.running()
    return ethernet(c.talk(framed(talk('ws-midstream').call())))


@capture('ws-one-way.pcap')
def one_way():
    """Only what the server sends."""
    c = Tcp(ports=(40000, 80))
    out = c.open() + c.talk(ws.upgrade() + framed(talk('ws-one-way').call()))
    return ethernet([s for s in out if s[0] == 1])


@capture('ws-keepalive.pcap')
def keepalive():
    """CRLF CRLF in a frame, and CRLF in answer, as browsers' libraries do."""
    t = talk('ws-keepalive')
    return connection(ws.upgrade() + framed(
        t.ping() + [(0, b'\r\n\r\n'), (1, b'\r\n')] + t.ping(2)))


@capture('ws-lost.pcap')
def lost():
    """A frame with a 180 of 500 bytes was not captured: 504 bytes."""
    messages = talk('ws-lost').call()
    messages[2] = 1, pad(messages[2][1], 500)
    c = Tcp(ports=(40000, 80))
    out = c.open() + c.talk(ws.upgrade() + framed(messages) + BYE) + c.close()
    assert len(out[3 + 2 + 2][1]) == 40 + 504
    del out[3 + 2 + 2]
    return ethernet(out)


DEFLATE = 'permessage-deflate; client_max_window_bits'


@capture('ws-deflate.pcap')
def deflated():
    """Both sides agreed on permessage-deflate (RFC 7692)."""
    return connection(ws.upgrade(extensions=DEFLATE) + [
        ws.sent(side, ws.permessage(text), compressed=True)
        for side, text in talk('ws-deflate').call()] + BYE)


@capture('ws-deflate-declined.pcap')
def declined():
    """Offered, but not accepted: plain frames."""
    return connection([ws.request('sip', DEFLATE), ws.accepted()] +
                      framed(talk('ws-deflate-declined').call()) + BYE)


@capture('ws-deflate-unused.pcap')
def unused():
    """Accepted, and then no frame makes use of it."""
    return connection(ws.upgrade(extensions=DEFLATE) +
                      framed(talk('ws-deflate-unused').call()) + BYE)


@capture('ws-refused.pcap')
def refused():
    """403 instead of 101."""
    page = b'this origin is not allowed\n'
    return connection([ws.request(), (
        1, b'HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\n'
           b'Content-Length: %d\r\nConnection: close\r\n\r\n' % len(page) +
        page)])


@capture('ws-chat.pcap')
def chat():
    """Another subprotocol, and talk about SIP/2.0."""
    return connection(ws.upgrade('chat') + framed([
        (0, b'{"say": "INVITE sip:bob@example.com SIP/2.0"}'),
        (1, b'{"say": "SIP/2.0 200 OK is what I got"}')]) + BYE)


@capture('ws-ipv6.pcap')
def ipv6():
    t = Talk('ws-ipv6', 'WS', talks.V6, (40000, 80))
    c = Tcp(talks.V6, (40000, 80))
    return ethernet(c.open() + c.talk(ws.upgrade() + framed(t.call()) + BYE) +
                    c.close())
