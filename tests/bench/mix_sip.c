/* SPDX-License-Identifier: BSD-2-Clause */
#include "mix_sip.h"

#include <stdarg.h>
#include <string.h>

/* How one kind of software writes: the order of its header lines, a letter
 * each (see put_header), and its manner with names and identifiers. */
struct mix_agent {
	const char *name;
	const char *request, *response;
	const char *call_id; /* n: hex digits, @: host, -: itself */
	const char *tag; /* likewise */
	const char *allow, *supported;
	const char *codecs;
	bool compact, server, display, rport;
};

static const struct mix_agent agents[] = {
	{ "Deskline T46 66.85.0.5", "VFTIQCXAMUS", "VFTIQCXUAS",
	  "n_nnn@", "nn", "INVITE, INFO, PRACK, ACK, BYE, CANCEL, OPTIONS, "
	  "NOTIFY, REGISTER, SUBSCRIBE, REFER, PUBLISH, UPDATE, MESSAGE",
	  "replaces, timer", "0 8 18 101", false, false, true, true },
	{ "Telora D345/10.1.169.12", "VFTIQMUCXSA", "VFTIQCUASX",
	  "nnn-nn", "n", "INVITE, ACK, CANCEL, BYE, REFER, OPTIONS, NOTIFY, "
	  "SUBSCRIBE, PRACK, MESSAGE, INFO, UPDATE",
	  "timer, 100rel, replaces, from-change", "9 0 8 3 101",
	  false, false, true, true },
	{ "Softring 5.2.1 (Linux)", "VMFTCIQXASU", "VFTIQCAXSU",
	  "nnnn", "n", "INVITE, ACK, BYE, CANCEL, OPTIONS, NOTIFY, MESSAGE",
	  "replaces, outbound, gruu", "96 9 0 8 101",
	  false, false, false, true },
	{ "Gateling/2.8", "VFTIQCMXSAU", "VFTIQCXSAU",
	  "nn@", "nn", "INVITE,ACK,CANCEL,BYE,OPTIONS,UPDATE,PRACK",
	  "timer,100rel", "8 0 101", true, false, false, false },
	{ "Exchango PBX 18.9.0", "VMFTCIQUASX", "VFTIQUASCX",
	  "nnnn@", "sn", "INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, "
	  "SUBSCRIBE, NOTIFY, INFO, PUBLISH, MESSAGE",
	  "replaces, timer", "8 0 101", false, true, true, true },
	{ "Mediabridge 1.10.7", "VMFTIQCUASX", "VFTIQCUASX",
	  "n-n-n-nn", "nn", "INVITE, ACK, BYE, CANCEL, OPTIONS, MESSAGE, "
	  "INFO, UPDATE, REGISTER, REFER, NOTIFY",
	  "timer, path, replaces", "9 8 0 101",
	  false, true, true, true },
};

enum { PHONES = 4, SERVERS = 2 };

static const struct {
	int payload;
	const char *name;
} codecs[] = {
	{ 0, "PCMU/8000" }, { 3, "GSM/8000" }, { 8, "PCMA/8000" },
	{ 9, "G722/8000" }, { 18, "G729/8000" }, { 96, "opus/48000/2" },
	{ 101, "telephone-event/8000" },
};

static const struct {
	const char *full, *compact;
} names[] = {
	{ "Via", "v" }, { "From", "f" }, { "To", "t" }, { "Call-ID", "i" },
	{ "Contact", "m" }, { "Supported", "k" }, { "Content-Type", "c" },
	{ "Content-Length", "l" },
};

enum { VIA, FROM, TO, CALL_ID, CONTACT, SUPPORTED, TYPE, LENGTH };

void mix_sip_add(struct mix_text *t, const char *form, ...)
{
	size_t room = sizeof(t->s) - t->len;
	va_list args;
	int n;

	va_start(args, form);
	n = vsnprintf(t->s + t->len, room, form, args);
	va_end(args);
	if (n < 0 || (size_t)n >= room) {
		t->full = true;
		t->len = sizeof(t->s) - 1;
	} else {
		t->len += (size_t)n;
	}
}

/* Draws an identifier after PATTERN into ID. */
static void draw(char *id, size_t size, const char *pattern,
		 const struct mix_party *host, struct mix_rand *r)
{
	struct mix_text t = { 0 };
	char ip[MIX_NET_TEXT];

	mix_net_ip(ip, host->signal.ip);
	for (; *pattern; pattern++) {
		if (*pattern == 'n')
			mix_sip_add(&t, "%08x", mix_net_range(r, 0, ~0u));
		else if (*pattern == '@')
			mix_sip_add(&t, "@%s", ip);
		else
			mix_sip_add(&t, "%c", *pattern);
	}
	snprintf(id, size, "%.*s", (int)(size - 1), t.s);
}

