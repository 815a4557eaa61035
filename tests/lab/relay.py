#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""relay.py LISTEN:PORT TARGET:PORT [OPTION=VALUE...]: pass UDP on between whoever
sends to LISTEN and TARGET, as a router with ideas of its own would.

out=ADDRESS:PORT  the address that packets leave from (default: any)
delay=MS          how long each packet waits
swap=N            every Nth packet waits until the next one has gone
change=OLD,NEW    text changed on the way out, and back on the way in; the length
                  of the body is put right
"""
import select
import socket
import sys
import time


def address(text):
    host, port = text.rsplit(":", 1)
    return host, int(port)


def bound(text):
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind(address(text))
    return s


def changed(data, old, new):
    data = data.replace(old, new)
    head, gap, body = data.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    for i, line in enumerate(lines):
        if line.lower().startswith(b"content-length:"):
            lines[i] = b"Content-Length: %d" % len(body)
    return b"\r\n".join(lines) + gap + body


def main():
    opts = dict(a.split("=", 1) for a in sys.argv[3:])
    inside, target = bound(sys.argv[1]), address(sys.argv[2])
    outside = bound(opts.get("out", "0.0.0.0:0"))
    delay, swap = int(opts.get("delay", 0)) / 1000, int(opts.get("swap", 0))
    old, new = [s.encode() for s in opts.get("change", "-,-").split(",")]
    client, queue, held, count = None, [], None, 0
    while True:
        pause = max(0, queue[0][0] - time.monotonic()) if queue else 1
        for s in select.select([inside, outside], [], [], pause)[0]:
            data, peer = s.recvfrom(65536)
            if s is inside:
                client = peer
                item = (outside, changed(data, old, new), target)
            elif client:
                item = (inside, changed(data, new, old), client)
            else:
                continue
            count += 1
            if swap and count % swap == 0 and not held:
                held = item
                continue
            queue.append((time.monotonic() + delay, item))
            if held:
                queue.append((time.monotonic() + delay, held))
                held = None
        while queue and queue[0][0] <= time.monotonic():
            s, data, peer = queue.pop(0)[1]
            s.sendto(data, peer)


main()
