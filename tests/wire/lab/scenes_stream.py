# SPDX-License-Identifier: BSD-2-Clause
"""What real TCP connections do beside the textbook."""

import re
import struct

from . import tls
from .registry import add, capture
from .tcp import ACK, PSH, SYN, Tcp
from .tcptalks import ethernet, memo, opened, talk


# --- resets and several connections ---

@capture('tcp-reset-late.pcap')
def reset_late():
    """Two pings; the phone resets before the second answer, which was on its
    way."""
    c, head = opened()
    t = talk('tcp-reset-late')
    second = t.ping(2)
    return ethernet(head + c.talk(t.ping()) + [
        c.data(*second[0]), c.reset(0), c.data(*second[1])])


@capture('tcp-sent-again.pcap')
def sent_again():
    """A reset behind the INVITE, which comes again over a new connection."""
    one, two = Tcp(), Tcp(ports=(40001, 5060))
    call = talk('tcp-sent-again').call()
    return ethernet(one.open() + one.talk(call[:1]) + [one.reset(1)] +
                    two.open() + two.talk(call) + two.close())


@capture('tcp-other-connection.pcap')
def other_connection():
    """The connection ends while it rings; the rest comes over a new one."""
    one, two = Tcp(), Tcp(ports=(40001, 5060))
    call = talk('tcp-other-connection').call()
    return ethernet(one.open() + one.talk(call[:3]) + one.close() +
                    two.open() + two.talk(call[3:]) + two.close())


@capture('tcp-called-back.pcap')
def called_back():
    """The server opens a connection of its own to answer."""
    one, two = Tcp(), Tcp(ports=(5060, 33000))
    call = talk('tcp-called-back').call()
    two.extra[1] = 1
    back = [two.raw(1, two.isn[1], 0, SYN)]
    back.append(two.raw(0, two.isn[0], two.expected(0), SYN | ACK))
    two.extra[0] = 1
    return ethernet(one.open() + one.talk(call[:1]) + back + [two.ack(1)] +
                    two.talk(call[1:]) + two.close())


# --- the segments themselves ---

@capture('tcp-probe-garbage.pcap')
def probe_garbage():
    """TCP's own keep-alives that bring a byte of garbage, both ways."""
    c, head = opened()
    t = talk('tcp-probe-garbage')
    out = head + c.talk(t.ping())
    for side in (0, 1):
        out += [c.at(side, c.sent[side] - 1, b'Z', ACK), c.ack(1 - side)]
    return ethernet(out + c.talk(t.ping(2)) + c.close())


@capture('tcp-window-probe.pcap')
def window_probe():
    """The phone's window is closed: the server sends one byte of its answer
    again and again, then all of it."""
    c, head = opened()
    ask, answer = talk('tcp-window-probe').ping()
    probes = [c.data(*ask)] + [c.at(1, 0, answer[1][:1], ACK)] * 3
    return ethernet(head + probes + [c.data(*answer)] + c.close())


@capture('tcp-congestion.pcap')
def congestion():
    """ECN: ECE and CWR in the SYN and in segments (RFC 3168)."""
    c = Tcp()
    head = c.open()
    head[0] = c.raw(0, c.isn[0], 0, SYN | 0xc0, b'', b'\x02\x04\x05\xb4')
    return ethernet(head + [c.data(side, text, PSH | ACK | 0x80)
                            for side, text in talk('tcp-congestion').call()] +
                    c.close())


@capture('tcp-fast-open-declined.pcap')
def fast_open_declined():
    """The server does not take the data of the SYN: it comes again."""
    c = Tcp()
    ping = talk('tcp-fast-open-declined').ping()
    syn = c.raw(0, c.isn[0], 0, SYN, ping[0][1],
                b'\x22\x0aabcdefgh\x01\x01')
    c.extra[0] = 1
    answer = c.raw(1, c.isn[1], c.expected(1), SYN | ACK)
    c.extra[1] = 1
    return ethernet([syn, answer, c.ack(0)] + c.talk(ping) + c.close())


@capture('tcp-offload.pcap')
def offload():
    """A message of 60,000 bytes in one segment, as the card gets it."""
    c, head = opened()
    return ethernet(head + c.talk(memo('tcp-offload', 60000)) + c.close())


@capture('tcp-100k.pcap')
def hundred():
    """A body of 100,000 bytes, and a ping behind it in the last segment."""
    c, head = opened()
    ask, answer = memo('tcp-100k', 100000)
    ping = talk('tcp-100k').ping(2)
    return ethernet(head + c.cut(0, ask[1] + ping[0][1], *[1448] * 69) +
                    [c.data(*answer), c.data(*ping[1])] + c.close(), 10 ** 6)


# --- lengths as they are written ---

def renamed(message, line):
    """With another line for Content-Length; %d: its value."""
    side, text = message
    size = len(text.split(b'\r\n\r\n', 1)[1])
    return side, re.sub(rb'Content-Length: \d+', lambda m: line % size
                        if b'%d' in line else line, text)


