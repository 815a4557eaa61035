/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/load.h"

#include "base/mem.h"
#include "diagnose/indialog.h"
#include "diagnose/reach.h"

#include <stdlib.h>

/* A limit acts before anybody is asked: a later refusal comes from who was called,
 * or from behind. */
#define AT_ONCE CLOCK_S
/* Limits are changed, and one odd second shall not hide one for ever. */
#define JUDGED (600 * CLOCK_S)
/* cps-limit: with fewer INVITEs the rate says nothing; five refusals in two bursts
 * and three seconds without any are hardly chance when the rates do not overlap. */
enum { CPS_INVITES = 20, CPS_REFUSALS = 5, CPS_CLEAN = 3 };
/* channel-limit: who has one channel is busy like any phone.  503 does not depend
 * on who is called; of codes that may, it takes twice as many. */
enum { CHANNELS = 2, CHANNEL_REFUSALS = 2, CHANNEL_REFUSALS_BUSY = 4 };

/* Their requests are no load that anybody needs. */
enum { SCANNERS = TRANSACTION_SCAN_NAMED | TRANSACTION_SCAN_GUESS |
	TRANSACTION_SCAN_PROBE | TRANSACTION_SCAN_SILENT };

void load_init(struct load *l, uint64_t seed)
{
	memset(&l->now, 0, sizeof(l->now));
	l->seed = seed;
	l->open = NULL;
	recent_init(&l->ways, sizeof(struct load_way), LOAD_WAYS, NULL);
	recent_init(&l->servers, sizeof(struct load_server), LOAD_SERVERS,
		    NULL);
	recent_init(&l->pings, sizeof(struct load_ping), LOAD_PINGS, NULL);
	recent_init(&l->losses, sizeof(struct load_loss), LOAD_LOSSES, NULL);
}

void load_fini(struct load *l)
{
	free(l->open);
	l->open = NULL;
	recent_fini(&l->ways);
	recent_fini(&l->servers);
	recent_fini(&l->pings);
	recent_fini(&l->losses);
}

static int64_t second_of(int64_t time)
{
	return time / CLOCK_S;
}

/* --- between two addresses ---------------------------------------------- */

static bool is_higher(const struct addr *a, const struct addr *b)
{
	return memcmp(a->ip, b->ip, sizeof(a->ip)) > 0;
}

static __attribute__((noinline)) uint64_t
pair_key_long(const struct load *l, const struct transaction *t)
{
	struct addr a = t->client, b = t->server;

	a.port = 0;
	b.port = 0;
	return is_higher(&a, &b) ? addr_hash_pair(l->seed, &b, &a) :
		addr_hash_pair(l->seed, &a, &b);
}

/* The same in both directions; ports do not matter. */
static uint64_t pair_key(const struct load *l, const struct transaction *t)
{
	uint32_t a, b;

	if (t->client.family != 4 || t->server.family != 4)
		return pair_key_long(l, t);
	memcpy(&a, t->client.ip, sizeof(a));
	memcpy(&b, t->server.ip, sizeof(b));
	return hash_mix(l->seed, a < b ? (uint64_t)a << 32 | b :
			(uint64_t)b << 32 | a);
}

/* One of both directions. */
static uint64_t way_key(const struct transaction *t, uint64_t pair)
{
	return pair + is_higher(&t->client, &t->server);
}

static struct load_way *way_of(const struct load *l,
			       const struct transaction *t, uint64_t pair)
{
	return l->ways.count ? recent_find(&l->ways, way_key(t, pair)) : NULL;
}

/* --- calls that are up --------------------------------------------------- */

/* Most calls are between two who had one before, or never will again.  So this is
 * no table that grows and remembers: four places for each key, and who has no call
 * makes room. */
enum { PLACES = 4 };
_Static_assert(LOAD_PAIRS % PLACES == 0, "sets of places");

static int64_t hour_of(int64_t time)
{
	return time / (3600 * CLOCK_S);
}

static uint16_t *in_hour(struct load_open *o, int64_t hour)
{
	return &o->open[(uint64_t)hour % LOAD_HOURS];
}

