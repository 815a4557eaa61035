# SPDX-License-Identifier: BSD-2-Clause
"""Forms of capture files."""

from . import capfile, ether, talks
from .capfile import EPOCH, MS, Ng
from .registry import add, capture
from .sip import Talk


def call(name):
    return talks.wrapped(talks.call(name), ether.ethernet)


def ping(name, cseq=1):
    return talks.wrapped(talks.datagrams(Talk(name).ping(cseq)),
                         ether.ethernet)


def form(name, **how):
    add(name + '.pcap', lambda: capfile.pcap(1, call(name), **how))


form('pcap-big-endian', order='>')
form('pcap-nano', nano=True)
form('pcap-nano-big', nano=True, order='>')
form('pcap-kuznetzov', magic=0xa1b2cd34)
form('pcap-kuznetzov-big', magic=0xa1b2cd34, order='>')


@capture('pcap-fcs-bits.pcap')
def fcs_bits():
    """The link type field says that frames end with 4 bytes of FCS."""
    frames = [(t, f + b'\x11\x22\x33\x44') for t, f in call('pcap-fcs-bits')]
    return capfile.pcap(1 | 1 << 26 | 2 << 28, frames)


@capture('pcap-cut.pcap')
def cut_file():
    """The last of seven packets lost its last 40 bytes."""
    return capfile.pcap(1, call('pcap-cut'))[:-40]


@capture('pcap-cut-header.pcap')
def cut_header():
    """After six packets, half of the header of the seventh."""
    frames = call('pcap-cut-header')
    return capfile.pcap(1, frames)[:-(16 + len(frames[-1][1])) + 8]


@capture('pcap-snaplen.pcap')
def snapped():
    """INVITE and its 200 are longer than the snap length."""
    frames = [(t, f[:500], len(f)) for t, f in call('pcap-snaplen')]
    return capfile.pcap(1, frames, snaplen=500)


@capture('netmon.cap')
def netmon():
    """The header of a Network Monitor 2 file."""
    return b'GMBU\x00\x02\x01\x00' + bytes(120)


# --- pcapng ---

def usec(time):
    return time // 1000


def simple_ng(name, order='<'):
    ng = Ng(order).section().interface(1, 262144)
    for t, f in call(name):
        ng.packet(0, usec(t), f)
    return ng.bytes


add('ng-little.pcapng', simple_ng, 'ng-little')
add('ng-big.pcapng', simple_ng, 'ng-big', '>')


def two_links(name, second, wrap):
    """A call on Ethernet, then a ping on another link type."""
    ng = Ng().section()
    ng.interface(1, 262144, [(2, b'en0')])
    ng.interface(second, 262144, [(2, b'lo0')])
    last = 0
    for last, f in call(name):
        ng.packet(0, usec(last), f)
    talk = talks.datagrams(Talk(name + '-2').ping())
    for t, f in talks.wrapped(talk, wrap):
        ng.packet(1, usec(last + MS + t - EPOCH), f)
    return ng.bytes


add('ng-two-links.pcapng', two_links, 'ng-two-links', 101, lambda p, s: p)
add('ng-laptop.pcapng', two_links, 'ng-laptop', 0,
    lambda p, s: ether.family(p, '<', 30))
add('ng-user0.pcapng', two_links, 'ng-user0', 147, lambda p, s: p)


@capture('ng-late-interface.pcapng')
def late_interface():
    """An interface that is described after packets of the first."""
    ng = Ng().section().interface(1, 262144)
    for t, f in ping('ng-late-interface'):
        ng.packet(0, usec(t), f)
    ng.interface(101, 262144)
    for t, (side, p) in zip(capfile.clock(start=EPOCH + 500 * MS),
                            talks.datagrams(Talk('ng-late-2').ping())):
        ng.packet(1, usec(t), p)
    return ng.bytes


def resolution(name, options, ticks):
    """A ping half a second after the epoch of these captures."""
    ng = Ng().section().interface(1, 262144, options)
    for t, f in ping(name):
        ng.packet(0, ticks(t + 500 * MS), f)
    return ng.bytes


