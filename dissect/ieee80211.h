/* SPDX-License-Identifier: BSD-2-Clause */
/* 802.11 data frames and the radio headers before them: radiotap, Prism, AVS. */
#ifndef DISSECT_IEEE80211_H
#define DISSECT_IEEE80211_H

#include "dissect/link.h"

/* A frame from its frame control field on (IEEE 802.11 9.2).  Encrypted frames
 * and fragments are LINK_TUNNEL; management, control and null frames LINK_QUIET;
 * an aggregate LINK_AMSDU. */
enum decode ieee80211_decode(struct link *out, struct slice s);
/* The same out of CAPWAP, where many access points swap the two bytes of the
 * frame control field. */
enum decode ieee80211_capwap(struct link *out, struct slice s);
/* Behind one of the radio headers. */
enum decode ieee80211_radiotap(struct link *out, struct slice s);
enum decode ieee80211_prism(struct link *out, struct slice s);
/* The next frame of an aggregate, taken off *rest; DECODE_OTHER: no more. */
enum decode ieee80211_amsdu_next(struct link *out, struct slice *rest);

#endif
