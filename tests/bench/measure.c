/* SPDX-License-Identifier: BSD-2-Clause */
/* measure FILE COMMAND [ARGUMENT...] - runs COMMAND with no input and no output
 * and appends a line to FILE: wall seconds, user + system seconds, the largest
 * resident set in kB.  The exit status is that of COMMAND. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Becomes COMMAND; 127 if it cannot. */
static int become(char **command)
{
	int null = open("/dev/null", O_RDWR);

	if (null < 0 || dup2(null, 0) < 0 || dup2(null, 1) < 0 ||
	    dup2(null, 2) < 0)
		return 127;
	execvp(command[0], command);
	return 127;
}

/* Runs COMMAND; its wait status or -errno. */
static int run(char **command, double *wall, struct rusage *usage)
{
	double start = now();
	pid_t pid = fork();
	int status;

	if (pid < 0)
		return -errno;
	if (pid == 0)
		_exit(become(command));
	while (wait4(pid, &status, 0, usage) < 0)
		if (errno != EINTR)
			return -errno;
	*wall = now() - start;
	return status;
}

int main(int argc, char **argv)
{
	struct rusage usage;
	double wall = 0;
	FILE *out;
	int status;

	if (argc < 3) {
		fprintf(stderr, "usage: measure FILE COMMAND [ARGUMENT...]\n");
		return 126;
	}
	status = run(argv + 2, &wall, &usage);
	out = status < 0 ? NULL : fopen(argv[1], "a");
	if (!out) {
		fprintf(stderr, "measure: %s\n",
			strerror(status < 0 ? -status : errno));
		return 126;
	}
	fprintf(out, "%.3f %.3f %ld\n", wall,
		seconds(usage.ru_utime) + seconds(usage.ru_stime),
		usage.ru_maxrss);
	if (fclose(out))
		return 126;
	return WIFEXITED(status) ? WEXITSTATUS(status)
				 : 128 + WTERMSIG(status);
}
