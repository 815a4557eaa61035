/* SPDX-License-Identifier: BSD-2-Clause */
/* The words behind the fields of a status. */
#include "render/page.h"

struct word {
	const char *field;
	enum text_id text;
};

static const char *word_of(const struct word *words, size_t n,
			   const char *field)
{
	for (size_t i = 0; field && i < n; i++) {
		if (strcmp(words[i].field, field) == 0)
			return catalog_text(words[i].text);
	}
	return field ? field : "";
}

const char *page_word_class(unsigned code)
{
	static const enum text_id text[] = { TEXT_CLASS_1XX, TEXT_CLASS_2XX,
		TEXT_CLASS_3XX, TEXT_CLASS_4XX, TEXT_CLASS_5XX,
		TEXT_CLASS_6XX };
	unsigned class = code < 10 ? code : code / 100;

	return class >= 1 && class <= 6 ? catalog_text(text[class - 1]) : "";
}

const char *page_word_retry(const char *field)
{
	static const struct word words[] = {
		{ "no", TEXT_RETRY_NO }, { "modified", TEXT_RETRY_MODIFIED },
		{ "same-later", TEXT_RETRY_SAME_LATER },
		{ "auto-auth", TEXT_RETRY_AUTO_AUTH },
		{ "elsewhere", TEXT_RETRY_ELSEWHERE },
		{ "n/a", TEXT_RETRY_NOT_APPLICABLE },
	};

	return word_of(words, sizeof(words) / sizeof(*words), field);
}

const char *page_word_ends(const char *field)
{
	static const struct word words[] = {
		{ "nothing", TEXT_ENDS_NOTHING },
		{ "transaction", TEXT_ENDS_TRANSACTION },
		{ "usage", TEXT_ENDS_USAGE }, { "dialog", TEXT_ENDS_DIALOG },
	};

	return word_of(words, sizeof(words) / sizeof(*words), field);
}

const char *page_word_acts(const char *field)
{
	static const struct word words[] = {
		{ "none", TEXT_ACTS_NONE },
		{ "caller-ua", TEXT_ACTS_CALLER_UA },
		{ "caller-config", TEXT_ACTS_CALLER_CONFIG },
		{ "callee", TEXT_ACTS_CALLEE },
		{ "server", TEXT_ACTS_SERVER },
		{ "network", TEXT_ACTS_NETWORK },
		{ "operator", TEXT_ACTS_OPERATOR },
		{ "user", TEXT_ACTS_USER },
	};

	return word_of(words, sizeof(words) / sizeof(*words), field);
}

const char *page_word_effect(enum status_class c)
{
	static const enum text_id text[] = {
		[STATUS_PROGRESS] = TEXT_EFFECT_PROGRESS,
		[STATUS_SUCCESS] = TEXT_EFFECT_SUCCESS,
		[STATUS_REDIRECT] = TEXT_EFFECT_REDIRECT,
		[STATUS_CHALLENGE] = TEXT_EFFECT_CHALLENGE,
		[STATUS_NORMAL] = TEXT_EFFECT_NORMAL,
		[STATUS_GLARE] = TEXT_EFFECT_GLARE,
		[STATUS_TRANSIENT] = TEXT_EFFECT_TRANSIENT,
		[STATUS_POLICY] = TEXT_EFFECT_POLICY,
		[STATUS_SECURITY] = TEXT_EFFECT_SECURITY,
		[STATUS_OBSOLETE] = TEXT_EFFECT_OBSOLETE,
		[STATUS_ERROR] = TEXT_EFFECT_ERROR,
	};

	return catalog_text(text[c]);
}

const char *page_word_severity(enum severity s)
{
	static const enum text_id text[] = {
		[SEVERITY_INFO] = TEXT_SEVERITY_INFO,
		[SEVERITY_WARNING] = TEXT_SEVERITY_WARNING,
		[SEVERITY_ERROR] = TEXT_SEVERITY_ERROR,
	};

	return catalog_text(text[s]);
}

const char *page_word_certainty(enum certainty c)
{
	static const enum text_id text[] = {
		[CERTAINTY_POSSIBLE] = TEXT_CERTAINTY_POSSIBLE,
		[CERTAINTY_LIKELY] = TEXT_CERTAINTY_LIKELY,
		[CERTAINTY_CERTAIN] = TEXT_CERTAINTY_CERTAIN,
	};

	return catalog_text(text[c]);
}
