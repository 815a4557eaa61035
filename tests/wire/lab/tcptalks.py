# SPDX-License-Identifier: BSD-2-Clause
"""Talks over TCP, for the scenes."""

from . import talks
from .capfile import MS
from .sip import Talk
from .tcp import Tcp


def ethernet(segments, step=10 * MS):
    return talks.ethernet(segments, step)


def talk(name, **how):
    return Talk(name, 'TCP', ports=(40000, 5060), **how)


def pad(message, size):
    """The message with a User-Agent that makes it this long."""
    fill = size - len(message) - len(b'User-Agent: \r\n')
    assert fill > 0, fill
    head, rest = message.split(b'\r\nContent-Length', 1)
    return head + b'\r\nUser-Agent: ' + b'x' * fill + \
        b'\r\nContent-Length' + rest


def memo(name, size, cseq=1, **how):
    """A MESSAGE with a text of this size, and its 200."""
    line = b'The quick brown fox jumps over the lazy dog. %06d\r\n'
    text = b''.join(line % n for n in range(size // 50 + 1))[:size]
    t = talk(name)
    tag = 'm%d' % cseq
    return [t.request('MESSAGE', 'sip:bob@example.com', cseq, tag,
                      more=[('Content-Type', 'text/plain')], body=text, **how),
            t.response('200 OK', 'MESSAGE', cseq, tag)]


def opened():
    """A connection and its handshake."""
    c = Tcp()
    return c, c.open()
