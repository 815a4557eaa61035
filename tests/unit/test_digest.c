/* SPDX-License-Identifier: BSD-2-Clause */
/* The hashes, and the responses that a password gives.  The sums were made with
 * OpenSSL; the worked examples are those of RFC 2617 3.5 and RFC 7616 3.9.1. */
#include "dissect/digest.h"
#include "dissect/digest_hash.h"
#include "exact.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))

/* The letter a so many times. */
static const struct {
	size_t times;
	const char *md5, *sha256, *sha512_256;
} sums[] = {
	{ 0, "d41d8cd98f00b204e9800998ecf8427e",
	  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	  "c672b8d1ef56ed28ab87c3622c5114069bdd3ad7b8f9737498d0c01ecef0967a" },
	{ 1, "0cc175b9c0f1b6a831c399e269772661",
	  "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb",
	  "455e518824bc0601f9fb858ff5c37d417d67c2f8e0df2babe4808858aea830f8" },
	{ 55, "ef1772b6dff9a122358552954ad0df65",
	  "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318",
	  "f6513468f05e7cec7d52fc337ef79dfa7c82520268d3aeba4002ead9a5642916" },
	{ 56, "3b0c8ac703f828b04c6c197006d17218",
	  "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a",
	  "baa8bd7fb02a11878c6a1d5400f06ec5d96cd6f566da032f8dcbb602beea4ca5" },
	{ 63, "b06521f39153d618550606be297466d5",
	  "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34",
	  "3c4458337119e69459650d3851234acd0300b39640803807b139ffc1da44c8ba" },
	{ 64, "014842d480b571495a4a0363793f7367",
	  "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb",
	  "2c3fa8f196f2aac65f15166666ecc77bd9fe195bae83ef06bb75c7857c163db9" },
	{ 111, "089f243d1e831c5879aa375ee364a06e",
	  "6374f73208854473827f6f6a3f43b1f53eaa3b82c21c1a6d69a2110b2a79baad",
	  "0239e429f98d0ed61ee8e2a7c30afe98c1c3a80ce5dff62a107e9c538f7632ce" },
	{ 112, "9146ef3527c7cfcc66dc615c3986e391",
	  "f54353008a2553262ecdc4a34749563ba0950e8b0fc8652780b0a614b99683c1",
	  "9216b5303edb66504570bee90e48ea5beaa5e9fe9f760bbd3e0460559fc005f6" },
	{ 119, "8a7bd0732ed6a28ce75f6dabc90e1613",
	  "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb",
	  "6cb452f832033489de69b49d6a8e8a1e0018092f1986c132287f4ca4ab3ee545" },
	{ 120, "5f61c0ccad4cac44c75ff505e1f1e537",
	  "2f3d335432c70b580af0e8e1b3674a7c020d683aa5f73aaaedfdc55af904c21c",
	  "2e6ca4d879d367d7708701ed2e448540d04a6b8fcd2b0806278cf36090b9ba2b" },
	{ 127, "020406e1d05cdc2aa287641f7ae2cc39",
	  "c57e9278af78fa3cab38667bef4ce29d783787a2f731d4e12200270f0c32320a",
	  "2fe3b2a6ee7e12f6fe4ba82166541ad9b4ed882c493581cbe300d68f3757b778" },
	{ 128, "e510683b3f5ffe4093d021808bc6ff70",
	  "6836cf13bac400e9105071cd6af47084dfacad4e5e302c94bfed24e013afb73e",
	  "b88f97e274f9c1d49f181c8cbd01a9c74930ad055a46ac4499a1d601f1c80bf2" },
	{ 300, "4e5475d125a33c6190718e75adc1b704",
	  "9835fa6bf4e20a9b9ea812506302e98982721a6cf8d2cae67af57129bf21ae90",
	  "19f6f40dff1362d4798293b101b08b0e7d6ca4748780c164701ecce2412e3d17" },
};

