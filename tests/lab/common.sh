# SPDX-License-Identifier: BSD-2-Clause
# Helpers for the scripts that record captures/*.pcap.  Sourced, never run.
#
# Every script builds two network namespaces joined by a veth pair: "phones"
# (192.0.2.10 and .11, 2001:db8::10 and ::11) and "pbx" (192.0.2.5 and .6,
# 2001:db8::5).  Nothing leaves the machine.  tcpdump listens at the pbx.
set -u
LC_ALL=C
export LC_ALL

lab_dir=$(cd "$(dirname "$0")" && pwd)
lab_out=${LAB_OUT:-$lab_dir/../../captures}
lab_pids=
lab_caller=192.0.2.10
lab_callee=192.0.2.11
lab_pbx=192.0.2.5

lab_die()
{
	echo "${lab_name:-lab}: $*" >&2
	exit 1
}

# lab_need TOOL PACKAGE: stop unless TOOL is installed.
lab_need()
{
	command -v "$1" >/dev/null 2>&1 ||
		lab_die "$1 not found: install the Debian package $2"
}

lab_cleanup()
{
	for lab_p in $lab_pids; do
		kill "$lab_p" 2>/dev/null
	done
	wait 2>/dev/null
	ip netns del "$lab_phones_ns" 2>/dev/null
	ip netns del "$lab_pbx_ns" 2>/dev/null
	rm -rf "/etc/netns/$lab_pbx_ns"
	[ -z "${lab_more_ns:-}" ] || ip netns del "$lab_more_ns" 2>/dev/null
	rm -rf "$lab_tmp"
}

# lab_side NS DEVICE MAC MTU: bring up one end of the cable.
lab_side()
{
	ip -n "$1" link set lo up
	ip netns exec "$1" sysctl -qw "net.ipv6.conf.$2.accept_dad=0" \
		"net.ipv6.conf.$2.router_solicitations=0" \
		"net.ipv6.conf.$2.addr_gen_mode=1"
	[ "$lab_family" = 6 ] ||
		ip netns exec "$1" sysctl -qw "net.ipv6.conf.$2.disable_ipv6=1"
	ip -n "$1" link set "$2" address "$3" mtu "$4" multicast off
	ip netns exec "$1" ethtool -K "$2" tx off gso off tso off gro off \
		>/dev/null 2>&1
	ip -n "$1" link set "$2" up
}

# lab_addr NS DEVICE PEER-MAC "OWN ..." "PEER ...": addresses and neighbours
# that never change, so that no ARP or neighbour discovery is recorded.
lab_addr()
{
	for lab_a in $4; do
		case $lab_a in
		*:*) ip -n "$1" addr add "$lab_a/64" dev "$2" nodad ;;
		*) ip -n "$1" addr add "$lab_a/24" dev "$2" ;;
		esac
	done
	for lab_a in $5; do
		ip -n "$1" neigh replace "$lab_a" lladdr "$3" dev "$2" \
			nud permanent
	done
}

# lab_begin NAME [MTU [FAMILY]]: make the namespaces and start recording.
# LAB_IFACE, LAB_LINK, LAB_SNAPLEN and LAB_FILTER choose another interface, link
# type, length and filter for tcpdump; the default leaves multicast reports out.
# LAB_LATER: recording begins with lab_record NS.
lab_begin()
{
	lab_name=$1
	lab_mtu=${2:-1500}
	lab_family=${3:-4}
	[ "$(id -u)" = 0 ] || lab_die "needs root: it makes network namespaces"
	lab_need ip iproute2
	lab_need tcpdump tcpdump
	lab_need tshark tshark
	lab_need sipp sip-tester
	lab_phones_ns=lab$$phones
	lab_pbx_ns=lab$$pbx
	lab_tmp=$(mktemp -d) || exit 1
	chmod 755 "$lab_tmp"
	trap lab_cleanup EXIT
	trap 'exit 1' INT TERM HUP
	ip netns add "$lab_phones_ns" || lab_die "no network namespaces"
	ip netns add "$lab_pbx_ns" || lab_die "no network namespaces"
	ip link add phones0 netns "$lab_phones_ns" type veth \
		peer name pbx0 netns "$lab_pbx_ns" || lab_die "no veth"
	lab_side "$lab_phones_ns" phones0 02:00:00:00:00:10 "$lab_mtu"
	lab_side "$lab_pbx_ns" pbx0 02:00:00:00:00:05 "$lab_mtu"
	lab_hosts="192.0.2.10 192.0.2.11"
	lab_servers="192.0.2.5 192.0.2.6"
	if [ "$lab_family" = 6 ]; then
		lab_hosts="$lab_hosts 2001:db8::10 2001:db8::11"
		lab_servers="$lab_servers 2001:db8::5"
	fi
	lab_addr "$lab_phones_ns" phones0 02:00:00:00:00:05 \
		"$lab_hosts" "$lab_servers"
	lab_addr "$lab_pbx_ns" pbx0 02:00:00:00:00:10 \
		"$lab_servers" "$lab_hosts"
	[ -n "${LAB_LATER:-}" ] || lab_record "$lab_pbx_ns"
}

