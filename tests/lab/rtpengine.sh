#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Two real phones whose sound Kamailio has go through rtpengine: the SDP is rewritten in
# both directions, on hold and back too, and all is well.
. "$(dirname "$0")/common.sh"
LAB_FILTER='udp port 5060 or icmp'
lab_begin rtpengine
lab_need rtpengine rtpengine-daemon
. "$(dirname "$0")/phones.sh"
ip netns exec "$lab_pbx_ns" rtpengine --config-file=none --foreground \
	--log-stderr --table=-1 --interface="$lab_pbx" \
	--listen-ng=127.0.0.1:2223 --port-min=30000 --port-max=30100 \
	>"$lab_tmp/rtpengine.err" 2>&1 &
lab_pids="$lab_pids $!"
sleep 2
lab_kamailio kamailio.cfg '-A RTPENGINE'
phone_baresip "$lab_callee" 4190 answermode=auto
phone_baresip "$lab_caller" 4021
phone_do "$lab_caller" dial sip:4190@pbx.example
sleep 2
phone_do "$lab_caller" hold
sleep 2
phone_do "$lab_caller" resume
sleep 2
phone_do "$lab_caller" hangup
sleep 1
phone_off "$lab_caller"
phone_off "$lab_callee"
lab_end 'REGISTER.*INVITE.*INVITE.*INVITE.*BYE.*REGISTER.*200'
