#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""flow.py SEED DIRECTORY [KEY=VALUE...]: a ladder on stdin becomes two SIPp
scenarios, DIRECTORY/a.xml and DIRECTORY/b.xml; what the shell needs to run them
is printed.

A ladder is one line a message, `>' from A to B, `<' from B to A, with its
options; below it, indented, what is different in it:

    > INVITE                 a request; the tags, CSeq, branch follow by rule
    	Supported: timer     a header, in place of the usual one if there is one
    	-Max-Forwards        without this header
    	sdp                  the usual description
    	|m=audio 9 RTP/AVP 0 its media instead (or all of it, from v= on)
    < 180 Ringing tag=b2     a response to the last request from that side
    < 200 for=INVITE         to the last INVITE instead
    wait 1500                milliseconds before the next message

Options: uri=, branch=, cseq=, tag= (of B in the response, or in the request),
once (not repeated by itself), again (a copy of the last one like it), unseen (the
other side does not wait for it), maybe (it may not come, or out of turn), new (in
no dialog), auth (with credentials), via= (sent-by).  Keys: A, B (addresses),
APORT, BPORT, USER, TO, TRANSPORT, DOMAIN, PASSWORD, DIALOG=no (no Contact URI
used: requests inside go to the domain), INSIDE=yes (the dialog of another ladder
with the same SEED), COPY=yes (answers copy the Via that came, which something on
the way changed).  Everything depends on SEED alone, so that a recording made
again is the same but for its times.
"""
import hashlib
import os
import sys

USUAL = ["m=audio %d RTP/AVP 8 0 101", "a=rtpmap:8 PCMA/8000",
         "a=rtpmap:0 PCMU/8000", "a=rtpmap:101 telephone-event/8000",
         "a=fmtp:101 0-16", "a=sendrecv"]
ANSWER = ["m=audio %d RTP/AVP 8 101", "a=rtpmap:8 PCMA/8000",
          "a=rtpmap:101 telephone-event/8000", "a=fmtp:101 0-16",
          "a=sendrecv"]
WITH_CONTACT = {"INVITE", "SUBSCRIBE", "REFER", "UPDATE", "NOTIFY"}
REASONS = {
    100: "Trying", 180: "Ringing", 183: "Session Progress", 200: "OK",
    202: "Accepted", 301: "Moved Permanently", 302: "Moved Temporarily",
    400: "Bad Request", 401: "Unauthorized", 403: "Forbidden",
    404: "Not Found", 405: "Method Not Allowed", 407:
    "Proxy Authentication Required", 408: "Request Timeout", 415:
    "Unsupported Media Type", 416: "Unsupported URI Scheme", 420:
    "Bad Extension", 423: "Interval Too Brief", 428: "Use Identity Header",
    433: "Anonymity Disallowed", 436: "Bad Identity Info", 437:
    "Unsupported Credential", 438: "Invalid Identity Header", 478:
    "Unresolvable destination", 480: "Temporarily Unavailable", 481:
    "Call/Transaction Does Not Exist", 482: "Loop Detected", 484:
    "Address Incomplete", 486: "Busy Here", 487: "Request Terminated", 488:
    "Not Acceptable Here", 489: "Bad Event", 491: "Request Pending", 493:
    "Undecipherable", 500: "Server Internal Error", 501: "Not Implemented",
    502: "Bad Gateway", 503: "Service Unavailable", 504: "Server Time-out",
    513: "Message Too Large", 580: "Precondition Failure", 603: "Decline",
    606: "Not Acceptable", 607: "Unwanted", 608: "Rejected"}


class Step:
    def __init__(self, side, words):
        self.side, self.wait = side, 0
        self.edits, self.body, self.kind = [], None, None
        self.options = {}
        text = []
        for w in words[1:]:
            if w in ("once", "unseen", "auth", "again", "new",
                     "maybe"):
                self.options[w] = True
            elif "=" in w:
                key, value = w.split("=", 1)
                self.options[key] = value
            else:
                text.append(w)
        self.status = int(words[0]) if words[0].isdigit() else 0
        self.method = "" if self.status else words[0]
        self.reason = " ".join(text) or REASONS.get(self.status, "Status")

    def edit(self, line):
        if line == "sdp":
            self.kind, self.body = "application/sdp", []
        elif line.startswith("body "):
            self.kind, self.body = line[5:], []
        elif line.startswith("|"):
            self.body.append(line[1:])
        else:
            self.edits.append(line)


def read(lines):
    steps, wait = [], 0
    for line in lines:
        line = line.rstrip("\n")
        words = line.split()
        if not words or line.startswith("#"):
            continue
        if line[0] in "<>":
            steps.append(Step("a" if line[0] == ">" else "b", words[1:]))
            steps[-1].wait, wait = wait, 0
        elif words[0] == "wait":
            wait = int(words[1])
        else:
            steps[-1].edit(line.strip())
    return steps, wait


class Ladder:
    def __init__(self, seed, keys):
        self.seed, self.count = seed, 0
        self.keys = dict(A="192.0.2.10", B="192.0.2.5", APORT="5060",
                         BPORT="5060", USER="4021", TO="4190",
                         TRANSPORT="UDP", DOMAIN="pbx.example",
                         PASSWORD="lab-secret", DIALOG="yes", INSIDE="no", COPY="no")
        self.keys.update(keys)
        self.requests = {"a": [], "b": []}
        self.cseq = {"a": 0, "b": 0}
        self.version = {"a": 0, "b": 0}
        self.confirmed = self.keys["INSIDE"] == "yes"
        self.b_tag = self.token("b")

    def token(self, what):
        return hashlib.sha1((self.seed + what).encode()).hexdigest()[:10]

    def at(self, side):
        k = side.upper()
        host = self.keys[k]
        host = "[%s]" % host if ":" in host else host
        return "%s:%s" % (host, self.keys[k + "PORT"])

    def user(self, side):
        return self.keys["USER" if side == "a" else "TO"]

    def party(self, side, tag):
        aor = self.user(side) if self.user(side) else ""
        return "<sip:%s%s%s>%s" % (aor, "@" if aor else "",
                                   self.keys["DOMAIN"],
                                   ";tag=" + tag if tag else "")

    def contact(self, side):
        t = self.keys["TRANSPORT"].lower()
        return "<sip:%s@%s%s>" % (self.user(side), self.at(side),
                                  "" if t == "udp" else ";transport=" + t)

    def sdp(self, step, answers):
        side = step.side
        self.version[side] += 1
        lines = step.body
        if lines and lines[0].startswith("v="):
            return lines
        host = self.keys[side.upper()]
        if not lines:
            port = 16384 if side == "a" else 20000
            lines = [s.replace("%d", str(port))
                     for s in (ANSWER if answers else USUAL)]
        family = "IP6" if ":" in host else "IP4"
        head = ["v=0", "o=- %s %d IN %s %s" % (
            self.user(side), self.version[side], family, host), "s=-"]
        if not lines[0].startswith("c="):
            head.append("c=IN %s %s" % (family, host))
        else:
            head.append(lines[0])
            lines = lines[1:]
        return head + ["t=0 0"] + lines

    def finish(self, step, headers, answers):
        for line in step.edits:
            if line.startswith("-"):
                headers = [h for h in headers if h[0] != line[1:]]
                continue
            name, value = line.split(":", 1)
            name, value = name.rstrip("+"), value.strip()
            at = [i for i, h in enumerate(headers) if h[0] == name]
            if at and not line.split(":", 1)[0].endswith("+"):
                headers[at[0]] = (name, value)
            else:
                headers.append((name, value))
        body = []
        if step.kind == "application/sdp":
            body = self.sdp(step, answers)
        elif step.kind:
            body = step.body
        if step.kind:
            headers.append(("Content-Type", step.kind))
        if not any(h[0] == "Content-Length" for h in headers):
            headers.append(("Content-Length", "[len]" if step.kind else "0"))
        text = ["%s: %s" % h if h[0] else h[1] for h in headers]
        return text + [""] + (body if step.kind else [])

    def request(self, step):
        side, other = step.side, "b" if step.side == "a" else "a"
        o = step.options
        invite = next((r for r in reversed(self.requests[side])
                       if r["method"] == "INVITE"), None)
        r = {"method": step.method, "final": 0, "side": side}
        self.count += 1
        r["branch"] = "z9hG4bK" + self.token("branch%d" % self.count)
        if step.method in ("ACK", "CANCEL"):
            r["cseq"] = invite["cseq"]
            if step.method == "CANCEL" or invite["final"] >= 300:
                r["branch"], r["uri"] = invite["branch"], invite["uri"]
                r["to"] = invite["to"]
        else:
            self.cseq[side] += 1
            r["cseq"] = self.cseq[side]
        r["branch"] = o.get("branch", r["branch"])
        r["cseq"] = int(o.get("cseq", r["cseq"]))
        if "cseq" in o and step.method != "ACK":
            self.cseq[side] = r["cseq"]
        inside = "new" not in o and (side == "b" or self.confirmed)
        k = self.keys
        if "uri" not in r:
            if step.method == "REGISTER":
                r["uri"] = "sip:" + k["DOMAIN"]
            elif inside and k["DIALOG"] == "yes":
                r["uri"] = self.contact(other)[1:-1]
            else:
                r["uri"] = "sip:%s@%s" % (self.user(other), k["DOMAIN"])
        r["uri"] = o.get("uri", r["uri"])
        tags = {"a": self.token("a"), "b": o.get("tag", self.b_tag)}
        r["from"] = self.party(side, tags[side])
        if "to" not in r:
            r["to"] = self.party(other, tags[other] if inside else "")
        if step.method == "REGISTER":
            r["to"] = self.party("a", "")
        if step.method == "ACK" and invite["final"] >= 300:
            r["to"] = invite["answered_to"]
        r["via"] = "SIP/2.0/%s %s;branch=%s" % (
            k["TRANSPORT"], o.get("via", self.at(side)), r["branch"])
        for e in step.edits: # what the answer copies
            name, value = (e.split(":", 1) + [""])[:2]
            if name in ("Via", "From", "To", "Call-ID"):
                r[name.lower()] = value.strip()
        self.requests[side].append(r)
        headers = [("Via", r["via"]), ("Max-Forwards", "70"),
                   ("From", r["from"]), ("To", r["to"]),
                   ("Call-ID", r.get("call-id", "[call_id]")),
                   ("CSeq", "%d %s" % (r["cseq"], step.method))]
        if step.method in WITH_CONTACT or step.method == "REGISTER":
            headers.append(("Contact", self.contact(side)))
        if "auth" in o:
            headers.append(("", "[authentication username=%s password=%s]" % (
                self.user(side), k["PASSWORD"])))
        if step.method not in ("ACK", "CANCEL"):
            headers.append(("User-Agent", "lab-phone/1.0"))
        if step.method == "INVITE":
            headers.append(("Allow", "INVITE, ACK, CANCEL, BYE, OPTIONS"))
        if step.method == "REGISTER":
            headers.append(("Expires", "600"))
        return ["%s %s SIP/2.0" % (step.method, r["uri"])] + self.finish(
            step, headers, step.method in ("ACK", "PRACK"))

    def answered(self, step):
        other = "b" if step.side == "a" else "a"
        want = step.options.get("for")
        for r in reversed(self.requests[other]):
            if r["method"] == want or (not want and r["method"] != "ACK"):
                return r
        sys.exit("flow.py: nothing to answer with %d" % step.status)

    def response(self, step):
        r = self.answered(step)
        o, status = step.options, step.status
        to = r["to"]
        if "tag" in o and step.side == "b":
            self.b_tag = o["tag"]
        if ";tag=" not in to and status > 100:
            to += ";tag=" + (self.b_tag if step.side == "b"
                             else self.token("a"))
        if status > 100:
            r["answered_to"] = to
            if status < 300 and r["method"] in ("INVITE", "SUBSCRIBE"):
                self.confirmed = True
        if status >= 200:
            r["final"] = status
        via = ("Via", r["via"])
        if self.keys["COPY"] == "yes":
            via = ("", "[last_Via:]")
        headers = [via, ("From", r["from"]), ("To", to),
                   ("Call-ID", r.get("call-id", "[call_id]")),
                   ("CSeq", "%d %s" % (r["cseq"], r["method"]))]
        if r["method"] in WITH_CONTACT and 100 < status < 300:
            headers.append(("Contact", self.contact(step.side)))
        if r["method"] == "REGISTER" and status == 200:
            headers.append(("Contact",
                            self.contact("a") + ";expires=600"))
        if status == 401 or status == 407:
            headers.append(("WWW-Authenticate" if status == 401 else
                            "Proxy-Authenticate",
                            'Digest realm="%s", nonce="%s", algorithm=MD5, '
                            'qop="auth"' % (self.keys["DOMAIN"],
                                            self.token("nonce%d" %
                                                       r["cseq"]))))
        headers.append(("Server" if step.side == "b" else "User-Agent",
                        "lab-phone/1.0"))
        if r["method"] == "INVITE" and status == 200:
            headers.append(("Allow", "INVITE, ACK, CANCEL, BYE, OPTIONS"))
        return ["SIP/2.0 %d %s" % (status, step.reason)] + self.finish(
            step, headers, True), r

    def write(self, steps, last, where):
        out = {"a": [], "b": []}
        names, sent = [], {}
        for s in steps:
            here, there = out[s.side], out["b" if s.side == "a" else "a"]
            retrans = ""
            if "again" in s.options:
                text = sent[s.side, s.status, s.method]
                s.options["once"] = s.options["unseen"] = True
            elif s.status:
                text, r = self.response(s)
                if s.status >= 200 and r["method"] == "INVITE":
                    retrans = ' retrans="500"'
                auth = ' auth="true"' if s.status in (401, 407) else ""
                seen = '<recv response="%d"%s/>' % (s.status, auth)
            else:
                text = self.request(s)
                if s.method != "ACK":
                    retrans = ' retrans="500"'
                seen = '<recv request="%s"/>' % s.method
            if "once" in s.options:
                retrans = ""
            sent[s.side, s.status, s.method] = text
            if s.wait:
                here.append('<pause milliseconds="%d"/>' % s.wait)
            here.append("<send%s><![CDATA[\n%s\n]]></send>" % (
                retrans, "\n".join(text)))
            if "maybe" in s.options:
                seen = seen.replace("/>", ' optional="true"/>')
            if "unseen" not in s.options:
                there.append(seen)
            names.append(str(s.status or s.method))
        if last:
            for side in out.values():
                side.append('<pause milliseconds="%d"/>' % last)
        os.makedirs(where, exist_ok=True)
        for side, parts in out.items():
            with open(os.path.join(where, side + ".xml"), "w",
                      encoding="ascii") as f:
                f.write('<?xml version="1.0" encoding="us-ascii"?>\n'
                        '<scenario name="%s">\n%s\n</scenario>\n' %
                        (side, "\n".join(parts)))
        k = self.keys
        print("flow_a=%s flow_b=%s flow_aport=%s flow_bport=%s" %
              (k["A"], k["B"], k["APORT"], k["BPORT"]))
        print("flow_transport=%s flow_user=%s flow_password=%s" %
              ("t1" if k["TRANSPORT"] == "TCP" else "u1", k["USER"],
               k["PASSWORD"]))
        print("flow_id=%s@%s" % (self.token("call"), k["A"]))
        print("flow_names='%s'" % " ".join(names))


def main():
    keys = dict(a.split("=", 1) for a in sys.argv[3:])
    steps, last = read(sys.stdin)
    Ladder(sys.argv[1], keys).write(steps, last, sys.argv[2])


main()