# lab_record NS: start tcpdump there.
lab_record()
{
	: >"$lab_tmp/tcpdump.err"
	ip netns exec "$1" tcpdump -i "${LAB_IFACE:-pbx0}" \
		${LAB_LINK:+-y "$LAB_LINK"} -s "${LAB_SNAPLEN:-0}" \
		-U -Z root --immediate-mode \
		-w "$lab_tmp/out.pcap" "${LAB_FILTER:-ip or (ip6 and ip6[6] != 0)}" \
		2>"$lab_tmp/tcpdump.err" &
	lab_tcpdump=$!
	lab_pids="$lab_pids $!"
	lab_i=0
	until grep -q '^tcpdump: listening\|^listening' "$lab_tmp/tcpdump.err"
	do
		lab_i=$((lab_i + 1))
		[ $lab_i -lt 50 ] || lab_die "tcpdump did not start"
		sleep 0.1
	done
	sleep 0.3
}

# lab_xml FILE KEY=VALUE...: fill the @KEY@ marks of a scenario and print the
# path of the result.  A line that holds nothing but an empty mark is dropped.
lab_xml()
{
	lab_serial=$(mktemp "$lab_tmp/xml.XXXXXX")
	lab_src=$lab_dir/$1
	shift
	awk 'BEGIN {
		val["PCMA"] = "m=audio 16384 RTP/AVP 8 0 101\n" \
		    "a=rtpmap:8 PCMA/8000\na=rtpmap:0 PCMU/8000\n" \
		    "a=rtpmap:101 telephone-event/8000\n" \
		    "a=fmtp:101 0-16\na=sendrecv"
		val["USER"] = "4021"; val["TO"] = "4190"
		val["HEADERS"] = ""; val["CONTENT"] = "application/sdp"
		val["OFFER"] = val["PCMA"]; val["DELAY"] = "60"
		val["MAXFWD"] = "70"; val["TALK"] = "2500"
		val["BODY"] = ""; val["METHOD"] = "INVITE"
		for (i = 2; i < ARGC; i++) {
			eq = index(ARGV[i], "=")
			key = substr(ARGV[i], 1, eq - 1)
			val[key] = substr(ARGV[i], eq + 1)
		}
		ARGC = 2
	}
	{
		empty = 0
		for (key in val) {
			mark = "@" key "@"
			while ((at = index($0, mark)) > 0) {
				$0 = substr($0, 1, at - 1) val[key] \
				    substr($0, at + length(mark))
				empty = 1
			}
		}
		if (!(empty && $0 == ""))
			print
	}' "$lab_src" "$@" >"$lab_serial"
	echo "$lab_serial"
}

