/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/x509.h"

#include "base/utf8.h"
#include "dissect/der.h"
#include "dissect/wire.h"

/* id-at-commonName, id-ce-subjectAltName (RFC 5280 appendix A). */
static const struct slice common_name = { "\x55\x04\x03", 3 };
static const struct slice subject_alt_name = { "\x55\x1d\x11", 3 };

/* --- times (RFC 5280 4.1.2.5) ------------------------------------------------- */

struct date {
	unsigned year, month, day, hour, minute, second;
};

/* Two digits at *at; a number over 99 where there are none. */
static unsigned two(struct slice s, size_t *at)
{
	unsigned tens = wire_u8(s, *at) - '0', ones = wire_u8(s, *at + 1) - '0';

	*at += 2;
	return tens > 9 || ones > 9 ? 100 : tens * 10 + ones;
}

static unsigned month_days(unsigned year, unsigned month)
{
	static const unsigned char days[] = { 31, 28, 31, 30, 31, 30,
					      31, 31, 30, 31, 30, 31 };
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return days[month - 1] + (month == 2 && leap);
}

/* Days from 1970-01-01 to this day.  Years are counted from March, so that the
 * leap day is the last; 719468 days lie between 0000-03-01 and 1970. */
static int64_t days_of(const struct date *d)
{
	int64_t year = (int64_t)d->year - (d->month <= 2);
	int64_t month = (d->month + 9) % 12;

	return year * 365 + year / 4 - year / 100 + year / 400 +
		(153 * month + 2) / 5 + d->day - 1 - 719468;
}

static bool is_date(const struct date *d)
{
	return d->year >= 1 && d->month >= 1 && d->month <= 12 && d->day >= 1 &&
		d->day <= month_days(d->year, d->month) && d->hour < 24 &&
		d->minute < 60 && d->second < 60;
}

/* UTCTime has two digits of the year, 1950 to 2049, GeneralizedTime four; both go
 * down to seconds and are of Greenwich, without fractions (4.1.2.5.1, .2). */
static bool read_time(struct cursor *c, int64_t *out)
{
	struct slice s;
	unsigned tag, century;
	size_t at = 0;
	struct date d;

	if (!der_read(c, &tag, &s))
		return false;
	if (!(tag == DER_UTC_TIME && s.len == 13) &&
	    !(tag == DER_TIME && s.len == 15))
		return false;
	century = tag == DER_TIME ? two(s, &at) : 0;
	d.year = two(s, &at);
	if (century > 99 || d.year > 99)
		return false;
	d.year += tag == DER_TIME ? century * 100 : d.year < 50 ? 2000 : 1900;
	d.month = two(s, &at);
	d.day = two(s, &at);
	d.hour = two(s, &at);
	d.minute = two(s, &at);
	d.second = two(s, &at);
	if (wire_u8(s, at) != 'Z' || !is_date(&d))
		return false;
	*out = ((days_of(&d) * 24 + d.hour) * 60 + d.minute) * 60 + d.second;
	return true;
}

/* --- the certificate (4.1) ---------------------------------------------------- */

static bool read_alt_names(struct x509 *out, struct slice value)
{
	struct cursor c = { .in = value };

	return !out->alt_names.p && der_want(&c, DER_SEQUENCE, &out->alt_names) &&
		!c.in.len;
}

/* An extension: its name, whether it is critical, a value in a wrapping. */
static bool read_extension(struct x509 *out, struct slice extension)
{
	struct cursor c = { .in = extension };
	struct slice oid, value;

	if (!der_want(&c, DER_OID, &oid))
		return false;
	if (der_tag(&c) == DER_BOOLEAN)
		der_want(&c, DER_BOOLEAN, &value);
	if (!der_want(&c, DER_OCTET_STRING, &value) || c.in.len)
		return false;
	return !slice_eq(oid, subject_alt_name) || read_alt_names(out, value);
}

static bool read_extensions(struct x509 *out, struct slice all)
{
	struct cursor c = { .in = all }, list = { .in = all };
	struct slice extension;

	if (!der_want(&c, DER_SEQUENCE, &list.in) || c.in.len)
		return false;
	while (list.in.len) {
		if (!der_want(&list, DER_SEQUENCE, &extension) ||
		    !read_extension(out, extension))
			return false;
	}
	return true;
}

static bool read_validity(struct x509 *out, struct cursor *tbs)
{
	struct cursor c = { .short_read = false };

	return der_want(tbs, DER_SEQUENCE, &c.in) &&
		read_time(&c, &out->not_before) &&
		read_time(&c, &out->not_after) && !c.in.len;
}