/* So many are up now; what was answered over LOAD_HOURS ago is given up. */
static uint16_t open_count(struct load_open *o, int64_t now)
{
	uint16_t old = 0;
	unsigned sum = 0;

	if (hour_of(now) - o->hour > LOAD_HOURS)
		o->hour = hour_of(now) - LOAD_HOURS;
	while (o->hour < hour_of(now)) {
		uint16_t *place = in_hour(o, ++o->hour);

		old = (uint16_t)(old + *place);
		*place = 0;
	}
	for (unsigned i = 0; i < LOAD_HOURS; i++)
		sum += o->open[i];
	if (old) {
		o->given_up = old;
		o->peak = 0;
	}
	sum = sum < UINT16_MAX ? sum : UINT16_MAX;
	if (sum > o->peak)
		o->peak = (uint16_t)sum;
	return (uint16_t)sum;
}

static uint32_t name_of(uint64_t pair)
{
	return (uint32_t)(pair >> 32) | 1;
}

static struct load_open *open_find(const struct load *l, uint64_t pair)
{
	struct load_open *o;

	if (!l->open)
		return NULL;
	o = &l->open[pair % (LOAD_PAIRS / PLACES) * PLACES];
	for (unsigned i = 0; i < PLACES; i++) {
		if (o[i].name == name_of(pair))
			return &o[i];
	}
	return NULL;
}

/* NULL: no memory, or four others with that place have calls. */
static struct load_open *open_get(struct load *l, uint64_t pair, int64_t now)
{
	struct load_open *o = open_find(l, pair);

	if (o)
		return o;
	if (!l->open)
		l->open = mem_zalloc(LOAD_PAIRS * sizeof(*l->open));
	if (!l->open)
		return NULL;
	o = &l->open[pair % (LOAD_PAIRS / PLACES) * PLACES];
	for (unsigned i = 0; i < PLACES; i++) {
		if (o[i].name && open_count(&o[i], now))
			continue;
		o[i] = (struct load_open){ .name = name_of(pair),
					   .hour = hour_of(now) };
		return &o[i];
	}
	return NULL;
}

/* --- one asks the other -------------------------------------------------- */

/* A second is over whose refusals have all come. */
static void judge(struct load_way *w, uint16_t invites, uint16_t refused)
{
	if (!invites)
		return;
	if (refused) {
		w->in_burst = true;
		if (invites - refused > w->taken)
			w->taken = (uint16_t)(invites - refused);
		return;
	}
	if (w->in_burst)
		load_meter_up(&w->bursts);
	w->in_burst = false;
	load_meter_up(&w->clean);
	if (invites > w->high)
		w->high = invites;
}

static void advance(struct load_way *w, int64_t seconds)
{
	if (seconds <= 0)
		return;
	judge(w, w->second[1], w->refused[1]);
	if (seconds > 1) {
		judge(w, w->second[0], w->refused[0]);
		w->second[0] = 0;
		w->refused[0] = 0;
	}
	w->second[1] = w->second[0];
	w->refused[1] = w->refused[0];
	w->second[0] = 0;
	w->refused[0] = 0;
}

/* Which of the two seconds that are not judged is it?  -1: neither. */
static int open_second(const struct load_way *w, int64_t time)
{
	int64_t ago = w->meter.slot / LOAD_SLOTS - second_of(time);

	return ago == 0 || ago == 1 ? (int)ago : -1;
}

static void way_begun(struct load_way *w, struct transaction *t, int64_t now)
{
	unsigned pace;

	if (now - w->since > JUDGED)
		*w = (struct load_way){ .meter = w->meter, .since = now,
					.setup = w->setup, .row = w->row };
	advance(w, second_of(now) - w->meter.slot / LOAD_SLOTS);
	load_meter_add(&w->meter, now);
	load_meter_up(&w->second[0]);
	load_meter_up(&w->setup);
	w->invites++;
	pace = load_meter_sum(&w->meter);
	t->pace = pace < UINT16_MAX ? (uint16_t)pace : UINT16_MAX;
}

