# SPDX-License-Identifier: BSD-2-Clause
"""Odd forms of messages, and what is not SIP at all."""

import struct

from . import capfile, ether, ip, talks
from .registry import add, capture
from .sip import Talk

SHORT = {b'Via': b'v', b'From': b'f', b'To': b't', b'Call-ID': b'i',
         b'Contact': b'm', b'Content-Type': b'c', b'Content-Length': b'l',
         b'Subject': b's', b'Supported': b'k'}


def rewritten(name, change):
    """A call whose messages went through change()."""
    def make():
        call = [(side, change(text)) for side, text in Talk(name).call()]
        return talks.ethernet(talks.datagrams(call))
    add(name + '.pcap', make)


def compact(text):
    for long, short in SHORT.items():
        text = text.replace(b'\r\n' + long + b':', b'\r\n' + short + b':')
    return text


def folded(text):
    """Parameters and the empty value on lines of their own."""
    return text.replace(b';branch', b'\r\n ;branch') \
        .replace(b';tag', b'\r\n\t;tag') \
        .replace(b'CSeq: ', b'CSeq:\r\n  ')


def bare_lf(text):
    head, body = text.split(b'\r\n\r\n', 1)
    return head.replace(b'\r\n', b'\n') + b'\n\n' + body


def spaced(text):
    return text.replace(b'From: ', b'From  :\t').replace(b'To: ', b'TO : ')


def no_length(text):
    head, body = text.split(b'\r\n\r\n', 1)
    lines = [x for x in head.split(b'\r\n')
             if not x.startswith(b'Content-Length')]
    return b'\r\n'.join(lines) + b'\r\n\r\n' + body


rewritten('msg-compact', compact)
rewritten('msg-folded', folded)
rewritten('msg-bare-lf', bare_lf)
rewritten('msg-spaces', spaced)
rewritten('msg-crlf-first', lambda text: b'\r\n\r\n' + text)
rewritten('msg-crlf-last', lambda text: text + b'\r\n\r\n')
rewritten('msg-no-length', no_length)
rewritten('msg-via-spaces',
          lambda text: text.replace(b'SIP/2.0/UDP', b'SIP / 2.0 / UDP'))


def on_ports(name, ports):
    add(name + '.pcap', lambda: talks.ethernet(talks.call(name, talks.V4,
                                                          ports)))


on_ports('msg-5080', (5080, 5080))
on_ports('msg-random-port', (27182, 31415))


def method(name, ports):
    """A request of a method that no document knows."""
    def make():
        t = Talk(name)
        return talks.ethernet(talks.datagrams([
            t.request('FROBNICATE', 'sip:bob@example.com', 1, 'f1'),
            t.response('405 Method Not Allowed', 'FROBNICATE', 1, 'f1',
                       more=[('Allow', 'INVITE, ACK, BYE')])],
            talks.V4, ports))
    add(name + '.pcap', make)


method('msg-unknown-method', (5060, 5060))
method('msg-unknown-method-port', (27182, 31415))


def half(name, side):
    add(name + '.pcap', lambda: talks.ethernet(
        [p for p in talks.call(name) if p[0] == side]))


half('msg-requests-only', 0)
half('msg-responses-only', 1)


@capture('msg-register.pcap')
def register():
    return talks.ethernet(talks.datagrams(Talk('msg-register').register()))


@capture('msg-retransmitted.pcap')
def retransmitted():
    """Copies 500 ms later are copies, not duplicates of a packet."""
    request, answer = talks.datagrams(Talk('msg-retransmitted').ping())
    copy = 0, ip.v4(*talks.V4, ip.UDP, request[1][20:], 0x999)
    return talks.ethernet([request, copy, answer], 500 * capfile.MS)


@capture('msg-doubled.pcap')
def doubled():
    """Every packet twice within 30 us, as on a bridge and its port."""
    frames = []
    for n, (side, p) in enumerate(talks.call('msg-doubled')):
        at = capfile.EPOCH + n * 10 * capfile.MS
        frames += [(at, ether.ethernet(p, side)),
                   (at + 30000, ether.ethernet(p, side))]
    return capfile.pcap(1, frames)


@capture('msg-large.pcap')
def large():
    """A message of 60,000 bytes in one frame of a loopback."""
    t = Talk('msg-large')
    text = b'0123456789abcdefghijklmnopqrstuvwxyz-.~!$&()*+,=\r\n' * 1200
    return capfile.pcap(101, talks.wrapped(talks.datagrams([
        t.request('MESSAGE', 'sip:bob@example.com', 1, 'm1',
                  more=[('Content-Type', 'text/plain')], body=text),
        t.response('200 OK', 'MESSAGE', 1, 'm1')]), lambda p, s: p))


