#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A phone subscribes for 5 s and forgets to refresh: the presence server ends it.
. "$(dirname "$0")/common.sh"
lab_begin presence-expired
lab_database presence
lab_kamailio presence.cfg "$lab_dburl"
ok='<recv request="NOTIFY"/>
<send><![CDATA[
SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:]
[last_Call-ID:]
[last_CSeq:]
Content-Length: 0

]]></send>'
lab_call "$(lab_xml watcher.xml SECONDS=5 NOTIFIES="$ok
$ok")"
lab_end 'SUBSCRIBE 200 NOTIFY 200 NOTIFY 200'