static void way_refused(struct load_way *w, uint16_t pace, int64_t start,
			uint16_t open)
{
	int i = open_second(w, start);

	if (i < 0)
		return;
	load_meter_up(&w->refused[i]);
	/* For a second the meter shows too little. */
	if (!pace || start - w->since < CLOCK_S)
		return;
	if (!w->refusals || pace < w->low)
		w->low = pace;
	if (!w->refusals || open < w->open_refused)
		w->open_refused = open;
	if (pace > w->top)
		w->top = pace;
	load_meter_up(&w->refusals);
}

/* Do the rates of the refused and of the other seconds lie apart?  Where the
 * number of calls that are up does, that is the limit. */
static struct load_cps judge_cps(const struct load_way *way)
{
	struct load_way w = *way;

	judge(&w, w.second[1], w.refused[1]);
	if (w.invites < CPS_INVITES || w.refusals < CPS_REFUSALS ||
	    !w.bursts || w.clean < CPS_CLEAN || w.low <= w.high ||
	    w.open_refused > w.open_taken)
		return (struct load_cps){ 0 };
	/* It lies between `high' and `low'; what was taken beside refusals says
	 * where. */
	if (w.taken >= w.high && w.taken < w.low - 1)
		w.low = (uint16_t)(w.taken + 1);
	return (struct load_cps){ .limit = w.low - 1u, .rate = w.top,
				  .refusals = w.refusals };
}

/* The number called, or what stands for it. */
static uint64_t number_of(const struct load *l, const struct message *request)
{
	struct slice uri = message_slice(request, request->sip.uri);
	struct sip_value_uri_parts parts;

	if (sip_value_uri_split(uri, &parts))
		uri = parts.user;
	return hash_slice(l->seed, uri);
}

/* Is this refusal one of a row with as many calls up as ever? */
static bool in_row(struct load_way *w, uint16_t open, uint16_t peak,
		   uint64_t number)
{
	struct load_row *r = &w->row;

	/* Those in set-up may have channels, or not. */
	if (w->setup)
		return false;
	if (open < peak || peak != r->peak)
		*r = (struct load_row){ .peak = peak };
	if (open < peak || peak < CHANNELS)
		return false;
	if (!r->n)
		r->number = number;
	r->numbers = r->numbers || r->number != number;
	load_meter_up(&r->n);
	return r->again && r->numbers;
}

/* --- what happens to an INVITE ------------------------------------------ */

void load_begun(struct load *l, const struct store_notice *n)
{
	struct transaction *t = n->t;
	struct load_way *w;

	if (t->in_dialog || !(l->ways.count | l->servers.count))
		return;
	w = way_of(l, t, pair_key(l, t));
	if (w)
		way_begun(w, t, n->now);
	if (l->servers.count)
		load_server_begun(l, n);
}

/* A challenge: the call comes again, and is one. */
static void uncount(struct load_way *w, const struct transaction *t)
{
	int i = open_second(w, t->start);

	load_meter_take(&w->meter, t->start);
	if (i >= 0)
		load_meter_down(&w->second[i]);
	if (w->invites)
		w->invites--;
}

/* Did the server only hand on what the next one said?  Then it is the limit of
 * that one. */
static bool relayed(const struct transaction *t)
{
	const struct transaction *o = t->call->last;

	for (int i = 0; o && i < INDIALOG_BACK; i++, o = o->call_prev) {
		if (o != t && o->method == t->method && o->status >= 400 &&
		    o->answered <= t->answered &&
		    addr_same_ip(&o->client, &t->server))
			return true;
	}
	return false;
}

static bool is_of(unsigned status, const unsigned short *codes)
{
	while (*codes && *codes != status)
		codes++;
	return *codes;
}

static const unsigned short of_channels[] = { 486, 503, 480, 403, 600, 0 };
static const unsigned short of_cps[] = { 503, 480, 429, 603, 0 };

