# SPDX-License-Identifier: BSD-2-Clause
"""Link headers: Ethernet with tags and labels, cooked, loop, PPP, 802.11."""

import struct

MACS = (bytes.fromhex('020000000010'), bytes.fromhex('020000000005'))


def kind(packet):
    """The ethertype of an IP packet."""
    return 0x86dd if packet[0] >> 4 == 6 else 0x0800


def ethernet(payload, side=0, ethertype=None, pad=True):
    frame = MACS[1 - side] + MACS[side] + \
        struct.pack('!H', ethertype or kind(payload)) + payload
    return frame + bytes(max(0, 60 - len(frame))) if pad else frame


def tagged(payload, side, *tags):
    """802.1Q: tags are (ethertype, VLAN), outermost first."""
    return ethernet(tag_chain(payload, *tags), side, tags[0][0])


def tag_chain(payload, *tags):
    """What stands behind the ethertype of the first tag."""
    types = [t for t, _ in tags[1:]] + [kind(payload)]
    return b''.join(struct.pack('!HH', vlan, t)
                    for (_, vlan), t in zip(tags, types)) + payload


def mpls(payload, *labels):
    """A stack of labels (RFC 3032), the last one with the bottom bit."""
    out = b''
    for i, label in enumerate(labels):
        bottom = i == len(labels) - 1
        out += struct.pack('!I', label << 12 | bottom << 8 | 64)
    return out + payload


def llc_snap(payload, ethertype=None):
    return b'\xaa\xaa\x03\0\0\0' + \
        struct.pack('!H', ethertype or kind(payload)) + payload


def sll(payload, side=0, protocol=None):
    """Linux cooked, version 1."""
    return struct.pack('!HHH', 4 if side == 0 else 0, 1, 6) + MACS[side] + \
        b'\0\0' + struct.pack('!H', protocol or kind(payload)) + payload


def sll2(payload, side=0, protocol=None):
    """Linux cooked, version 2."""
    return struct.pack('!HHIHBB', protocol or kind(payload), 0, 2, 1,
                       4 if side == 0 else 0, 6) + MACS[side] + \
        b'\0\0' + payload


def family(payload, order, family6):
    """BSD loopback; order is < or >."""
    return struct.pack(order + 'I', family6 if payload[0] >> 4 == 6 else 2) + \
        payload


def ppp(payload, head=b'\xff\x03'):
    return head + struct.pack('!H', 0x57 if payload[0] >> 4 == 6 else 0x21) + \
        payload


def pppoe(payload, session=0x11):
    """The session header and PPP (RFC 2516)."""
    inner = ppp(payload, b'')
    return struct.pack('!BBHH', 0x11, 0, session, len(inner)) + inner


def wifi(payload, side=0, **how):
    """An 802.11 data frame: to_ds and from_ds as given (to the access point
    by default), qos, htc, four addresses when both are set."""
    to_ds, from_ds = how.get('to_ds', True), how.get('from_ds', False)
    qos, htc = how.get('qos', True), how.get('htc', False)
    bssid = bytes.fromhex('020000000001')
    src, dst = MACS[side], MACS[1 - side]
    control = 0x0088 if qos else 0x0008
    control |= to_ds << 8 | from_ds << 9 | htc << 15
    control |= how.get('protected', False) << 14
    if to_ds and from_ds:
        places = bssid, bssid, dst
    elif to_ds:
        places = bssid, src, dst
    elif from_ds:
        places = dst, bssid, src
    else:
        places = dst, src, bssid
    head = struct.pack('<HH', control, 44) + b''.join(places) + b'\x10\0'
    if to_ds and from_ds:
        head += src
    if qos:
        head += b'\x80\0' if how.get('amsdu') else b'\0\0'
    if htc:
        head += bytes(4)
    if how.get('amsdu'):
        part = dst + src + struct.pack('!H', len(llc_snap(payload))) + \
            llc_snap(payload)
        return head + part
    return head + llc_snap(payload)


def radiotap(frame, fcs=False, padded=False):
    """flags, rate, channel; flags tell of a frame check sequence, and of
    padding behind the 802.11 header."""
    flags = (0x10 if fcs else 0) | (0x20 if padded else 0)
    head = struct.pack('<BBHIBBHH', 0, 0, 14, 0x0000000e, flags, 12, 2437,
                       0x00a0)
    return head + frame + (b'\x12\x34\x56\x78' if fcs else b'')


def radiotap_long(frame):
    """Two present words, a time stamp aligned to 8, and a frame check sequence
    told in the flags behind it."""
    head = struct.pack('<II4xQBBHHbBxx', 0x8000002f, 0x20, 123456, 0x10, 12,
                       2437, 0x00a0, -40, 0)
    return struct.pack('<BBH', 0, 0, 4 + len(head)) + head + frame + \
        b'\x12\x34\x56\x78'


def nflog(payload):
    """Linux NFLOG: family, then TLVs; the packet is type 9."""

    def tlv(number, value):
        size = 4 + len(value)
        return struct.pack('<HH', size, number) + value + bytes(-size % 4)

    return struct.pack('!BBH', 10 if payload[0] >> 4 == 6 else 2, 0, 5) + \
        tlv(1, struct.pack('!HBB', kind(payload), 3, 0)) + \
        tlv(10, b'sip\0') + tlv(4, struct.pack('!I', 2)) + tlv(9, payload)


def exported(payload, src, sport, dst, dport, name=b'sip'):
    """Wireshark's exported PDU: tags, then the payload of a protocol."""

    def tag(number, value):
        value += bytes(-len(value) % 4)
        return struct.pack('!HH', number, len(value)) + value

    four = len(src) == 4
    return tag(12, name) + tag(20 if four else 22, src) + \
        tag(21 if four else 23, dst) + tag(24, struct.pack('!I', 3)) + \
        tag(25, struct.pack('!I', sport)) + \
        tag(26, struct.pack('!I', dport)) + tag(0, b'') + payload
