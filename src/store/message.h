/* SPDX-License-Identifier: BSD-2-Clause */
/* A message is one captured SIP message with its bytes, kept as long as somebody
 * holds a reference.  Copies (retransmissions) are messages of their own. */
#ifndef STORE_MESSAGE_H
#define STORE_MESSAGE_H

#include "base/addr.h"
#include "dissect/packet.h"
#include "dissect/sip_index.h"

/* Memory of messages that are no more, for those that come: about as many go as
 * come.  { 0 } is empty; it must outlive its messages. */
enum { MESSAGE_POOL_STEP = 256, MESSAGE_POOL_CLASSES = 16,
       MESSAGE_POOL_BYTES = 1 << 20 };
struct message_pool {
	struct message_pool_list {
		struct message *first, *last;
	} spare[MESSAGE_POOL_CLASSES]; /* by size in steps */
	size_t bytes; /* spare ones, MESSAGE_POOL_BYTES at most of those freed
			 here, four times that when others were moved here */
	struct message_pool *home; /* where memory taken here goes back to: the
				      pool of another thread; NULL: here */
};
void message_pool_fini(struct message_pool *pool);
/* Move all that is spare; what would be too much is freed. */
void message_pool_move(struct message_pool *to, struct message_pool *from);

/* What the store looks a message up by; by its seed. */
struct message_hashes {
	uint64_t call;        /* of its Call-ID */
	uint64_t there, back; /* of its hop: from client to server, and from
				 server to client */
	uint64_t own;         /* of these and all that tells its transaction from
				 others, but CSeq */
	uint64_t transaction; /* message_hash_as() its method; of an ACK: as
				 INVITE */
};

/* In lines of 64 bytes: letting it go takes the first alone. */
struct message {
	unsigned refs;
	unsigned pieces;      /* IP fragments it was put together from; 1: whole,
				 or all that came of it */
	size_t size;          /* of the allocation, `lead' left out */
	size_t *account;      /* where size is counted in; NULL: nowhere */
	struct message_pool *pool; /* where its memory goes; NULL: free() */
	struct message *next_spare;
	unsigned source;
	enum transport transport;
	bool incomplete;      /* the rest of its IP fragments never came */
	bool retold;          /* an agent saw it and told of it (HEP), and of the
				 transport as it knows it */
	bool hashed;
	uint8_t lead;         /* bytes of its allocation before it */
	int64_t time;         /* ns, packet clock */

	uint64_t frame;       /* number within its source */
	struct addr src, dst;
	struct message_hashes hashes; /* when it is hashed */

	struct sip_index sip; /* points into this very allocation */
};

/* The memory that message_pool_new will take for it is fetched into the cache. */
void message_pool_fetch(const struct message_pool *pool,
			const struct sip_index *sip);

/* Count m in at the account of who keeps it, until it is freed; the account must
 * live as long.  The second time is nothing. */
static inline void message_charge(struct message *m, size_t *account)
{
	if (m->account)
		return;
	m->account = account;
	*account += m->size;
}
/* Copy a message out of its packet: one allocation for struct, header index and
 * bytes; refs is 1.  NULL when there is no memory. */
struct message *message_new(const struct packet *p, const struct sip_index *sip);
/* The same with memory of that pool. */
struct message *message_pool_new(struct message_pool *pool,
				 const struct packet *p,
				 const struct sip_index *sip);
static inline struct message *message_ref(struct message *m) /* may be NULL */
{
	if (m)
		m->refs++;
	return m;
}
void message_free(struct message *m);           /* whatever refs says */
/* Frees at zero; NULL is fine. */
static inline void message_unref(struct message *m)
{
	if (m && !--m->refs)
		message_free(m);
}

/* Who waits for the answer on the hop that m was seen on, and who gives it. */
static inline const struct addr *message_client(const struct message *m)
{
	return m->sip.is_response ? &m->dst : &m->src;
}
static inline const struct addr *message_server(const struct message *m)
{
	return m->sip.is_response ? &m->src : &m->dst;
}
/* Text of a span of this message. */
static inline struct slice message_slice(const struct message *m,
					 struct sip_span s)
{
	return sip_index_slice(&m->sip, s);
}
/* Who sent it by its topmost Via, the default port left out: some phones write
 * `host:5060' in INVITE and `host' in its CANCEL (RFC 3261 17.2.3, 18.2.2). */
struct slice message_sent_by(const struct message *m);
/* Fill in its hashes, with the seed of its store. */
void message_hash(struct message *m, uint64_t seed);
/* The hash of the transaction of this method that a hashed m belongs to: CANCEL and
 * ACK have a branch of an INVITE. */
uint64_t message_hash_as(const struct message *m, unsigned method);
/* It will be looked at: the processor fetches it from memory, first the struct,
 * then, when that has come, the rest. */
void message_fetch(const struct message *m);
void message_fetch_rest(const struct message *m);

#endif
