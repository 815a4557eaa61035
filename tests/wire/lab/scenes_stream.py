# SPDX-License-Identifier: BSD-2-Clause
"""What real TCP connections do beside the textbook."""

from .registry import capture
from .tcp import ACK, FIN, PSH, RST, SYN, Tcp
from .tcptalks import ethernet, opened, talk


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
