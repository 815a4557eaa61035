/* SPDX-License-Identifier: BSD-2-Clause */
#include "store/message.h"

#include <stdlib.h>

struct message *message_new(const struct packet *p, const struct sip_index *sip)
{
	size_t headers = sip->n_headers * sizeof(struct sip_header);
	size_t size = sizeof(struct message) + headers + sip->raw.len;
	struct message *m = malloc(size);
	struct sip_header *copy;
	char *bytes;

	if (!m)
		return NULL;
	copy = (struct sip_header *)(m + 1);
	bytes = (char *)copy + headers;
	if (headers)
		memcpy(copy, sip->headers, headers);
	if (sip->raw.len)
		memcpy(bytes, sip->raw.p, sip->raw.len);
	m->sip = *sip;
	m->sip.raw.p = bytes;
	m->sip.headers = copy;
	m->src = p->src;
	m->dst = p->dst;
	m->time = p->frame->time;
	m->frame = p->frame->number;
	m->source = p->frame->source;
	m->transport = p->transport;
	m->refs = 1;
	m->size = size;
	m->account = NULL;
	return m;
}

void message_charge(struct message *m, size_t *account)
{
	if (m->account)
		return;
	m->account = account;
	*account += m->size;
}

struct message *message_ref(struct message *m)
{
	if (m)
		m->refs++;
	return m;
}

void message_unref(struct message *m)
{
	if (!m || --m->refs)
		return;
	if (m->account)
		*m->account -= m->size;
	free(m);
}