# lab_sipp NS ADDRESS SCENARIO [SIPP OPTION...]: run sipp until it is done.
lab_sipp()
{
	lab_ns=$1
	lab_addr_=$2
	lab_sf=$3
	shift 3
	case $lab_sf in
	/*) ;;
	*) lab_sf=$lab_dir/$lab_sf ;;
	esac
	cd "$lab_tmp" || exit 1
	exec ip netns exec "$lab_ns" sipp -sf "$lab_sf" -i "$lab_addr_" \
		-p "${LAB_PORT:-5060}" -m "${LAB_CALLS:-1}" -nostdin \
		-timeout "${LAB_TIMEOUT:-60}" -timeout_error \
		-trace_err -error_file "$lab_tmp/$(basename "$lab_sf").err" \
		"$@" </dev/null >"$lab_tmp/$(basename "$lab_sf").out" 2>&1
}

# lab_serve SCENARIO [OPTION...]: a sipp server at the pbx, in the background.
lab_serve()
{
	lab_sipp "$lab_pbx_ns" "$lab_pbx" "$@" &
	lab_server=$!
	lab_pids="$lab_pids $!"
	sleep 0.7
}

# lab_answer SCENARIO [OPTION...]: a sipp phone that waits for a call.
lab_answer()
{
	lab_sipp "$lab_phones_ns" "$lab_callee" "$@" &
	lab_server=$!
	lab_pids="$lab_pids $!"
	sleep 0.7
}

# lab_call SCENARIO [OPTION...]: a sipp phone that calls; wait for its end.
lab_call()
{
	(lab_sipp "$lab_phones_ns" "$lab_caller" "$@" "${LAB_TO:-$lab_pbx}") ||
		lab_fail "the caller failed: $1"
}

lab_fail()
{
	cat "$lab_tmp"/*.err >&2
	cp "$lab_tmp/out.pcap" "$lab_out/$lab_name.bad"
	lab_die "$*"
}

# lab_served: wait for the server started last.
lab_served()
{
	wait "$lab_server" || lab_fail "the server failed"
}

# lab_kamailio CONFIG [SWITCHES [NS ADDRESS]]: start Kamailio, at the pbx unless
# another place is named.
lab_kamailio()
{
	lab_need kamailio kamailio
	lab_switches=${2:-}
	lab_kns=${3:-$lab_pbx_ns}
	lab_run=$(mktemp -d "$lab_tmp/kam.XXXXXX")
	# shellcheck disable=SC2086 # none or more switches
	ip netns exec "$lab_kns" kamailio -l "udp:${4:-$lab_pbx}:5060" \
		-f "$lab_dir/$1" $lab_switches -DD -E -m 16 -M 4 \
		-Y "$lab_run" -w "$lab_run" -P "$lab_run/pid" \
		>"$lab_run.err" 2>&1 &
	lab_pids="$lab_pids $!"
	lab_i=0
	until ip netns exec "$lab_kns" ss -Hlun 'sport = :5060' | grep -q .
	do
		lab_i=$((lab_i + 1))
		[ $lab_i -lt 50 ] || lab_fail "kamailio did not start"
		sleep 0.1
	done
	sleep 0.3
}

# lab_certificate NAME: a key and a certificate for NAME.example that nobody else
# signed, NAME.key and NAME.crt.
lab_certificate()
{
	lab_need openssl openssl
	openssl req -x509 -newkey rsa:2048 -nodes -days 3650 \
		-subj "/CN=$1.example" -addext "subjectAltName=DNS:$1.example" \
		-keyout "$lab_tmp/$1.key" -out "$lab_tmp/$1.crt" \
		2>"$lab_tmp/openssl.out" || lab_die "openssl failed"
}

# lab_issue NAME ALTERNATIVES [FROM TO]: the same for NAME.example and these
# alternative names, signed by the authority of the lab (ca.crt); FROM and TO are
# dates like 20260101000000Z.
lab_issue()
{
	lab_need openssl openssl
	lab_ec='-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes'
	cd "$lab_tmp" || exit 1
	# shellcheck disable=SC2086 # several words
	[ -e ca.key ] || openssl req -x509 $lab_ec -days 3650 \
		-subj '/CN=Lab CA' -keyout ca.key -out ca.crt \
		2>openssl.out || lab_die "openssl failed"
	printf '%s\n' '[ca]' 'default_ca = lab' '[lab]' 'database = ca.txt' \
		'new_certs_dir = .' 'rand_serial = yes' 'default_md = sha256' \
		'default_days = 3650' 'policy = any' 'x509_extensions = leaf' \
		'[any]' 'commonName = supplied' \
		'[leaf]' "subjectAltName = $2" >ca.cnf
	: >ca.txt
	# shellcheck disable=SC2086 # several words
	openssl req -new $lab_ec -subj "/CN=$1.example" -keyout "$1.key" \
		-out "$1.csr" 2>openssl.out &&
		openssl ca -batch -config ca.cnf -cert ca.crt -keyfile ca.key \
			${3:+-startdate $3 -enddate $4} -notext \
			-in "$1.csr" -out "$1.crt" 2>openssl.out ||
		lab_die "openssl failed"
}

# lab_tls [OPTION...]: s_client of OpenSSL connects to the pbx, asks for the name
# pbx.example and sends OPTIONS, if it gets so far.
lab_tls()
{
	(
		sleep "${LAB_WAIT:-0.5}"
		printf '%s\r\n' 'OPTIONS sip:pbx.example SIP/2.0' \
			'Via: SIP/2.0/TLS 192.0.2.10;branch=z9hG4bKlab' \
			'Max-Forwards: 70' 'From: <sip:4021@pbx.example>;tag=1' \
			'To: <sip:pbx.example>' 'Call-ID: lab-tls' \
			'CSeq: 1 OPTIONS' 'Content-Length: 0' ''
		sleep 0.5
	) | ip netns exec "$lab_phones_ns" openssl s_client -quiet -no_ign_eof \
		-connect 192.0.2.5:5061 -servername pbx.example "$@" \
		>"$lab_tmp/client.out" 2>&1
}

# lab_sequence FILE: the SIP messages in one line: methods and status codes.
lab_sequence()
{
	tshark -n -r "$1" -Y "sip and not icmp and not icmpv6" \
		-T fields -e sip.Method -e sip.Status-Code \
		2>/dev/null |
		tr -s '\t\n,' '   ' | sed 's/^ *//; s/ *$//'
}

