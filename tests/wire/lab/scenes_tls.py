# SPDX-License-Identifier: BSD-2-Clause
"""TLS on a SIP port: nothing can be read, but it has a name."""

from . import tls
from .registry import add, capture
from .tcp import Tcp
from .tcptalks import ethernet

NAME = 'sip.example.com'


def data(seed):
    return tls.record(tls.DATA, tls.noise(180, seed))


def connection(messages, port=5061, end=True):
    c = Tcp(ports=(40000, port))
    return ethernet(c.open() + c.talk(messages) + (c.close() if end else []))


def tls12(port):
    """Eight segments with data."""
    hello = tls.record(tls.HANDSHAKE, tls.server_hello(0xc02f))
    return connection([
        (0, tls.client_hello(NAME)),
        (1, hello + tls.record(tls.HANDSHAKE, tls.certificate()) +
         tls.record(tls.HANDSHAKE, tls.handshake(14, b''))),
        (0, tls.record(tls.HANDSHAKE, tls.handshake(
            16, b'\x41' + tls.noise(65, 6))) + tls.change() +
         tls.record(tls.HANDSHAKE, tls.noise(40, 7))),
        (1, tls.change() + tls.record(tls.HANDSHAKE, tls.noise(40, 8))),
        (0, data(10)), (1, data(11)), (0, data(12)), (1, data(13))], port)


add('tls12.pcap', tls12, 5061)
add('tls-on-5060.pcap', tls12, 5060)
add('tls-https.pcap', tls12, 443)


@capture('tls13.pcap')
def tls13():
    """Six segments with data."""
    return connection([
        (0, tls.client_hello(NAME, 0x0304)),
        (1, tls.record(tls.HANDSHAKE, tls.server_hello(0x1301, 0x0304)) +
         tls.change() + tls.record(tls.DATA, tls.noise(900, 20))),
        (0, tls.change() + tls.record(tls.DATA, tls.noise(53, 21))),
        (0, data(22)), (1, data(23)), (0, data(24))])


@capture('tls-alert.pcap')
def alert():
    """The phone does not know who signed the certificate: alert 48."""
    hello = tls.record(tls.HANDSHAKE, tls.server_hello(0xc030))
    return connection([
        (0, tls.client_hello(NAME)),
        (1, hello + tls.record(tls.HANDSHAKE, tls.certificate()) +
         tls.record(tls.HANDSHAKE, tls.handshake(14, b''))),
        (0, tls.record(tls.ALERT, b'\x02\x30'))])


@capture('tls-no-common.pcap')
def no_common():
    """The server takes none of the cipher suites: alert 40."""
    return connection([(0, tls.client_hello('')),
                       (1, tls.record(tls.ALERT, b'\x02\x28'))])


@capture('tls-midstream.pcap')
def midstream():
    """Data only; the handshake was before the capture."""
    c = Tcp(ports=(40000, 5061))
    c.running()
    return ethernet(c.talk([(n % 2, data(30 + n)) for n in range(6)]))
