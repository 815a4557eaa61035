/* SPDX-License-Identifier: BSD-2-Clause */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1 /* setresuid */
#endif
#include "capture/privileges.h"

#include "capture/capture_error.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Neither a set-uid program nor a file capability can give anything back. */
static int no_new(struct capture_error *err)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return capture_error_set(err, -errno,
			"cannot forbid new privileges: %s", strerror(errno));
	return 0;
}

/* What setcap gave to the program, and what setuid might have left. */
static int drop_capabilities(struct capture_error *err)
{
	struct __user_cap_header_struct head = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {
		{ 0, 0, 0 },
	};

	prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
	if (syscall(SYS_capset, &head, none))
		return capture_error_set(err, -errno,
			"cannot drop the capabilities: %s", strerror(errno));
	return 0;
}

static int become(const struct passwd *pw, struct capture_error *err)
{
	const char *step = NULL;
	int e;

	if (initgroups(pw->pw_name, pw->pw_gid))
		step = "its groups";
	else if (setresgid(pw->pw_gid, pw->pw_gid, pw->pw_gid))
		step = "its group";
	else if (setresuid(pw->pw_uid, pw->pw_uid, pw->pw_uid))
		step = "its user id";
	if (!step)
		return 0;
	e = errno;
	return capture_error_set(err, -e,
		"cannot become user `%s': %s was refused (%s); in a container "
		"allow SETUID and SETGID, or stay root with --user root",
		pw->pw_name, step, strerror(e));
}

/* The way back must be closed. */
static int verify(const struct passwd *pw, struct capture_error *err)
{
	if (setuid(0) == 0 || seteuid(0) == 0 ||
	    (pw->pw_gid && setgid(0) == 0) ||
	    getuid() != pw->pw_uid || geteuid() != pw->pw_uid ||
	    getgid() != pw->pw_gid || getegid() != pw->pw_gid)
		return capture_error_set(err, -EPERM,
			"became user `%s', but could still return to root; "
			"give another user with --user", pw->pw_name);
	return 0;
}

int privileges_drop(const char *user, struct capture_error *err)
{
	const struct passwd *pw;
	int rc;

	if (geteuid() != 0) {
		rc = drop_capabilities(err);
		return rc ? rc : no_new(err);
	}
	errno = 0;
	pw = getpwnam(user);
	if (!pw)
		return capture_error_set(err, errno ? -errno : -ENOENT,
			"there is no user `%s' to give root up for; name one "
			"that exists with --user", user);
	if (pw->pw_uid == 0) /* asked for by name */
		return no_new(err);
	rc = become(pw, err);
	if (!rc)
		rc = drop_capabilities(err);
	if (!rc)
		rc = no_new(err);
	return rc ? rc : verify(pw, err);
}