# lab_end [SEQUENCE]: stop recording, compare the messages with SEQUENCE (an
# extended regular expression for the whole line) and keep the file.  One that
# does not match is left as NAME.bad, to be looked at.
lab_end()
{
	sleep 0.5
	kill -INT "$lab_tcpdump"
	wait "$lab_tcpdump"
	if [ -n "${LAB_RAW:-}" ]; then
		editcap -F pcap -C 14 -T rawip "$lab_tmp/out.pcap" \
			"$lab_tmp/raw.pcap" || lab_die "editcap failed"
		mv "$lab_tmp/raw.pcap" "$lab_tmp/out.pcap"
	fi
	lab_seq=$(lab_sequence "$lab_tmp/out.pcap")
	if [ $# -gt 0 ] && ! echo "$lab_seq" | grep -Eqx -- "$1"; then
		cp "$lab_tmp/out.pcap" "$lab_out/$lab_name.bad"
		lab_die "recorded \"$lab_seq\", wanted \"$1\""
	fi
	mkdir -p "$lab_out"
	chmod 644 "$lab_tmp/out.pcap"
	mv "$lab_tmp/out.pcap" "$lab_out/$lab_name.pcap"
	echo "$lab_name: $(echo "$lab_seq" | wc -w) messages: $lab_seq"
}

# lab_register USER ADDRESS [SCENARIO]: register a phone with the
# Kamailio at the pbx.
lab_register()
{
	(lab_sipp "$lab_phones_ns" "$2" \
		"$(lab_xml "${3:-register.xml}" USER="$1")" \
		-auth_uri pbx.example "$lab_pbx") ||
		lab_fail "$1 cannot register"
}

# lab_refused "STATUS LINE" "HEADERS" [KEY=VALUE...]: the server refuses a call
# with this status and these header lines; the rest goes to the caller.
lab_refused()
{
	lab_status=$1
	lab_headers=$2
	shift 2
	lab_serve "$(lab_xml uas-refused.xml STATUS="$lab_status" \
		HEADERS="$lab_headers" DELAY="${LAB_DELAY:-60}")"
	lab_call "$(lab_xml uac-refused.xml CODE="${lab_status%% *}" "$@")"
	lab_served
	lab_end "INVITE 100 ${lab_status%% *} ACK"
}

# lab_plain METHOD "STATUS LINE" "HEADERS" [KEY=VALUE...]: the same for one
# request other than INVITE.
lab_plain()
{
	lab_method=$1
	lab_status=$2
	lab_headers=$3
	shift 3
	lab_serve "$(lab_xml uas-plain.xml METHOD="$lab_method" \
		STATUS="$lab_status" HEADERS="$lab_headers")"
	lab_call "$(lab_xml uac-plain.xml METHOD="$lab_method" \
		CODE="${lab_status%% *}" "$@")"
	lab_served
	lab_end "$lab_method ${lab_status%% *}"
}

# lab_fails SCENARIO [OPTION...]: a call that nobody answers in the end.
lab_fails()
{
	if (lab_sipp "$lab_phones_ns" "$lab_caller" "$@" "${LAB_TO:-$lab_pbx}")
	then
		lab_fail "the call was to fail: $1"
	fi
}

# lab_home ADDRESS: the namespace that has it.
lab_home()
{
	case $1 in
	*.5 | *.6 | *::5) echo "$lab_pbx_ns" ;;
	"${lab_inside:-none}") echo "$lab_inside_ns" ;;
	*) echo "$lab_phones_ns" ;;
	esac
}

