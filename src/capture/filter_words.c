/* SPDX-License-Identifier: BSD-2-Clause */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "capture/filter_words.h"

#include <ctype.h>

/* What the numbers that follow are. */
enum state { NOTHING, PORTS, VLANS, NETS };

static bool in_word(char c)
{
	return isalnum((unsigned char)c) || c == '.' || c == ':' || c == '-' ||
		c == '_';
}

static struct slice next_word(const char **at)
{
	const char *p = *at, *start;

	while (*p && !in_word(*p))
		p++;
	start = p;
	while (in_word(*p))
		p++;
	*at = p;
	return slice_of(start, (size_t)(p - start));
}

static bool is(struct slice word, const char *const *list)
{
	for (; *list; list++) {
		if (slice_eq(word, slice_cstr(*list)))
			return true;
	}
	return false;
}

static void add_port(struct filter_words *w, struct slice word)
{
	size_t dash = slice_find(word, '-');
	uint64_t a, b;

	if (w->n_ports == FILTER_WORDS_MOST ||
	    slice_to_uint(slice_head(word, dash), 65535, &a))
		return;
	b = a;
	if (dash < word.len &&
	    slice_to_uint(slice_from(word, dash + 1), 65535, &b))
		return;
	w->ports[w->n_ports++] = (struct filter_words_range){
		(uint16_t)(a < b ? a : b), (uint16_t)(a < b ? b : a) };
}

static void add_vlan(struct filter_words *w, struct slice word)
{
	uint64_t id;

	if (w->n_vlans < FILTER_WORDS_MOST && !slice_to_uint(word, 4095, &id))
		w->vlans[w->n_vlans++] = (uint16_t)id;
}

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)tolower((unsigned char)c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Six pairs, the form that Linux writes. */
static bool add_mac(struct filter_words *w, struct slice word)
{
	uint8_t mac[6];

	if (word.len != 17 || w->n_macs == FILTER_WORDS_MOST)
		return false;
	for (size_t i = 0; i < 6; i++) {
		int high = hex(word.p[3 * i]), low = hex(word.p[3 * i + 1]);

		if (high < 0 || low < 0 || (i < 5 && word.p[3 * i + 2] != ':'))
			return false;
		mac[i] = (uint8_t)(high << 4 | low);
	}
	memcpy(w->macs[w->n_macs++], mac, sizeof(mac));
	return true;
}

/* `10.1', as libpcap allows for nets, and `10'; the rest is nought. */
static bool short_net(struct addr *out, struct slice word)
{
	uint8_t ip[4] = { 0 };
	size_t n = 0;
	uint64_t v;

	while (word.len && n < 4) {
		size_t dot = slice_find(word, '.');

		if (slice_to_uint(slice_head(word, dot), 255, &v))
			return false;
		ip[n++] = (uint8_t)v;
		word = slice_from(word, dot + 1);
	}
	if (!n || word.len)
		return false;
	*out = addr_make(ip, 4, 0);
	return true;
}

static void add_host(struct filter_words *w, struct slice word, bool net)
{
	struct addr a;

	if (w->n_hosts == FILTER_WORDS_MOST)
		return;
	if (addr_parse_ip(&a, word) && !(net && short_net(&a, word)))
		return;
	w->hosts[w->n_hosts++] = a;
}

static bool is_literal(struct slice word)
{
	return isdigit((unsigned char)word.p[0]) ||
		slice_find(word, ':') < word.len;
}

static void add_literal(struct filter_words *w, struct slice word,
			enum state state)
{
	if (add_mac(w, word))
		return;
	if (state == PORTS)
		add_port(w, word);
	else if (state == VLANS)
		add_vlan(w, word);
	add_host(w, word, state == NETS);
}

/* What the literals behind this word are. */
static enum state behind(struct slice word)
{
	static const struct { const char *word; enum state state; } rows[] = {
		{ "port", PORTS }, { "portrange", PORTS }, { "vlan", VLANS },
		{ "net", NETS },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (slice_eq(word, slice_cstr(rows[i].word)))
			return rows[i].state;
	}
	return NOTHING;
}

void filter_words_read(struct filter_words *out, const char *filter)
{
	static const char *const glue[] = { "and", "or", "not", NULL };
	static const char *const shifts[] = { "vlan", "mpls", "pppoes",
					      "geneve", NULL };
	enum state state = NOTHING;
	struct slice word;

	memset(out, 0, sizeof(*out));
	while ((word = next_word(&filter)).len) {
		if (is(word, glue))
			continue; /* port 5060 or 5080 */
		if (is_literal(word)) {
			add_literal(out, word, state);
			continue;
		}
		state = behind(word);
		out->shifts = out->shifts || is(word, shifts);
	}
}
