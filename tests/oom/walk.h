/* SPDX-License-Identifier: BSD-2-Clause */
/* What the allocation-failure walk runs: everything that the program does with
 * one file, except to exit. */
#ifndef TESTS_OOM_WALK_H
#define TESTS_OOM_WALK_H

/* Read and explain the file once; 0 (also when something had to be left out) or
 * -errno.  Everything is freed either way. */
int walk_once(const char *file);

#endif
