/* SPDX-License-Identifier: BSD-2-Clause */
/* Giving up root once devices and files are open. */
#ifndef CAPTURE_PRIVILEGES_H
#define CAPTURE_PRIVILEGES_H

#include "capture/capture.h"

/* When running as root, become user (groups, gid, uid, for good) and drop all
 * capabilities; a user whose uid is 0 means: stay root.  Not root: only drop
 * what setcap gave.  An unknown user or a refusal: -errno with err filled. */
int privileges_drop(const char *user, struct capture_error *err);

#endif
