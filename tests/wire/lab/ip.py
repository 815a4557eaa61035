# SPDX-License-Identifier: BSD-2-Clause
"""IPv4 and IPv6 with what they carry directly: UDP, fragments, extensions."""

import ipaddress
import struct

ICMP, IPIP, TCP, UDP, IP6IP, FRAGMENT, GRE, ESP, AH, SCTP = \
    1, 4, 6, 17, 41, 44, 47, 50, 51, 132


def checksum(data):
    """The Internet checksum (RFC 1071)."""
    if len(data) % 2:
        data += b'\0'
    total = sum(struct.unpack('!%dH' % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def packed(ip):
    return ipaddress.ip_address(ip).packed


def pseudo(src, dst, protocol, size):
    """What UDP and TCP checksums cover besides their own bytes."""
    if ':' in src:
        return packed(src) + packed(dst) + struct.pack('!II', size, protocol)
    return packed(src) + packed(dst) + struct.pack('!BBH', 0, protocol, size)


def v4(src, dst, protocol, payload, ident=0, ttl=64, place=0x4000, total=None):
    """place: flags and fragment offset; total: a length that is not true."""
    size = 20 + len(payload) if total is None else total
    head = struct.pack('!BBHHHBBH4s4s', 0x45, 0, size, ident, place, ttl,
                       protocol, 0, packed(src), packed(dst))
    return head[:10] + struct.pack('!H', checksum(head)) + head[12:] + payload


def v6(src, dst, protocol, payload, ttl=64):
    return struct.pack('!IHBB16s16s', 6 << 28, len(payload), protocol, ttl,
                       packed(src), packed(dst)) + payload


def ip(src, dst, protocol, payload, ident=0):
    if ':' in src:
        return v6(src, dst, protocol, payload)
    return v4(src, dst, protocol, payload, ident)


def udp(src, sport, dst, dport, payload, ident=0):
    """A UDP datagram with its IP header."""
    return ip(src, dst, UDP, udp_only(src, sport, dst, dport, payload), ident)


def udp_only(src, sport, dst, dport, payload):
    size = 8 + len(payload)
    head = struct.pack('!HHHH', sport, dport, size, 0)
    value = checksum(pseudo(src, dst, UDP, size) + head + payload) or 0xffff
    return head[:6] + struct.pack('!H', value) + payload


def fragment4(packet, sizes, ident=0x1234):
    """Cut an IPv4 packet into fragments with so many bytes of payload each;
    all but the last are multiples of 8."""
    src, dst = [str(ipaddress.ip_address(packet[i:i + 4])) for i in (12, 16)]
    payload, out, at = packet[20:], [], 0
    for size in sizes:
        if at >= len(payload):
            break
        more = 0x2000 if at + size < len(payload) else 0
        out.append(v4(src, dst, packet[9], payload[at:at + size], ident,
                      packet[8], more | at // 8))
        at += size
    assert at >= len(payload)
    return out


def piece4(packet, at, size, data=None, ident=0x1234):
    """One fragment of an IPv4 packet, with other bytes if data is given."""
    src, dst = [str(ipaddress.ip_address(packet[i:i + 4])) for i in (12, 16)]
    payload = packet[20:]
    more = 0x2000 if at + size < len(payload) else 0
    return v4(src, dst, packet[9], data or payload[at:at + size], ident,
              packet[8], more | at // 8)


def piece6(packet, at, size, data=None, ident=0x12345678):
    """One fragment of an IPv6 packet without extension headers."""
    src, dst = [str(ipaddress.ip_address(packet[i:i + 16])) for i in (8, 24)]
    payload = packet[40:]
    more = 1 if at + size < len(payload) else 0
    return v6(src, dst, FRAGMENT, struct.pack(
        '!BBHI', packet[6], 0, at | more, ident) +
        (data or payload[at:at + size]), packet[7])


def fragment6(packet, sizes, ident=0x12345678):
    out, at = [], 0
    for size in sizes:
        out.append(piece6(packet, at, size, None, ident))
        at += size
    assert at >= len(packet) - 40
    return out


# Of a hop-by-hop or destination header: length 0, six bytes of padding.
PADDING = b'\0\1\4\0\0\0\0'


def extended6(packet, *headers):
    """Put extension headers into an IPv6 packet: (type, all behind the first
    byte)."""
    kinds = [kind for kind, _ in headers] + [packet[6]]
    more = b''.join(bytes([kinds[n + 1]]) + rest
                    for n, (_, rest) in enumerate(headers))
    return packet[:4] + struct.pack('!HB', len(packet) - 40 + len(more),
                                    kinds[0]) + packet[7:40] + more + \
        packet[40:]


def ah6(packet):
    return extended6(packet, (AH, struct.pack('!BHII', 4, 0, 0x1001, 1) +
                              bytes(12)))


def no_total(packet):
    """An IPv4 length of 0, as a card that cuts segments lets it be seen."""
    head = packet[:2] + b'\0\0' + packet[4:10] + b'\0\0' + packet[12:20]
    return head[:10] + struct.pack('!H', checksum(head)) + head[12:] + \
        packet[20:]


def udp_length(packet, length):
    """Another length in the UDP header of an IPv4 packet, no checksum."""
    return packet[:24] + struct.pack('!HH', length, 0) + packet[28:]


def ah(packet):
    """Put an authentication header (RFC 4302) into an IPv4 packet."""
    src, dst = [str(ipaddress.ip_address(packet[i:i + 4])) for i in (12, 16)]
    head = struct.pack('!BBHII', packet[9], 4, 0, 0x1001, 1) + bytes(12)
    return v4(src, dst, AH, head + packet[20:])
