# SPDX-License-Identifier: BSD-2-Clause
"""Speak on loopback what the live filter has to tell apart.  The arguments are
an address of loopback and the first of ten ports to use; a third, `crowd', lets
many callers ask one server instead.  After each step it waits until a line comes
on standard input, and says `done N' when the step is over."""
import socket
import sys
import time

ME = sys.argv[1]
BASE = int(sys.argv[2])


def message(method, n, via="UDP", port=0, body=""):
    return (
        f"{method} sip:b@{ME} SIP/2.0\r\n"
        f"Via: SIP/2.0/{via} {ME}:{port or BASE};branch=z9hG4bK{method}{n}\r\n"
        f"From: <sip:a@{ME}>;tag=1\r\nTo: <sip:b@{ME}>\r\n"
        f"Call-ID: {method}-{n}@{ME}\r\nCSeq: {n} {method}\r\n"
        f"Max-Forwards: 70\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


def wait(step):
    print("done", step, flush=True)
    sys.stdin.readline()


def udp(payload, to, by=BASE):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.bind((ME, by))
        s.sendto(payload, (ME, to))


# Somebody listens, or ICMP errors would come back.
ears = []
for ear in (1, 8):
    ears.append(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
    ears[-1].bind((ME, BASE + ear))

# More callers than the filter has room for, all below the port of the server.
if len(sys.argv) > 3:
    for i in range(100):
        udp(message("OPTIONS", i), BASE + 8, BASE - 200 + i)
        time.sleep(0.01)
    wait(1)
    udp(message("PING", 1), BASE + 8, BASE - 100)
    wait(2)
    sys.exit()

# 1: SIP on a port of its own, and 50 packets of RTP beside it.
udp(message("OPTIONS", 1), BASE + 1)
for i in range(50):
    rtp = bytes([0x80, 8, 0, i]) + bytes(8) + b"\xd5" * 160
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as r:
        r.sendto(rtp, (ME, BASE + 8))
wait(1)
# 2: a method nobody knows, where messages were seen.
udp(message("PING", 2), BASE + 1)
wait(2)
# 3: SIP over TCP on a port of its own.
server = socket.create_server((ME, BASE + 2))
client = socket.create_connection((ME, BASE + 2))
peer, _ = server.accept()
client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
client.sendall(message("OPTIONS", 3, "TCP", BASE + 2))
wait(3)
# 4: a message in two segments, of which the second begins like nothing.
text = message("OPTIONS", 4, "TCP", BASE + 2, "x" * 400)
client.sendall(text[:300])
peer.recv(65536)
client.sendall(text[300:])
wait(4)
# 5: over UDP, a Via that names another TCP port, below those of callers.
udp(message("OPTIONS", 5, "TCP", 17007), BASE + 1)
wait(5)
