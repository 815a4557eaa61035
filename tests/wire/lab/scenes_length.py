# SPDX-License-Identifier: BSD-2-Clause
"""Keep-alives between messages over TCP, and lengths that are not true."""

from .registry import add, capture
from .sip import Talk
from .tcp import ACK, Tcp
from .tcptalks import ethernet, opened, talk

PINGS, PONG = b'\r\n\r\n', b'\r\n'


@capture('tcp-keepalive.pcap')
def keepalive():
    """Two times CRLF CRLF and its CRLF (RFC 5626 4.4.1) between two pings."""
    c, head = opened()
    t = talk('tcp-keepalive')
    alive = [(0, PINGS), (1, PONG)]
    return ethernet(head + c.talk(t.ping() + alive + alive + t.ping(2)) +
                    c.close())


def glued(name, before, behind, request=True):
    """A keep-alive in the segment of a message."""
    c, head = opened()
    t = talk(name)
    messages = t.ping() + t.ping(2)
    n = 2 if request else 3
    side, text = messages[n]
    messages[n] = side, before + text + behind
    return ethernet(head + c.talk(messages) + c.close())


add('tcp-keepalive-before.pcap', glued, 'tcp-keepalive-before', PINGS, b'')
add('tcp-keepalive-behind.pcap', glued, 'tcp-keepalive-behind', b'', PINGS)
add('tcp-pong-before.pcap', glued, 'tcp-pong-before', PONG, b'', False)
add('tcp-pong-behind.pcap', glued, 'tcp-pong-behind', b'', PONG, False)


@capture('tcp-keepalive-between.pcap')
def between():
    """OPTIONS, CRLF CRLF, OPTIONS in one segment."""
    c, head = opened()
    t = talk('tcp-keepalive-between')
    a, b = t.ping(), t.ping(2)
    return ethernet(head + [c.data(0, a[0][1] + PINGS + b[0][1]),
                            c.data(*a[1]), c.data(*b[1])] + c.close())


@capture('tcp-probe.pcap')
def probe():
    """TCP's own keep-alive: one byte before the next, a zero."""
    c, head = opened()
    t = talk('tcp-probe')
    out = c.talk(t.ping())
    out += [c.at(0, c.sent[0] - 1, b'\0', ACK), c.ack(1),
            c.at(1, c.sent[1] - 1, b'\0', ACK), c.ack(0)]
    return ethernet(head + out + c.talk(t.ping(2)) + c.close())


@capture('tcp-zeros.pcap')
def zeros():
    """Four bytes 00 as a keep-alive, as some devices send them."""
    c, head = opened()
    t = talk('tcp-zeros')
    return ethernet(head + c.talk(t.ping() + [(0, bytes(4))] + t.ping(2)) +
                    c.close())


def wrong_length(name, wrong, together):
    """The offer of a call is announced longer or shorter than it is."""
    c, head = opened()
    t = talk(name)
    call = t.call()
    sdp = t.sdp(0)
    text = call[0][1].replace(b'Content-Length: %d' % len(sdp),
                              b'Content-Length: %d' % (len(sdp) + wrong))
    assert text != call[0][1]
    if together:  # the ACK and the BYE come in the segment of the INVITE
        out = [c.data(0, text + call[4][1] + call[5][1])] + \
            c.talk(call[1:4] + call[6:])
    else:
        out = c.talk([(0, text)] + call[1:])
    return ethernet(head + out + c.close())


add('tcp-length-small.pcap', wrong_length, 'tcp-length-small', -20, False)
add('tcp-length-small-glued.pcap', wrong_length, 'tcp-length-small-glued',
    -20, True)
add('tcp-length-large.pcap', wrong_length, 'tcp-length-large', 100, False)
add('tcp-length-large-glued.pcap', wrong_length, 'tcp-length-large-glued',
    100, True)


@capture('tcp-length-huge.pcap')
def huge():
    """Content-Length: 99999999, and another ping behind it."""
    c, head = opened()
    t = talk('tcp-length-huge')
    a = t.ping()
    bad = a[0][1].replace(b'Content-Length: 0', b'Content-Length: 99999999')
    return ethernet(head + c.talk([(0, bad), a[1]] + t.ping(2)) + c.close())


@capture('tcp-body-sip.pcap')
def body_sip():
    """A NOTIFY whose body is a SIP message (message/sip): that is no message
    of this connection."""
    c, head = opened()
    t = talk('tcp-body-sip')
    inner = Talk('inside').ping()[0][1]
    notify = t.request('NOTIFY', 'sip:bob@example.com', 1, 'n1', more=[
        ('Event', 'refer'), ('Subscription-State', 'active;expires=60'),
        ('Content-Type', 'message/sip')], body=inner)
    return ethernet(head + c.talk([notify, t.response('200 OK', 'NOTIFY', 1,
                                                      'n1')] + t.ping(2)) +
                    c.close())


@capture('tcp-http.pcap')
def http():
    """HTTP on port 8080 whose bodies speak of SIP/2.0."""
    c = Tcp(ports=(40000, 8080))
    text = b'OPTIONS sip:example.com SIP/2.0\r\nVia: SIP/2.0/UDP x\r\n\r\n'
    page = b'<pre>SIP/2.0 200 OK\r\n</pre>\r\n' + text
    get = b'GET /sip.html HTTP/1.1\r\nHost: example.com\r\n\r\n'
    put = b'POST /log HTTP/1.1\r\nHost: example.com\r\n' \
          b'Content-Length: %d\r\n\r\n' % len(text) + text
    answer = b'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n' \
             b'Content-Length: %d\r\n\r\n' % len(page) + page
    return ethernet(c.open() + c.talk([(0, get), (1, answer), (0, put),
                                       (1, answer)]) + c.close())
