/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1 /* getresuid */
#endif
#include "capture/privileges.h"

#include <errno.h>
#include <pwd.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

static void test_unknown_user(void **state)
{
	struct capture_error err = { 0 };

	(void)state;
	if (geteuid() != 0)
		skip();
	assert_int_equal(privileges_drop("no-such-user", &err), -ENOENT);
	assert_non_null(strstr(strbuf_str(&err.text), "`no-such-user'"));
	assert_non_null(strstr(strbuf_str(&err.text), "--user"));
	assert_int_equal(geteuid(), 0);
	strbuf_fini(&err.text);
}

/* In a child: give root up, then try to come back; 0 when that fails. */
static int drop_and_return(const char *user)
{
	struct passwd *pw = getpwnam(user);
	uid_t r, e, s;

	if (privileges_drop(user, NULL))
		return 3;
	if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1)
		return 4;
	if (!pw || pw->pw_uid == 0)
		return 5;
	if (getresuid(&r, &e, &s) || r != e || e != s)
		return 6;
	if (r == 0 || setuid(0) == 0 || seteuid(0) == 0 || setgid(0) == 0)
		return 7;
	/* No capability is left either. */
	return access("/proc/1/mem", R_OK) == 0 ? 8 : 0;
}

static void test_drop(void **state)
{
	int status;
	pid_t pid;

	(void)state;
	if (!getpwnam("nobody"))
		skip();
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		_exit(drop_and_return("nobody"));
	assert_true(waitpid(pid, &status, 0) == pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_unknown_user),
		cmocka_unit_test(test_drop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