static void sum(enum digest_algorithm a, struct slice s, size_t step,
		const char *want)
{
	uint8_t out[DIGEST_SIZE_MAX];
	struct digest_hash d;
	char hex[2 * DIGEST_SIZE_MAX + 1] = "";
	size_t n;

	digest_hash_init(&d, a);
	for (size_t i = 0; i < s.len; i += step)
		digest_hash_add(&d, slice_head(slice_from(s, i), step));
	n = digest_hash_end(&d, out);
	for (size_t i = 0; i < n; i++)
		snprintf(hex + 2 * i, 3, "%02x", out[i]);
	if (strcmp(hex, want))
		fail_msg("%zu bytes, step %zu: %s, want %s", s.len, step, hex,
			 want);
}

static void test_sums(void **state)
{
	char a[300];

	(void)state;
	memset(a, 'a', sizeof(a));
	for (size_t i = 0; i < N(sums); i++) {
		static const size_t steps[] = { 1000, 1, 7 };

		for (size_t k = 0; k < N(steps); k++) {
			struct slice s = slice_of(a, sums[i].times);

			sum(DIGEST_MD5, s, steps[k], sums[i].md5);
			sum(DIGEST_SHA256, s, steps[k], sums[i].sha256);
			sum(DIGEST_SHA512_256, s, steps[k],
			    sums[i].sha512_256);
		}
	}
}

#define AL "Digest username=\"al\", realm=\"x\", nonce=\"n1\", uri=\"sip:x\""
#define QOP ", qop=auth, nc=00000001, cnonce=\"c1\""
#define HTTP "Digest username=\"Mufasa\", uri=\"/dir/index.html\", "