OFFSET = 1700000000
add('ng-nano.pcapng', resolution, 'ng-nano', [(9, b'\x09')], lambda t: t)
add('ng-milli.pcapng', resolution, 'ng-milli', [(9, b'\x03')],
    lambda t: t // MS)
add('ng-seconds.pcapng', resolution, 'ng-seconds', [(9, b'\x00')],
    lambda t: t // 10 ** 9)
add('ng-power.pcapng', resolution, 'ng-power', [(9, b'\x8a')],
    lambda t: t * 1024 // 10 ** 9)
add('ng-offset.pcapng', resolution, 'ng-offset',
    [(14, OFFSET.to_bytes(8, 'little'))],
    lambda t: usec(t - OFFSET * 10 ** 9))


@capture('ng-resolutions.pcapng')
def resolutions():
    """Four interfaces that tell time in four ways; a ping on each."""
    ng = Ng().section()
    ways = [([], usec), ([(9, b'\x09')], lambda t: t),
            ([(9, b'\x03')], lambda t: t // MS),
            ([(9, b'\x94')], lambda t: t * 2 ** 20 // 10 ** 9)]
    for options, _ in ways:
        ng.interface(1, 262144, options)
    for n, (_, ticks) in enumerate(ways):
        for t, f in ping('ng-resolutions-%d' % n):
            ng.packet(n, ticks(t + n * 250 * MS), f)
    return ng.bytes


@capture('ng-snaplens.pcapng')
def snaplens():
    """The first interface cuts at 200 bytes, the second at nothing."""
    ng = Ng().section().interface(1, 200).interface(1, 0)
    for t, f in ping('ng-snaplens-1'):
        ng.packet(0, usec(t), f[:200], len(f))
    for t, f in ping('ng-snaplens-2'):
        ng.packet(1, usec(t + 100 * MS), f)
    return ng.bytes


@capture('ng-comments.pcapng')
def comments():
    ng = Ng().section(options=[(1, 'made by hand \u00e4\u00f6\u00fc'.encode()),
                               (3, b'Linux'), (4, b'wire')])
    ng.interface(1, 262144, [(2, b'eth0'), (3, b'to the phones'),
                             (1, b'a tap')])
    for n, (t, f) in enumerate(call('ng-comments')):
        ng.packet(0, usec(t), f, options=[
            (1, ('packet %d \u2013 here it goes wrong' % n).encode()),
            (2, b'\0\0\0\1')] if n % 2 else [])
    return ng.bytes


@capture('ng-sections.pcapng')
def sections():
    """Two sections: little-endian with two interfaces, then big-endian."""
    ng = Ng().section().interface(113, 262144).interface(1, 262144)
    for t, f in ping('ng-sections-1'):
        ng.packet(1, usec(t), f)
    ng.section('>').interface(1, 262144, [(9, b'\x09')])
    for t, f in ping('ng-sections-2'):
        ng.packet(0, t + 200 * MS, f)
    return ng.bytes


@capture('ng-simple.pcapng')
def simple():
    """Simple packet blocks, which have no time."""
    ng = Ng().section().interface(1, 0)
    for _, f in ping('ng-simple'):
        ng.simple(f)
    return ng.bytes


@capture('ng-simple-cut.pcapng')
def simple_cut():
    """What a simple packet block holds is bounded by the snap length."""
    ng = Ng().section().interface(1, 300)
    for _, f in ping('ng-simple-cut'):
        ng.simple(f[:300], len(f))
    return ng.bytes


@capture('ng-old.pcapng')
def old():
    ng = Ng().section().interface(1, 262144)
    for t, f in call('ng-old'):
        ng.old_packet(0, usec(t), f)
    return ng.bytes


@capture('ng-skip.pcapng')
def skip():
    """Blocks of every other kind between the packets: names, statistics,
    decryption secrets, custom, and one that nobody knows."""
    ng = Ng().section().interface(1, 262144)
    keys = b'CLIENT_RANDOM ' + b'00' * 32 + b' ' + b'11' * 48 + b'\n'
    others = [
        (4, ng.pack('HH', 1, 16) + b'\xc0\0\2\5example.com\0' +
         ng.pack('HH', 0, 0)),
        (5, ng.pack('III', 0, 0, 0) + ng.options([(4, ng.pack('Q', 7))])),
        (10, ng.pack('II', 0x544c534b, len(keys)) + keys),
        (0xbad, ng.pack('I', 32473) + b'custom'),
        (0x0000beef, b'unknown to anybody'),
    ]
    for n, (t, f) in enumerate(call('ng-skip')):
        ng.packet(0, usec(t), f)
        if n < len(others):
            ng.block(*others[n])
    return ng.bytes


@capture('ng-cut.pcapng')
def cut_ng():
    """The last of seven packets lost its end."""
    return simple_ng('ng-cut')[:-40]


@capture('ng-duplicates.pcapng')
def duplicates():
    """Each packet is seen on a bridge and, 50 us later, on its port."""
    ng = Ng().section()
    ng.interface(1, 262144, [(2, b'br0')]).interface(1, 262144, [(2, b'eth0')])
    for t, f in call('ng-duplicates'):
        ng.packet(0, usec(t), f).packet(1, usec(t) + 50, f)
    return ng.bytes