@capture('tcp-length-names.pcap')
def names():
    """Seven pings in one segment, each with another form of the name."""
    c, head = opened()
    t = talk('tcp-length-names')
    forms = [b'content-length: %d', b'CONTENT-LENGTH:%d', b'l: %d', b'L:%d',
             b'l \t: %d ', b'Content-Length:\r\n  %d', b'l: 000%d']
    pings = [[renamed(m, form) for m in t.ping(n + 1)]
             for n, form in enumerate(forms)]
    return ethernet(head + [c.data(side, b''.join(p[side][1] for p in pings))
                            for side in (0, 1)] + c.close())


def lengths(name, line):
    """A call whose INVITE and its 200 have this line."""
    c, head = opened()
    call = talk(name).call()
    call[0], call[3] = renamed(call[0], line), renamed(call[3], line)
    return ethernet(head + c.talk(call) + c.close())


add('tcp-length-zero.pcap', lengths, 'tcp-length-zero', b'Content-Length: 0')
add('tcp-length-twice.pcap', lengths, 'tcp-length-twice',
    b'Content-Length: %d\r\nContent-Length: 7')


# --- what is not SIP, before it and instead of it ---

PROXY1 = b'PROXY TCP4 203.0.113.7 192.0.2.5 45678 5060\r\n'
PROXY2 = b'\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c' + \
    bytes([203, 0, 113, 7, 192, 0, 2, 5]) + struct.pack('!HH', 45678, 5060)


def proxied(name, header):
    c, head = opened()
    call = talk(name).call()
    call[0] = 0, header + call[0][1]
    return ethernet(head + c.talk(call) + c.close())


add('tcp-proxy-1.pcap', proxied, 'tcp-proxy-1', PROXY1)
add('tcp-proxy-2.pcap', proxied, 'tcp-proxy-2', PROXY2)


@capture('tls-proxy.pcap')
def tls_proxy():
    """The PROXY header and the ClientHello in one segment."""
    c = Tcp(ports=(40000, 5061))
    return ethernet(c.open() + [
        c.data(0, PROXY2 + tls.client_hello('sip.example.com')),
        c.data(1, tls.record(tls.ALERT, b'\x02\x28'))] + c.close())


def only(messages, port=5060):
    c = Tcp(ports=(40000, port))
    return ethernet(c.open() + c.talk(messages) + c.close())


GET = (0, b'GET / HTTP/1.1\r\nHost: 192.0.2.5\r\n\r\n')
RTSP = [(0, b'OPTIONS rtsp://192.0.2.5/a RTSP/1.0\r\nCSeq: 1\r\n\r\n'),
        (1, b'RTSP/1.0 200 OK\r\nCSeq: 1\r\nPublic: SETUP\r\n\r\n')]
PATHS = b'To-Path: msrp://192.0.2.5:2855/a;tcp\r\n' \
    b'From-Path: msrp://192.0.2.10:2855/b;tcp\r\n'
MSRP = [(0, b'MSRP a1 SEND\r\n' + PATHS + b'Message-ID: 1\r\n'
         b'Content-Type: text/plain\r\n\r\nhello\r\n-------a1$\r\n'),
        (1, b'MSRP a1 200 OK\r\n' + PATHS + b'-------a1$\r\n')]
XMPP = [(0, b"<?xml version='1.0'?><stream:stream to='example.com'>"),
        (1, b'<stream:features/>')]
STUN = struct.pack('!HHI', 1, 0, 0x2112a442) + bytes(12)

add('tcp-http-5060.pcap', only,
    [GET, (1, b'HTTP/1.0 400 Bad Request\r\n\r\nVia: x')])
add('tcp-http-answered.pcap', only,
    [GET, (1, b'SIP/2.0 400 Bad Request\r\nVia: SIP/2.0/TCP 192.0.2.10\r\n'
           b'CSeq: 1 GET\r\nContent-Length: 0\r\n\r\n')])
add('tcp-rtsp.pcap', only, RTSP * 4, 554)
add('tcp-rtsp-5060.pcap', only, RTSP * 4)
add('tcp-msrp.pcap', only, MSRP * 4, 2855)
add('tcp-msrp-5060.pcap', only, MSRP * 4)
add('tcp-xmpp-5060.pcap', only, XMPP)
add('tcp-only-pings.pcap', only, [(0, b'\r\n\r\n'), (1, b'\r\n')] * 5)


@capture('tcp-stun.pcap')
def stun():
    """STUN between two pings, alone and glued to a request."""
    c, head = opened()
    t = talk('tcp-stun')
    one, two = t.ping(), t.ping(2)
    return ethernet(head + c.talk(one) + [
        c.data(0, STUN), c.data(0, two[0][1] + STUN), c.data(*two[1])] +
        c.close())