# lab_flow [KEY=VALUE...]: the ladder on standard input (see flow.py) between two
# sipp; wait for its end.  FLOW_B=no: B is other software, or nobody; FLOW_FAILS=yes:
# A is to fail; FLOW_SEED: what tags, Call-ID and branches come from; FLOW_ID: a
# Call-ID of its own.
# shellcheck disable=SC2154 # set by what flow.py writes
lab_flow()
{
	lab_need python3 python3
	lab_flows=$((${lab_flows:-0} + 1))
	lab_ladder=$lab_tmp/flow$lab_flows
	python3 "$lab_dir/flow.py" "${FLOW_SEED:-$lab_name-$lab_flows}" \
		"$lab_ladder" "$@" >"$lab_ladder.vars" ||
		lab_die "no such ladder"
	# shellcheck disable=SC1090 # written just now
	. "$lab_ladder.vars"
	lab_wanted="${lab_wanted:-} $flow_names"
	cp "$lab_ladder/a.xml" "$lab_ladder-a.xml"
	cp "$lab_ladder/b.xml" "$lab_ladder-b.xml"
	if [ "${FLOW_B:-yes}" = yes ]; then
		LAB_PORT=$flow_bport
		lab_sipp "$(lab_home "$flow_b")" "$flow_b" "$lab_ladder-b.xml" \
			-t "$flow_transport" &
		lab_server=$!
		lab_pids="$lab_pids $!"
		sleep 0.7
	fi
	LAB_PORT=$flow_aport
	(lab_sipp "$(lab_home "$flow_a")" "$flow_a" "$lab_ladder-a.xml" \
		-cid_str "${FLOW_ID:-$flow_id}" -t "$flow_transport" \
		-auth_uri "${FLOW_URI:-pbx.example}" "$flow_b:$flow_bport")
	lab_result=$?
	LAB_PORT=5060
	case ${FLOW_FAILS:-no}$lab_result in
	no0 | yes[1-9]*) ;;
	*) lab_fail "A ended with $lab_result" ;;
	esac
	[ "${FLOW_B:-yes}" != yes ] || lab_served
}

# lab_flow_end: the messages recorded have to be those of the ladders.
lab_flow_end()
{
	lab_end "${lab_wanted# }"
}

# lab_drop MATCH [NS [HOOK]]: packets that this nftables match names are lost on
# their way into the pbx (or NS); there they are recorded all the same.  HOOK
# prerouting sees fragments one by one.
lab_drop()
{
	lab_need nft nftables
	lab_dns=${2:-$lab_pbx_ns}
	ip netns exec "$lab_dns" nft add table inet lab &&
		ip netns exec "$lab_dns" nft add chain inet lab in \
			"{ type filter hook ${3:-input} priority -300; }" &&
		ip netns exec "$lab_dns" nft add rule inet lab in \
			"$1" counter drop || lab_die "nft refuses: $1"
}