void mix_sip_party(struct mix_party *p, struct mix_addr signal,
		   struct mix_rand *r, bool server)
{
	*p = (struct mix_party){ .signal = signal };
	/* a host keeps its software, a phone its number */
	p->agent = server ? &agents[PHONES + signal.ip % SERVERS]
			  : &agents[signal.ip % PHONES];
	p->user = server ? mix_net_range(r, 2000, 8999)
			 : 2000 + signal.ip % 7000;
	p->media.ip = server ? signal.ip + 0x10000 : signal.ip;
	p->media.port = (uint16_t)(mix_net_range(r, 5000, 30000) * 2);
	draw(p->tag, sizeof(p->tag), p->agent->tag, p, r);
}

void mix_sip_call_id(struct mix_dialog *d)
{
	const struct mix_party *p = &d->party[0];

	draw(d->call_id, sizeof(d->call_id), p->agent->call_id, p, d->rand);
}

void mix_sip_branch(struct mix_txn *t)
{
	snprintf(t->branch, sizeof(t->branch), "z9hG4bK%012llx",
		 (unsigned long long)(mix_net_rand(t->dialog->rand) >> 16));
}

/* A message being written: the transaction, and the response or NULL. */
struct draft {
	struct mix_text *out;
	const struct mix_txn *txn;
	const struct mix_answer *answer;
	const struct mix_party *caller, *callee; /* of the transaction */
	const struct mix_party *writer;
};

static void put_name(const struct draft *d, int name)
{
	bool compact = d->writer->agent->compact;

	mix_sip_add(d->out, "%s: ",
		    compact ? names[name].compact : names[name].full);
}

/* The Via of the sender, and below it those that the message came through. */
static void put_via(const struct draft *d)
{
	const struct mix_txn *t = d->txn;
	char ip[MIX_NET_TEXT], seen[40] = "";

	mix_net_ip(ip, d->caller->signal.ip);
	if (d->caller->agent->rport && d->answer)
		snprintf(seen, sizeof(seen), ";rport=%u;received=%s",
			 d->caller->signal.port, ip);
	else if (d->caller->agent->rport)
		strcpy(seen, ";rport");
	put_name(d, VIA);
	mix_sip_add(d->out, "SIP/2.0/UDP %s:%u;branch=%s%s\r\n", ip,
		    d->caller->signal.port, t->branch, seen);
	if (!t->dialog->inner || t->by != 0)
		return;
	mix_net_ip(ip, d->caller->signal.ip ^ 0x0300);
	put_name(d, VIA);
	mix_sip_add(d->out, "SIP/2.0/UDP %s:5060;branch=%s1\r\n", ip,
		    t->branch);
}

static void put_route(const struct draft *d)
{
	const struct mix_txn *t = d->txn;
	char ip[MIX_NET_TEXT];

	if (!t->dialog->inner || t->established ||
	    strcmp(t->method, "INVITE") != 0)
		return;
	mix_net_ip(ip, d->caller->signal.ip);
	mix_sip_add(d->out, "Record-Route: <sip:%s;lr>\r\n", ip);
}

/* From (WHICH 0) or To (WHICH 1) of the transaction. */
static void put_end(const struct draft *d, int which)
{
	const struct mix_party *p = which ? d->callee : d->caller;
	bool tagged = !which || d->txn->established ||
		      (d->answer && d->answer->code > 100);

	if (strcmp(d->txn->method, "REGISTER") == 0)
		p = d->caller;
	put_name(d, which ? TO : FROM);
	if (d->caller->agent->display)
		mix_sip_add(d->out, "\"%u\" ", (unsigned)p->user);
	mix_sip_add(d->out, "<sip:%u@%s>", (unsigned)p->user,
		    d->txn->dialog->domain);
	p = which ? d->callee : d->caller;
	mix_sip_add(d->out, tagged ? ";tag=%s\r\n" : "\r\n", p->tag);
}

static void put_contact(const struct draft *d)
{
	bool registers = strcmp(d->txn->method, "REGISTER") == 0;
	const struct mix_party *p = registers ? d->caller : d->writer;
	int code = d->answer ? d->answer->code : 0;
	char ip[MIX_NET_TEXT];

	if (code == 100 || code >= 300 || strcmp(d->txn->method, "BYE") == 0 ||
	    strcmp(d->txn->method, "CANCEL") == 0)
		return;
	mix_net_ip(ip, p->signal.ip);
	put_name(d, CONTACT);
	mix_sip_add(d->out, "<sip:%u@%s:%u>%s\r\n", (unsigned)p->user, ip,
		    p->signal.port, registers ? ";expires=300" : "");
}

