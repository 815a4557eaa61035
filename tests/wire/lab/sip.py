# SPDX-License-Identifier: BSD-2-Clause
"""SIP messages of one common vocabulary: a registration, a ping, a call.

A talk is a list of (direction, bytes): direction 0 is what the phone sends, 1
what the server sends.
"""

import hashlib

PHONE, SERVER = '192.0.2.10', '192.0.2.5'
PHONE6, SERVER6 = '2001:db8::10', '2001:db8::5'


def message(start, headers, body=b'', eol='\r\n', length=True):
    """One message; length: True for the right one, else the value or None."""
    lines = [start] + ['%s: %s' % h for h in headers]
    if length is not None:
        lines.append('Content-Length: %s' %
                     (len(body) if length is True else length))
    return (eol.join(lines) + eol + eol).encode() + body


def host(ip):
    return '[%s]' % ip if ':' in ip else ip


class Talk:
    """Between a phone and a server; name makes Call-ID, tags and branches."""

    def __init__(self, name, transport='UDP', ends=(PHONE, SERVER),
                 ports=(5060, 5060), eol='\r\n', length=True):
        self.name, self.transport, self.eol = name, transport, eol
        self.phone, self.server = host(ends[0]), host(ends[1])
        self.ports, self.length = ports, length

    def contact(self, user, side):
        end = self.server if side else self.phone
        tail = '' if self.transport == 'UDP' else \
            ';transport=' + self.transport.lower()
        return '<sip:%s@%s:%d%s>' % (user, end, self.ports[side], tail)

    def common(self, method, cseq, branch, to_tag=''):
        return [
            ('Via', 'SIP/2.0/%s %s:%d;branch=z9hG4bK-%s-%s' % (
                self.transport, self.phone, self.ports[0], self.name, branch)),
            ('From', '"Alice" <sip:alice@example.com>;tag=%s-a' % self.name),
            ('To', '<sip:%s@example.com>%s' % (
                'alice' if method == 'REGISTER' else 'bob',
                to_tag and ';tag=%s-%s' % (self.name, to_tag))),
            ('Call-ID', '%s@example.com' % self.name),
            ('CSeq', '%d %s' % (cseq, method)),
        ]

    def request(self, method, uri, cseq, branch, to_tag='', more=(), body=b'',
                **how):
        headers = self.common(method, cseq, branch, to_tag)
        headers.insert(1, ('Max-Forwards', '70'))
        how.setdefault('eol', self.eol)
        how.setdefault('length', self.length)
        return 0, message('%s %s SIP/2.0' % (method, uri),
                          headers + list(more), body, **how)

    def response(self, status, method, cseq, branch, to_tag='b', more=(),
                 body=b'', **how):
        how.setdefault('eol', self.eol)
        how.setdefault('length', self.length)
        return 1, message('SIP/2.0 ' + status,
                          self.common(method, cseq, branch, to_tag) +
                          list(more), body, **how)

    def sdp(self, side, extra=''):
        ip = (self.server if side else self.phone).strip('[]')
        kind = 'IP6' if ':' in ip else 'IP4'
        return ('v=0\r\no=- 1 1 IN %s %s\r\ns=-\r\nc=IN %s %s\r\nt=0 0\r\n'
                'm=audio %d RTP/AVP 8 101\r\na=rtpmap:8 PCMA/8000\r\n'
                'a=rtpmap:101 telephone-event/8000\r\n%sa=sendrecv\r\n' % (
                    kind, ip, kind, ip, 30000 + 2 * side, extra)).encode()

    def ping(self, cseq=1):
        """OPTIONS and its 200."""
        tag = 'o%d' % cseq
        return [
            self.request('OPTIONS', 'sip:example.com', cseq, tag,
                         more=[('Contact', self.contact('alice', 0))]),
            self.response('200 OK', 'OPTIONS', cseq, tag,
                          more=[('Allow', 'INVITE, ACK, CANCEL, BYE')]),
        ]

    def register(self):
        """REGISTER, its challenge, REGISTER with credentials, 200."""
        realm, nonce, uri = 'example.com', '5f1e0a', 'sip:example.com'

        def md5(text):
            return hashlib.md5(text.encode()).hexdigest()

        answer = md5('%s:%s:%s' % (md5('alice:%s:wonderland' % realm), nonce,
                                   md5('REGISTER:' + uri)))
        where = ('Contact', self.contact('alice', 0))
        return [
            self.request('REGISTER', uri, 1, 'r1',
                         more=[where, ('Expires', '3600')]),
            self.response('401 Unauthorized', 'REGISTER', 1, 'r1', more=[
                ('WWW-Authenticate', 'Digest realm="%s", nonce="%s", '
                 'algorithm=MD5' % (realm, nonce))]),
            self.request('REGISTER', uri, 2, 'r2', more=[
                where, ('Expires', '3600'),
                ('Authorization', 'Digest username="alice", realm="%s", '
                 'nonce="%s", uri="%s", response="%s", algorithm=MD5' % (
                     realm, nonce, uri, answer))]),
            self.response('200 OK', 'REGISTER', 2, 'r2', more=[
                (where[0], where[1] + ';expires=3600')]),
        ]

    def call(self, extra=''):
        """INVITE, 100, 180, 200, ACK, BYE, 200; extra: lines for the offer."""
        kind = ('Content-Type', 'application/sdp')
        alice = ('Contact', self.contact('alice', 0))
        bob = ('Contact', self.contact('bob', 1))
        uri = 'sip:bob@example.com'
        target = bob[1].strip('<>')
        return [
            self.request('INVITE', uri, 1, 'i1', more=[alice, kind],
                         body=self.sdp(0, extra)),
            self.response('100 Trying', 'INVITE', 1, 'i1', ''),
            self.response('180 Ringing', 'INVITE', 1, 'i1', more=[bob]),
            self.response('200 OK', 'INVITE', 1, 'i1', more=[bob, kind],
                          body=self.sdp(1)),
            self.request('ACK', target, 1, 'i2', 'b'),
            self.request('BYE', target, 2, 'i3', 'b'),
            self.response('200 OK', 'BYE', 2, 'i3'),
        ]
