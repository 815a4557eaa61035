/* SPDX-License-Identifier: BSD-2-Clause */
/* What the allocation-failure walk runs: everything that the program does with
 * one line of options and files, except to exit. */
#ifndef TESTS_OOM_WALK_H
#define TESTS_OOM_WALK_H

/* Do once what these words, parted by spaces, ask for; 0 (also when something had
 * to be left out) or -errno.  Everything is freed either way. */
int walk_once(const char *words);

#endif
