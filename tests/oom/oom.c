/* SPDX-License-Identifier: BSD-2-Clause */
/* The allocation-failure walk: the whole program over a capture, once for
 * every allocation it makes, with that one refused, and again with that one and
 * all later ones refused.  Each run is a child process; it must end in order:
 * with success, with less than the whole, or with -ENOMEM.  The program calls
 * malloc, calloc and realloc through the linker's --wrap. */
#include "walk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *p, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *p, size_t size);

enum {
	CHILD_OK = 0,		/* the run reached its end */
	CHILD_NOMEM = 10,	/* it gave up and said -ENOMEM */
	CHILD_WRONG = 11,	/* it gave up and said something else */
	CHILD_UNTOUCHED = 12,	/* it ended before the k-th allocation */
	MAX_SHOWN = 10,		/* failures that are described */
};

static unsigned long made;	/* allocations so far */
static unsigned long refuse;	/* the number of the one that fails, 0: none */
static bool refuse_rest;	/* and all that follow */

static bool refused(void)
{
	made++;
	if (!refuse || made < refuse || (made > refuse && !refuse_rest))
		return false;
	errno = ENOMEM;
	return true;
}

void *__wrap_malloc(size_t size)
{
	return refused() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	return refused() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *p, size_t size)
{
	return refused() ? NULL : __real_realloc(p, size);
}

/* One run in this process; the child's exit status. */
static int child(const char *file, unsigned long k, bool rest)
{
	int rc;

	made = 0;
	refuse = k;
	refuse_rest = rest;
	rc = walk_once(file);
	refuse = 0;
	if (rc == -ENOMEM)
		return CHILD_NOMEM;
	if (rc)
		return CHILD_WRONG;
	return made < k ? CHILD_UNTOUCHED : CHILD_OK;
}

/* Run a child with its output thrown away; its wait status, or -1. */
static int run(const char *file, unsigned long k, bool rest)
{
	int status;
	pid_t pid;

	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		int null = open("/dev/null", O_WRONLY);

		if (null < 0 || dup2(null, STDOUT_FILENO) < 0)
			_exit(CHILD_WRONG);
		alarm(20); /* a run that hangs dies by SIGALRM */
		/* exit(), not _exit(): the leak check runs there */
		exit(child(file, k, rest));
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0)
		return -1;
	return status;
}

static void describe(unsigned long k, int status)
{
	if (status == -1)
		printf("# allocation %lu: no child\n", k);
	else if (WIFSIGNALED(status))
		printf("# allocation %lu: signal %d\n", k, WTERMSIG(status));
	else if (WEXITSTATUS(status) == CHILD_WRONG)
		printf("# allocation %lu: an error that is not -ENOMEM\n", k);
	else
		printf("# allocation %lu: exit status %d\n", k,
		       WEXITSTATUS(status));
}

/* Refuse every allocation in turn; true if every run ended in order. */
static bool walk(const char *file, bool rest)
{
	unsigned long k, bad = 0, nomem = 0;

	for (k = 1;; k++) {
		int status = run(file, k, rest);
		int code = status != -1 && WIFEXITED(status) ?
			WEXITSTATUS(status) : -1;

		if (code == CHILD_UNTOUCHED)
			break;
		if (code == CHILD_NOMEM)
			nomem++;
		else if (code != CHILD_OK && bad++ < MAX_SHOWN)
			describe(k, status);
		if (bad > MAX_SHOWN)
			break;
	}
	printf("# %lu allocations refused, %lu runs said -ENOMEM\n", k - 1,
	       nomem);
	/* A walk that never refused anything, or that nobody noticed, is none. */
	return !bad && k > 1 && nomem > 0;
}

/* Both walks over one file. */
static void walk_both(const char *file, int *n)
{
	bool once = walk(file, false), rest;

	printf("%s %d - one allocation refused: %s\n", once ? "ok" : "not ok",
	       ++*n, file);
	rest = walk(file, true);
	printf("%s %d - all refused from one on: %s\n", rest ? "ok" : "not ok",
	       ++*n, file);
}

int main(int argc, char **argv)
{
	int n = 0;

	if (argc < 2) {
		fprintf(stderr, "usage: oom WORDS...\n");
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (int i = 1; i < argc; i++)
		walk_both(argv[i], &n);
	printf("1..%d\n", n);
	return 0;
}
