# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2034
# Sourced: headers and an offer that make an INVITE of more than 1500 octets.
big_headers='Supported: replaces, timer, 100rel, histinfo, path, gruu
History-Info: <sip:4100@pbx.example>;index=1
History-Info: <sip:4101@pbx.example?Reason=SIP%3Bcause%3D302>;index=1.1
P-Asserted-Identity: "Reception" <sip:4021@pbx.example>
Session-ID: ab30317f1a784dc48ff824d0d3715d86;remote=00000000000000000000000000000000'
big_offer='m=audio 16384 RTP/AVP 96 97 98 9 8 0 18 3 101
a=rtpmap:96 opus/48000/2
a=fmtp:96 useinbandfec=1; maxaveragebitrate=28000
a=rtpmap:97 AMR-WB/16000
a=fmtp:97 octet-align=1; mode-set=0,1,2,4,8
a=rtpmap:98 iLBC/8000
a=fmtp:98 mode=30
a=rtpmap:9 G722/8000
a=rtpmap:8 PCMA/8000
a=rtpmap:0 PCMU/8000
a=rtpmap:18 G729/8000
a=fmtp:18 annexb=no
a=rtpmap:3 GSM/8000
a=rtpmap:101 telephone-event/8000
a=fmtp:101 0-16
a=ptime:20
a=maxptime:150
a=sendrecv
m=video 16386 RTP/AVP 99 100
b=AS:512
a=rtpmap:99 H264/90000
a=fmtp:99 profile-level-id=42801f; packetization-mode=1
a=rtpmap:100 VP8/90000
a=rtcp-fb:99 nack pli
a=rtcp-fb:100 nack pli
a=sendrecv'