/* The part that is signed. */
static bool read_signed(struct x509 *out, struct slice all)
{
	struct cursor c = { .in = all };
	struct slice skip;
	unsigned tag;

	if (der_tag(&c) == DER_PARTS(0)) /* the version */
		der_want(&c, DER_PARTS(0), &skip);
	if (!der_want(&c, DER_INTEGER, &skip) ||
	    !der_want(&c, DER_SEQUENCE, &skip) ||
	    !der_want(&c, DER_SEQUENCE, &out->issuer) ||
	    !read_validity(out, &c) ||
	    !der_want(&c, DER_SEQUENCE, &out->subject) ||
	    !der_want(&c, DER_SEQUENCE, &skip))
		return false;
	while (der_read(&c, &tag, &skip)) {
		/* Before it the unique identifiers of old, behind it nothing. */
		if (tag == DER_PARTS(3))
			return read_extensions(out, skip) && !c.in.len;
		if (tag != DER_CONTEXT(1) && tag != DER_CONTEXT(2))
			return false;
	}
	return !c.short_read;
}

enum decode x509_decode(struct x509 *out, struct slice bytes)
{
	struct cursor c = { .in = bytes }, cert = { .short_read = false };
	struct slice tbs, skip;

	*out = (struct x509){ .not_before = 0 };
	if (!der_want(&c, DER_SEQUENCE, &cert.in) || c.in.len ||
	    !der_want(&cert, DER_SEQUENCE, &tbs) ||
	    !der_want(&cert, DER_SEQUENCE, &skip) ||
	    !der_want(&cert, DER_BIT_STRING, &skip) || cert.in.len ||
	    !read_signed(out, tbs))
		return DECODE_MALFORMED;
	return DECODE_OK;
}

/* --- names -------------------------------------------------------------------- */

/* Room for a text, always with its NUL. */
struct text {
	char *p;
	size_t len, size;
};

/* False: it is full. */
static bool put(struct text *t, struct slice s)
{
	if (s.len >= t->size - t->len)
		return false;
	memcpy(t->p + t->len, s.p, s.len);
	t->len += s.len;
	t->p[t->len] = '\0';
	return true;
}

/* One character of a text of wide ones: ASCII, or nothing we can show. */
static struct slice narrow(struct slice s, size_t width)
{
	bool ascii = wire_u8(s, width - 1) >= ' ' && wire_u8(s, width - 1) < 127;

	for (size_t i = 0; i + 1 < width; i++)
		ascii &= !s.p[i];
	return ascii ? slice_head(slice_from(s, width - 1), 1) : SLICE("?");
}

static struct slice printable(struct slice s)
{
	uint32_t cp;
	size_t n = utf8_next(s, &cp);

	return cp < ' ' || (cp >= 127 && cp < 160) || cp == 0xfffd ?
		SLICE("?") : slice_head(s, n);
}

/* False: not a text. */
static bool show(unsigned tag, struct slice s, char *out, size_t size)
{
	struct text t = { .p = out, .size = size };
	size_t width = tag == DER_BMP ? 2 : tag == DER_UNIVERSAL ? 4 : 1;
	uint32_t cp;

	if (tag != DER_UTF8 && tag != DER_PRINTABLE && tag != DER_TELETEX &&
	    tag != DER_IA5 && width == 1)
		return false;
	out[0] = '\0';
	while (s.len >= width) {
		if (!put(&t, width > 1 ? narrow(s, width) : printable(s)))
			return true;
		s = slice_from(s, width > 1 ? width : utf8_next(s, &cp));
	}
	return true;
}

void x509_name(struct slice name, char *out, size_t size)
{
	struct cursor parts = { .in = name }, set, attribute;
	struct slice oid, value;
	bool common = false;
	unsigned tag;

	out[0] = '\0';
	while (der_want(&parts, DER_SET, &oid)) {
		set = (struct cursor){ .in = oid };
		while (der_want(&set, DER_SEQUENCE, &oid)) {
			attribute = (struct cursor){ .in = oid };
			if (!der_want(&attribute, DER_OID, &oid) ||
			    !der_read(&attribute, &tag, &value))
				continue;
			if (common && !slice_eq(oid, common_name))
				continue;
			common |= show(tag, value, out, size) &&
				slice_eq(oid, common_name);
		}
	}
}

bool x509_alt_name(struct slice *rest, enum x509_alt *kind, struct slice *name)
{
	struct cursor c = { .in = *rest };
	bool found = false;
	unsigned tag;

	while (!found && der_read(&c, &tag, name)) {
		/* 4.2.1.6 */
		found = tag == DER_CONTEXT(2) || tag == DER_CONTEXT(6) ||
			(tag == DER_CONTEXT(7) &&
			 (name->len == 4 || name->len == 16));
		*kind = tag == DER_CONTEXT(2) ? X509_DNS :
			tag == DER_CONTEXT(6) ? X509_URI : X509_IP;
	}
	*rest = c.in;
	return found;
}