/* One header line, or none where the message needs none of that name. */
static void put_header(const struct draft *d, char letter)
{
	const struct mix_agent *a = d->writer->agent;
	const struct mix_txn *t = d->txn;
	const char *extra = d->answer ? d->answer->extra : t->extra;
	/* what the software can do stands in the messages that begin things */
	bool begins = strcmp(t->method, "ACK") != 0 &&
		      (!d->answer || d->answer->code == 200) &&
		      (!t->established || d->answer);

	switch (letter) {
	case 'V':
		put_via(d);
		put_route(d);
		break;
	case 'F':
		put_end(d, 0);
		break;
	case 'T':
		put_end(d, 1);
		break;
	case 'I':
		put_name(d, CALL_ID);
		mix_sip_add(d->out, "%s\r\n", t->dialog->call_id);
		break;
	case 'Q':
		mix_sip_add(d->out, "CSeq: %u %s\r\n", (unsigned)t->cseq,
			    t->method);
		break;
	case 'C':
		put_contact(d);
		break;
	case 'M':
		mix_sip_add(d->out, "Max-Forwards: %d\r\n",
			    t->dialog->inner && t->by == 0 ? 69 : 70);
		break;
	case 'U':
		mix_sip_add(d->out, "%s: %s\r\n",
			    d->answer && a->server ? "Server" : "User-Agent",
			    a->name);
		break;
	case 'A':
		if (begins)
			mix_sip_add(d->out, "Allow: %s\r\n", a->allow);
		break;
	case 'S':
		if (begins) {
			put_name(d, SUPPORTED);
			mix_sip_add(d->out, "%s\r\n", a->supported);
		}
		break;
	case 'X':
		mix_sip_add(d->out, "%s", extra ? extra : "");
		break;
	}
}

/* Writes the name of CODEC as a format description, if it is known. */
static void put_rtpmap(struct mix_text *body, int codec)
{
	for (size_t i = 0; i < sizeof(codecs) / sizeof(codecs[0]); i++)
		if (codecs[i].payload == codec)
			mix_sip_add(body, "a=rtpmap:%d %s\r\n", codec,
				    codecs[i].name);
}

/* An offer names all codecs, an answer G.711 A-law, which all have. */
static void put_sdp(struct mix_text *body, const struct draft *d)
{
	const struct mix_party *p = d->writer;
	const char *list = d->answer ? "8 101" : p->agent->codecs;
	char ip[MIX_NET_TEXT];
	int codec, used;

	mix_net_ip(ip, p->media.ip);
	mix_sip_add(body, "v=0\r\no=- %u %u IN IP4 %s\r\ns=%s\r\n"
		    "c=IN IP4 %s\r\nt=0 0\r\nm=audio %u RTP/AVP %s\r\n",
		    p->media.port * 71u, p->user + 1u, ip,
		    p->agent->server ? "session" : "-", ip, p->media.port,
		    list);
	for (; sscanf(list, "%d%n", &codec, &used) == 1; list += used)
		put_rtpmap(body, codec);
	mix_sip_add(body, "a=fmtp:101 0-15\r\na=ptime:20\r\na=sendrecv\r\n");
}

static void put_body(const struct draft *d, bool sdp)
{
	struct mix_text body = { 0 };

	if (sdp) {
		put_sdp(&body, d);
		put_name(d, TYPE);
		mix_sip_add(d->out, "application/sdp\r\n");
	}
	put_name(d, LENGTH);
	mix_sip_add(d->out, "%zu\r\n\r\n%s", body.len, body.s);
	d->out->full |= body.full;
}

void mix_sip_request(struct mix_text *out, const struct mix_txn *t)
{
	const struct mix_party *from = &t->dialog->party[t->by];
	const struct mix_party *to = &t->dialog->party[!t->by];
	struct draft d = { out, t, NULL, from, to, from };
	char ip[MIX_NET_TEXT];

	out->len = 0;
	out->full = false;
	mix_net_ip(ip, to->signal.ip);
	if (strcmp(t->method, "REGISTER") == 0)
		mix_sip_add(out, "REGISTER sip:%s SIP/2.0\r\n",
			    t->dialog->domain);
	else
		mix_sip_add(out, "%s sip:%u@%s:%u SIP/2.0\r\n", t->method,
			    (unsigned)to->user, ip, to->signal.port);
	for (const char *p = from->agent->request; *p; p++)
		put_header(&d, *p);
	put_body(&d, t->sdp);
}

void mix_sip_response(struct mix_text *out, const struct mix_txn *t,
		      const struct mix_answer *a)
{
	const struct mix_party *from = &t->dialog->party[t->by];
	const struct mix_party *to = &t->dialog->party[!t->by];
	struct draft d = { out, t, a, from, to, to };

	out->len = 0;
	out->full = false;
	mix_sip_add(out, "SIP/2.0 %d %s\r\n", a->code, a->reason);
	for (const char *p = to->agent->response; *p; p++)
		put_header(&d, *p);
	put_body(&d, a->sdp);
}
