/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/der.h"

#include "dissect/wire.h"

/* X.690 8.1.2.4, 8.1.3. */
enum { TAG_LONG = 0x1f, LENGTH_LONG = 0x80, LENGTH_1 = 0x81, LENGTH_2 = 0x82,
       LENGTH_3 = 0x83 };

static bool no_element(struct cursor *c)
{
	c->in = slice_of(NULL, 0);
	c->short_read = true;
	return false;
}

/* False: it could be written shorter, or is too long (10.1). */
static bool read_length(struct cursor *c, size_t *len)
{
	unsigned first = cursor_u8(c);

	*len = first;
	switch (first) {
	case LENGTH_1:
		*len = cursor_u8(c);
		return *len >= LENGTH_LONG;
	case LENGTH_2:
		*len = cursor_be16(c);
		return *len >> 8;
	case LENGTH_3:
		*len = cursor_be24(c);
		return *len >> 16;
	}
	return first < LENGTH_LONG;
}

bool der_read(struct cursor *c, unsigned *tag, struct slice *body)
{
	size_t len;

	if (!c->in.len)
		return false;
	*tag = cursor_u8(c);
	if ((*tag & TAG_LONG) == TAG_LONG || !read_length(c, &len))
		return no_element(c);
	*body = cursor_take(c, len);
	return !c->short_read;
}

bool der_want(struct cursor *c, unsigned tag, struct slice *body)
{
	unsigned got;

	if (!der_read(c, &got, body) || got != tag)
		return no_element(c);
	return true;
}

unsigned der_tag(const struct cursor *c)
{
	return wire_u8(c->in, 0);
}