@capture('msg-keepalives.pcap')
def keepalives():
    """CRLF CRLF, CRLF, four zero bytes and STUN beside a ping."""
    stun = struct.pack('!HHI', 1, 0, 0x2112a442) + b'wire-lab-12b'
    packets = talks.datagrams(
        Talk('msg-keepalives').ping() + [
            (0, b'\r\n\r\n'), (1, b'\r\n'), (0, b'\r\n\r\n'),
            (0, bytes(4)), (0, stun)])
    return talks.ethernet(packets)


@capture('msg-no-checksum.pcap')
def no_checksum():
    """UDP without checksum, as tunnels and some devices send it."""
    out = []
    for side, p in talks.call('msg-no-checksum'):
        out.append((side, p[:26] + b'\0\0' + p[28:]))
    return talks.ethernet(out)


@capture('msg-bad-checksum.pcap')
def bad_checksum():
    """Checksums that the network card would have filled in."""
    out = []
    for side, p in talks.call('msg-bad-checksum'):
        out.append((side, p[:10] + b'\0\0' + p[12:26] + b'\x12\x34' + p[28:]))
    return talks.ethernet(out)


@capture('msg-ip-options.pcap')
def ip_options():
    """An IPv4 header with a router alert."""
    out = []
    for side, p in talks.call('msg-ip-options'):
        head = bytearray(p[:20])
        head[0] = 0x46
        head[2:4] = struct.pack('!H', len(p) + 4)
        head[10:12] = b'\0\0'
        whole = bytes(head) + b'\x94\x04\0\0'
        value = struct.pack('!H', ip.checksum(whole))
        out.append((side, whole[:10] + value + whole[12:] + p[20:]))
    return talks.ethernet(out)


@capture('msg-ip6-options.pcap')
def ip6_options():
    """Hop-by-hop and destination options before UDP."""
    out = []
    for side, p in talks.call('msg-ip6-options', talks.V6):
        more = struct.pack('!BBBB4x', 60, 0, 1, 4) + \
            struct.pack('!BBBB4x', 17, 0, 1, 4)
        head = p[:4] + struct.pack('!HB', len(p) - 40 + len(more), 0) + p[7:40]
        out.append((side, head + more + p[40:]))
    return talks.ethernet(out)


@capture('none-dns.pcap')
def dns():
    """SRV and its answer for SIP; no SIP in it."""
    name = b''.join(bytes([len(x)]) + x for x in
                    (b'_sip', b'_udp', b'example', b'com')) + b'\0'
    asked = name + struct.pack('!HH', 33, 1)
    target = b'\x03sip\x07example\x03com\0'
    query = struct.pack('!HHHHHH', 0x77, 0x0100, 1, 0, 0, 0) + asked
    answer = struct.pack('!HHHHHH', 0x77, 0x8580, 1, 1, 0, 0) + asked + \
        b'\xc0\x0c' + struct.pack('!HHIHHHH', 33, 1, 300, 6 + len(target), 10,
                                  5, 5080) + target
    return talks.ethernet([
        (0, ip.udp(talks.V4[0], 40001, talks.V4[1], 53, query)),
        (1, ip.udp(talks.V4[1], 53, talks.V4[0], 40001, answer))])


@capture('none-rtp.pcap')
def rtp():
    out = []
    for n in range(40):
        head = struct.pack('!BBHII', 0x80, 8, n, n * 160, 0x5150)
        out.append((n % 2, ip.udp(
            talks.V4[n % 2], 30000, talks.V4[1 - n % 2], 30002,
            head + bytes((n * 7 + i * 13) % 256 for i in range(80)))))
    return talks.ethernet(out)


@capture('none-text.pcap')
def text():
    """SSDP, RTSP, syslog and a chat that quote or look like SIP."""
    said = [
        (1900, b'NOTIFY * HTTP/1.1\r\nHost: 239.255.255.250:1900\r\n'
               b'NT: upnp:rootdevice\r\n\r\n'),
        (554, b'OPTIONS rtsp://example.com RTSP/1.0\r\nCSeq: 1\r\n\r\n'),
        (514, b'<134>1 sipd: received INVITE sip:bob@example.com SIP/2.0\r\n'),
        (9999, b'I got SIP/2.0 486 Busy Here\r\n'),
        (9998, b'{"line": "SIP/2.0 200 OK"}'),
    ]
    return talks.ethernet([(0, ip.udp(talks.V4[0], 40002, talks.V4[1], port,
                                      line)) for port, line in said])