static void refused_at_once(struct load *l, const struct store_notice *n,
			    uint64_t pair, uint16_t pace)
{
	const struct transaction *t = n->t;
	struct load_open *o = open_find(l, pair);
	uint16_t open = o ? open_count(o, n->now) : 0;
	bool made;
	struct load_way *w = recent_get(&l->ways, way_key(t, pair),
					&made);

	if (!w)
		return;
	if (made) {
		w->since = n->now;
		w->in_burst = true;
		load_meter_move(&w->meter, n->now);
	}
	l->now.channels.open = open;
	l->now.channels.unended = o && o->given_up;
	if (is_of(t->status, of_channels) &&
	    in_row(w, open, o ? o->peak : 0, number_of(l, t->request)) &&
	    w->row.n >= (t->status == 503 ? CHANNEL_REFUSALS :
			 CHANNEL_REFUSALS_BUSY))
		l->now.channels.times = w->row.n;
	if (is_of(t->status, of_cps)) {
		way_refused(w, pace, t->start, open);
		l->now.cps = judge_cps(w);
	}
}

static void refused(struct load *l, const struct store_notice *n, uint64_t pair,
		    uint16_t pace)
{
	const struct transaction *t = n->t;
	bool at_once = !t->ringing && n->now - t->start < AT_ONCE &&
		(is_of(t->status, of_channels) || is_of(t->status, of_cps));
	bool hard = t->status == 503 || t->status == 500 ||
		(t->status == 480 && !t->ringing);

	if (!(at_once || hard) || !t->request || relayed(t) ||
	    reach_is_scanner(t->request))
		return;
	if (at_once)
		refused_at_once(l, n, pair, pace);
	if (hard)
		l->now.burst = load_server_refused(l, n);
}

void load_refused(struct load *l, const struct store_notice *n)
{
	const struct transaction *t = n->t;

	memset(&l->now.burst, 0, sizeof(l->now.burst));
	if (t->in_dialog || t->method == METHOD_CANCEL || !t->request ||
	    relayed(t) || t->habits & SCANNERS || reach_is_scanner(t->request))
		return;
	l->now.burst = load_server_refused(l, n);
}

static void taken(struct load *l, struct load_way *w, uint64_t pair, int64_t now)
{
	struct load_open *o = open_get(l, pair, now);
	uint16_t open;

	if (!o)
		return;
	open = open_count(o, now);
	if (w && open > w->open_taken)
		w->open_taken = open;
	load_meter_up(in_hour(o, o->hour));
	open = open_count(o, now);
	if (w && w->row.n && open == w->row.peak)
		w->row.again = true;
}

void load_answered(struct load *l, const struct store_notice *n)
{
	struct transaction *t = n->t;
	uint16_t pace = t->pace;
	struct load_way *w;
	uint64_t pair;

	if (t->status >= 300)
		memset(&l->now, 0, sizeof(l->now));
	if (t->in_dialog)
		return;
	pair = pair_key(l, t);
	w = way_of(l, t, pair);
	if (w && pace)
		load_meter_down(&w->setup);
	t->pace = 0;
	if (t->status < 300) {
		taken(l, w, pair, n->now);
	} else if (t->status == 401 || t->status == 407) {
		if (w && pace)
			uncount(w, t);
		load_server_uncount(l, t);
	} else {
		refused(l, n, pair, pace);
	}
}

void load_over(struct load *l, struct transaction *t)
{
	struct load_way *w = way_of(l, t, pair_key(l, t));

	if (w)
		load_meter_down(&w->setup);
	t->pace = 0;
}

/* One that was answered then is over.  Who gave the answer and who took it note
 * nearly the same time. */
static void open_end(struct load_open *o, int64_t answered, int64_t now)
{
	int64_t hour = hour_of(answered);

	open_count(o, now);
	if (hour <= o->hour - LOAD_HOURS || hour > o->hour)
		return; /* it is given up */
	if (!*in_hour(o, hour) && hour < o->hour)
		hour++;
	load_meter_down(in_hour(o, hour));
}

/* The first BYE between these two of a call that was seen to be answered. */
void load_ended(struct load *l, const struct store_notice *n)
{
	const struct transaction *t = n->t, *o = t->call_prev;
	const struct dialog *d = t->call->dialogs;
	struct load_open *x;

	if (!l->open || !d || !d->answered)
		return;
	for (int i = 0; o && i < INDIALOG_BACK; i++, o = o->call_prev) {
		if (o->method == METHOD_BYE && indialog_same_ends(o, t))
			return;
	}
	x = open_find(l, pair_key(l, t));
	if (x)
		open_end(x, d->answered, n->now);
}
