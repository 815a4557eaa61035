/* SPDX-License-Identifier: BSD-2-Clause */
/* Without libFuzzer: run the target over every file named on the command line,
 * each in a heap copy of its exact size, so that one byte of over-read shows. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The size of the open file, or -1. */
static long file_size(FILE *f)
{
	long size;

	if (fseek(f, 0, SEEK_END) != 0)
		return -1;
	size = ftell(f);
	rewind(f);
	return size;
}

static int replay(const char *name)
{
	FILE *f = fopen(name, "rb");
	uint8_t *exact = NULL;
	int rc = 1;
	long size;

	if (!f) {
		perror(name);
		return 1;
	}
	size = file_size(f);
	if (size < 0)
		goto out;
	exact = malloc((size_t)size);
	if (size > 0 &&
	    (!exact || fread(exact, 1, (size_t)size, f) != (size_t)size))
		goto out;
	LLVMFuzzerTestOneInput(exact, (size_t)size);
	rc = 0;
out:
	if (rc)
		fprintf(stderr, "%s: cannot be read\n", name);
	free(exact);
	fclose(f);
	return rc;
}

int main(int argc, char **argv)
{
	int rc = argc < 2;

	for (int i = 1; i < argc; i++)
		rc |= replay(argv[i]);
	return rc;
}