# lab_nat [PORT [INSIDE [OUTSIDE]]]: a phone INSIDE (10.23.0.21) behind a router,
# which is the namespace of the phones: its packets come from OUTSIDE
# (192.0.2.10), UDP port 5060 as PORT, any other as it is.
lab_nat()
{
	lab_need nft nftables
	lab_inside=${2:-10.23.0.21}
	lab_inside_ns=lab$$home
	lab_router=${lab_inside%.*}.1
	ip netns add "$lab_inside_ns" || lab_die "no network namespaces"
	lab_more_ns=$lab_inside_ns
	ip link add home0 netns "$lab_inside_ns" type veth \
		peer name router0 netns "$lab_phones_ns" || lab_die "no veth"
	lab_side "$lab_inside_ns" home0 02:00:00:00:00:21 1500
	lab_side "$lab_phones_ns" router0 02:00:00:00:00:01 1500
	lab_addr "$lab_inside_ns" home0 02:00:00:00:00:01 \
		"$lab_inside" "$lab_router"
	lab_addr "$lab_phones_ns" router0 02:00:00:00:00:21 \
		"$lab_router" "$lab_inside"
	ip -n "$lab_inside_ns" route add default via "$lab_router"
	ip netns exec "$lab_phones_ns" sysctl -qw net.ipv4.ip_forward=1
	lab_nft="ip netns exec $lab_phones_ns nft add"
	$lab_nft table ip nat &&
		$lab_nft chain ip nat out \
			'{ type nat hook postrouting priority 100; }' &&
		$lab_nft rule ip nat out ip saddr "$lab_inside" udp sport 5060 \
			snat to "${3:-192.0.2.10}:${1:-40122}" &&
		$lab_nft rule ip nat out ip saddr "$lab_inside" \
			snat to "${3:-192.0.2.10}" || lab_die "no NAT"
}

# lab_dns [OPTION...]: a name server (dnsmasq) at 192.0.2.53 that knows far.example
# (192.0.2.11) and nothing else, for who asks at the pbx from now on.
lab_dns()
{
	lab_need dnsmasq dnsmasq-base
	mkdir -p "/etc/netns/$lab_pbx_ns" || lab_die "no resolv.conf"
	echo 'nameserver 192.0.2.53' >"/etc/netns/$lab_pbx_ns/resolv.conf"
	ip -n "$lab_phones_ns" addr add 192.0.2.53/24 dev phones0
	ip -n "$lab_pbx_ns" neigh replace 192.0.2.53 \
		lladdr 02:00:00:00:00:10 dev pbx0 nud permanent
	ip netns exec "$lab_phones_ns" dnsmasq -k -h -R -u root \
		--listen-address=192.0.2.53 --bind-interfaces \
		--local=/example/ --host-record=far.example,192.0.2.11 "$@" \
		2>"$lab_tmp/dnsmasq.err" &
	lab_pids="$lab_pids $!"
	sleep 0.5
}

# lab_relay NS LISTEN:PORT TARGET:PORT [OPTION=VALUE...]: start relay.py there.
lab_relay()
{
	lab_rns=$1
	shift
	ip netns exec "$lab_rns" python3 "$lab_dir/relay.py" "$@" \
		2>"$lab_tmp/relay.err" &
	lab_pids="$lab_pids $!"
	sleep 0.5
}

# lab_database TABLES...: an SQLite file with these tables of Kamailio;
# lab_dburl is the switch that names it.
lab_database()
{
	lab_need sqlite3 sqlite3
	[ -d /usr/share/kamailio/db_sqlite ] ||
		lab_die "no db_sqlite: install kamailio-sqlite-modules"
	for lab_t in standard "$@"; do
		sqlite3 "$lab_tmp/lab.db" \
			<"/usr/share/kamailio/db_sqlite/$lab_t-create.sql" ||
			lab_die "no table $lab_t"
	done
	lab_dburl="-A DBURL=\"sqlite:///$lab_tmp/lab.db\""
}

# lab_account USER PASSWORD: enter it into the table subscriber.
lab_account()
{
	echo "insert into subscriber (username, domain, password)" \
		"values ('$1', 'pbx.example', '$2');" |
		sqlite3 "$lab_tmp/lab.db" || lab_die "no account $1"
}
