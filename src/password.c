/* SPDX-License-Identifier: BSD-2-Clause */
#include "password.h"

#include "base/utf8.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

struct teller {
	password_say_fn *say;
	void *arg;
};

/* `BEFORE FILE' WHY', the name made fit for a terminal. */
static int tell(const struct teller *t, const char *before, const char *name,
		const char *why)
{
	struct strbuf b = { 0 };

	strbuf_adds(&b, before);
	strbuf_addc(&b, '`');
	utf8_show(&b, slice_cstr(name));
	strbuf_fmt(&b, "'%s", why);
	t->say(strbuf_str(&b), t->arg);
	strbuf_fini(&b);
	return -EINVAL;
}

static int cannot(const struct teller *t, const char *name, const char *why)
{
	struct strbuf b = { 0 };

	strbuf_fmt(&b, ": %s", why);
	tell(t, "cannot read the password in ", name, strbuf_str(&b));
	strbuf_fini(&b);
	return -EINVAL;
}

/* The first line without its end; -EINVAL (told). */
static int first_line(const struct teller *t, FILE *f, const char *name,
		      char line[PASSWORD_MAX], size_t *len)
{
	struct stat st;
	int c;

	if (!fstat(fileno(f), &st) && S_ISREG(st.st_mode) &&
	    st.st_mode & S_IROTH)
		tell(t, "everybody on this machine can read the password in ",
		     name, " (chmod 600 mends that)");
	*len = 0;
	while ((c = getc(f)) != EOF && c != '\n') {
		if (*len == PASSWORD_MAX)
			return cannot(t, name, "its first line is too long");
		line[(*len)++] = (char)c;
	}
	if (ferror(f))
		return cannot(t, name, strerror(errno));
	if (*len && line[*len - 1] == '\r')
		--*len;
	return *len ? 0 : cannot(t, name, "its first line is empty");
}

static int load(struct passwords *out, const struct teller *t, const char *what)
{
	const char *colon = strchr(what, ':');
	char line[PASSWORD_MAX];
	size_t len;
	FILE *f;
	int rc;

	if (!colon || colon == what || !colon[1])
		return tell(t, "bad --password ", what,
			    ": want USER:FILE or USER@REALM:FILE");
	f = fopen(colon + 1, "re");
	if (!f)
		return cannot(t, colon + 1, strerror(errno));
	setvbuf(f, NULL, _IONBF, 0); /* leave no copy in a buffer */
	rc = first_line(t, f, colon + 1, line, &len);
	fclose(f);
	if (!rc)
		rc = passwords_add(out, slice_of(what, (size_t)(colon - what)),
				   slice_of(line, len));
	explicit_bzero(line, sizeof(line));
	return rc;
}

int password_load(struct passwords *out, const struct options_list *list,
		  password_say_fn *say, void *arg)
{
	struct teller t = { say, arg };
	int rc = 0;

	for (size_t i = 0; i < list->n && !rc; i++)
		rc = load(out, &t, list->items[i]);
	return rc;
}