static const struct {
	const char *label, *credentials, *method, *password;
	enum digest_verdict want;
} responses[] = {
	{ "RFC 2617", HTTP "realm=\"testrealm@host.com\", "
	  "nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", qop=auth, "
	  "nc=00000001, cnonce=\"0a4f113b\", "
	  "response=\"6629fae49393a05397450978507c4ef1\"", "GET",
	  "Circle Of Life", DIGEST_RIGHT },
	{ "RFC 7616, MD5", HTTP "realm=\"http-auth@example.org\", "
	  "algorithm=MD5, nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\""
	  ", nc=00000001, cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"
	  "\", qop=auth, response=\"8ca523f5e9506fed4657c9700eebdbec\"", "GET",
	  "Circle of Life", DIGEST_RIGHT },
	{ "RFC 7616, SHA-256", HTTP "realm=\"http-auth@example.org\", "
	  "algorithm=SHA-256, nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiT"
	  "o0v\", nc=00000001, cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemx"
	  "URZJ\", qop=auth, response=\"753927fa0e85d155564e2e272a28d1802ca10daf4"
	  "496794697cf8db5856cb6c1\"", "GET", "Circle of Life", DIGEST_RIGHT },
	{ "MD5 with qop", AL QOP ", algorithm=MD5, response="
	  "\"42b45a288cca4c7a00bfb9eb9e8370c9\"",
	  "REGISTER", "secret", DIGEST_RIGHT },
	{ "MD5 without qop", AL ", algorithm=MD5, response="
	  "\"ffb33e2ceab5be853928e9e976c24444\"",
	  "REGISTER", "secret", DIGEST_RIGHT },
	{ "MD5-sess with qop", AL QOP ", algorithm=MD5-sess, response="
	  "\"a0af7015e05f89ee9b68c58ebf775fd7\"",
	  "REGISTER", "secret", DIGEST_RIGHT },
	{ "SHA-256 with qop", AL QOP ", algorithm=SHA-256, response="
	  "\"7ded04ed57422aa6d498ee8a23b476ef0469398103b0dd76e802860693a54f8d\"",
	  "REGISTER", "secret", DIGEST_RIGHT },
	{ "SHA-256 without qop", AL ", algorithm=SHA-256, response="
	  "\"780c399dd26d02f0cde4e52edf3f71ff108ea149882896e4f2f05940115b3494\"",
	  "REGISTER", "secret", DIGEST_RIGHT },
	{ "SHA-256-sess with qop", AL QOP ", algorithm=SHA-256-sess, response="
	  "\"6f306c31b6e73fe0b3d76cf9e6800d5f08328c1392238431390546d5a0739472\"",
	  "REGISTER", "secret", DIGEST_RIGHT },
	{ "SHA-512-256 with qop", AL QOP ", algorithm=SHA-512-256, response="
	  "\"03aa7566687f50e60aafb4c93e4f79484e211fc110dd24c6bde5ac488adfc298\"",
	  "REGISTER", "secret", DIGEST_RIGHT },
	{ "SHA-512-256 without qop", AL ", algorithm=SHA-512-256, response="
	  "\"f3c18e9be7251583b2886f80d2609830b886267559d9cda2a2fd620598bbc394\"",
	  "REGISTER", "secret", DIGEST_RIGHT },
	{ "SHA-512-256-sess with qop", AL QOP ", algorithm=SHA-512-256-sess, response="
	  "\"6bfb6391edcb1947e5644e8d3a5426d261ae5d72cbc877fb55f2bee4e609744a\"",
	  "REGISTER", "secret", DIGEST_RIGHT },
	{ "a quote in the name", "Digest username=\"a\\\"l\", realm=\"x\", "
	  "nonce=\"n1\", uri=\"sip:x\", "
	  "response=\"1f142810942142c0214df94036e3700e\"", "REGISTER",
	  "secret", DIGEST_RIGHT },
	{ "capital letters", AL ", response=\"FFB33E2CEAB5BE853928E9E976C24444\"",
	  "REGISTER", "secret", DIGEST_RIGHT },
	{ "another password", AL ", response=\"ffb33e2ceab5be853928e9e976c24444\"",
	  "REGISTER", "secret ", DIGEST_WRONG },
	{ "another method", AL ", response=\"ffb33e2ceab5be853928e9e976c24444\"",
	  "INVITE", "secret", DIGEST_WRONG },
	{ "cut", AL ", response=\"ffb33e2ceab5be853928e9e976c2444\"",
	  "REGISTER", "secret", DIGEST_WRONG },
	{ "qop without nc", AL ", qop=auth, cnonce=\"c\", response=\"0\"",
	  "REGISTER", "secret", DIGEST_UNKNOWN },
	{ "qop=auth-int", AL ", qop=auth-int, nc=1, cnonce=\"c\", response=\"0\"",
	  "REGISTER", "secret", DIGEST_UNKNOWN },
	{ "an unknown algorithm", AL ", algorithm=AKAv1-MD5, response=\"0\"",
	  "REGISTER", "secret", DIGEST_UNKNOWN },
	{ "a hashed name", AL ", userhash=true, response=\"0\"", "REGISTER",
	  "secret", DIGEST_UNKNOWN },
	{ "-sess without cnonce", AL ", algorithm=MD5-sess, response=\"0\"",
	  "REGISTER", "secret", DIGEST_UNKNOWN },
	{ "no response", AL, "REGISTER", "secret", DIGEST_UNKNOWN },
	{ "Basic", "Basic YTpi", "REGISTER", "b", DIGEST_UNKNOWN },
	{ "nothing", "", "REGISTER", "b", DIGEST_UNKNOWN },
};

static void test_responses(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(responses); i++) {
		struct slice c = slice_cstr(responses[i].credentials);

		c = exact(c.p, c.len);
		if (digest_check(c,
				 slice_cstr(responses[i].method),
				 slice_cstr(responses[i].password)) !=
		    responses[i].want)
			fail_msg("%s", responses[i].label);
		exact_free(c);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sums),
		cmocka_unit_test(test_responses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
