#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The program from outside: pipes, compressed files, -w, damage, closed outputs.
prog=$PWD/sipexplain
caps=$(cd "${srcdir:-.}/captures" && pwd) || exit 99
tmp=$(mktemp -d) || exit 99
trap 'rm -rf "$tmp"' EXIT
cd "$tmp" || exit 99
TZ=UTC LC_ALL=C
export TZ LC_ALL
n=0

check() { # check DESCRIPTION COMMAND...
	n=$((n + 1))
	what=$1
	shift
	if "$@"; then
		echo "ok $n - $what"
	else
		echo "not ok $n - $what"
		echo "# $*"
		[ ! -s err ] || sed 's/^/# /' err
	fi
}
skip() { n=$((n + 1)); echo "ok $n - $1 # SKIP $2"; }

sx() { "$prog" --user root --color never "$@" 2>err; }
count() { # messages in the last summary of JSON on standard input
	sed -n 's/.*"type":"summary".*"messages":\([0-9]*\).*/\1/p' | tail -1
}
is() { [ "$1" = "$2" ] || { echo "# got $1, want $2"; return 1; }; }

# --- the same capture through every door
want=$(sx -f json "$caps/healthy.pcap" | count)
check 'a file' is "$want" 26
check 'standard input' is "$(sx -f json - <"$caps/healthy.pcap" | count)" 26
check '-r as in tcpdump' is "$(sx -f json -r "$caps/healthy.pcap" | count)" 26
if command -v gzip >/dev/null; then
	gzip -c "$caps/healthy.pcap" >h.pcap.gz
	check 'gzip, known by content' is "$(sx -f json h.pcap.gz | count)" 26
	mv h.pcap.gz plain-name
	check 'gzip under any name' is "$(sx -f json plain-name | count)" 26
	check 'gzip on standard input' is "$(sx -f json - <plain-name | count)" 26
else
	skip 'gzip' 'no gzip to make one'
fi
if command -v zstd >/dev/null; then
	zstd -q -c "$caps/healthy.pcap" >h.pcap.zst
	check 'zstd' is "$(sx -f json h.pcap.zst | count)" 26
else
	skip 'zstd' 'no zstd to make one (Debian package zstd)'
fi
check 'several files are one capture' is "$(sx -f json "$caps/404-not-found.pcap" \
	"$caps/486-busy.pcap" "$caps/healthy.pcap" | count)" 34

# --- a pipe in which nothing comes any more
mkfifo silent
"$prog" --user root -f json -o stopped.json - <silent 2>err &
reader=$!
{ cat "$caps/healthy.pcap"; sleep 1; kill -TERM $reader; sleep 1
	kill -KILL $reader 2>/dev/null; } >silent
wait $reader
check 'a signal ends the waiting' [ $? -eq 0 ]
check 'and what was read is told' is "$(count <stopped.json)" 26

# --- a pipe into which somebody captures: each line comes as soon as it can
mkfifo slow
"$prog" --user root -o early.txt - <slow 2>err &
reader=$!
exec 3>slow
cat "$caps/420-bad-extension.pcap" >&3
i=0
until grep -q '^error.require-unsupported' early.txt 2>/dev/null; do
	i=$((i + 1))
	[ $i -lt 50 ] || break
	sleep 0.1
done
check 'a finding out of an open pipe is told at once' [ $i -lt 50 ]
exec 3>&-
wait $reader

# --- -w
sx -w all.pcap "$caps/healthy.pcap" >/dev/null
check '-w saves every SIP packet' is "$(sx -f json all.pcap | count)" 26
sx -w frag.pcap "$caps/fragments.pcap" >/dev/null
check '-w keeps the fragments of a message' is \
	"$(sx -f json frag.pcap | count)" "$(sx -f json "$caps/fragments.pcap" | count)"
sx --method REGISTER --status 401 -w reg.pcap "$caps/healthy.pcap" >/dev/null
check '-w with a selection saves the calls it is about' is \
	"$(sx -f json reg.pcap | count)" 8
sx --status 499 -w none.pcap "$caps/healthy.pcap" >/dev/null
check '-w with an empty selection saves nothing' is \
	"$(sx -f json none.pcap | count)" 0
sx -w - "$caps/healthy.pcap" -o /dev/null >pipe.pcap
check '-w - writes to standard output' is "$(sx -f json pipe.pcap | count)" 26
cp "$caps/healthy.pcap" same.pcap
sx -w same.pcap same.pcap >/dev/null
check 'the capture being read is not overwritten' is $? 2
check 'and it is untouched' cmp -s "$caps/healthy.pcap" same.pcap
sx -w mixed.pcap "$caps/healthy.pcap" "$caps/cooked-any.pcap" >/dev/null
check 'a second link type is refused' is $? 2
check 'and the refusal names it' grep -q 'link type' err

# --- damage: what was readable is reported
size=$(wc -c <"$caps/healthy.pcap")
head -c $((size - 7)) "$caps/healthy.pcap" >cut.pcap
got=$(sx -f json cut.pcap | count)
check 'a truncated file gives what is readable' is "$got" 25
sx cut.pcap >/dev/null
check 'and ends with 3' is $? 3
check 'and says so, with the name' grep -q '^sipexplain: .*cut.pcap' err
sx --fail-on info cut.pcap >/dev/null
check '3 wins over 1' is $? 3
: >empty.pcap
sx empty.pcap >/dev/null
check 'an empty file ends with 2' is $? 2
# a pcap header with link type 147 (DLT_USER0), and no packet
printf '\324\303\262\241\002\000\004\000\000\000\000\000\000\000\000\000\377\377\000\000\223\000\000\000' >user0.pcap
sx user0.pcap >/dev/null
check 'a link type nobody reads ends with 2' is $? 2
check 'and is named' grep -q '147' err
sx -i no-such-interface >/dev/null
check 'an interface that does not exist ends with 2' is $? 2
check 'and is quoted' grep -q 'no-such-interface' err

# --- outputs
sx "$caps/healthy.pcap" -v | head -1 >/dev/null
check 'a closed pipe says nothing' [ ! -s err ]
(sx -vv "$caps/healthy.pcap"; echo $? >rc) | true
check 'a closed pipe ends with 0' is "$(cat rc)" 0
{ head -c 3000 "$caps/healthy.pcap"; sleep 1
	tail -c +3001 "$caps/healthy.pcap"; } |
	(sx -w - -o /dev/null -; echo $? >rc) | head -c 24 >/dev/null
check 'so does one of -w' is "$(cat rc)" 0
check 'and says nothing' [ ! -s err ]
# Nobody reads: the first signal waits for the summary, the second does not.
mkfifo stuck
exec 4<>stuck
"$prog" --user root -vv "$caps"/*.pcap >stuck 2>err &
writer=$!
(sleep 10; kill -KILL $writer) >/dev/null 2>&1 &
guard=$!
sleep 1
kill -TERM $writer
sleep 1
kill -TERM $writer
wait $writer 2>/dev/null
check 'the second signal ends what is stuck' is $? 143
check 'and the first is no failure of writing' [ ! -s err ]
kill $guard 2>/dev/null
exec 4>&-
if [ -w /dev/full ]; then
	sx -o /dev/full "$caps/healthy.pcap"
	check 'a full disk ends with 2' is $? 2
	check 'and says what failed' grep -q '/dev/full' err
	sx -w /dev/full "$caps/healthy.pcap" >/dev/null
	check 'a full disk under -w ends with 2' is $? 2
else
	skip 'a full disk' 'no /dev/full here'
fi
sx -o report.txt "$caps/healthy.pcap"
check '-o writes the report' grep -q '26 messages' report.txt

# --- nothing raw reaches the output: the only control bytes are line ends
# (text) and none but line ends (JSON), also with escapes in the messages
escapes() { tr -d '\n' | LC_ALL=C tr -d '\040-\176\200-\377' | wc -c; }
check 'no control byte in text' is "$(sx -vv "$caps"/*.pcap 2>/dev/null | escapes)" 0
check 'no control byte in JSON' is "$(sx -f json "$caps"/*.pcap 2>/dev/null | escapes)" 0

# --- time is the packets' clock: one INVITE, and ARP frames years later.  One
# alone may be a broken clock, two are believed.
head -c 1395 "$caps/no-answer-invite.pcap" >asked.pcap
check 'nothing is missing at the end of the file' is \
	"$(sx -q asked.pcap | grep -c no-answer)" 0
arp() { # MICROSECONDS
	printf '\377\377\377\177%b\000\000\000\016\000\000\000\016\000\000\000' "$1"
	printf '\000\000\000\000\000\000\000\000\000\000\000\000\010\006'
}
{ cat asked.pcap; arp '\0000'; } >broken.pcap
check 'one frame of a broken clock ends nothing' is \
	"$(sx -q broken.pcap | grep -c no-answer)" 0
{ cat asked.pcap; arp '\0000'; arp '\0001'; } >silence.pcap
check 'frames without SIP move the clock too' grep -q '^error.no-answer-any' <<-EOF
	$(sx -q silence.pcap)
	EOF

# --- what the capture cut off is not the sender's fault
check 'a message cut by the snap length is not malformed' grep -q \
	'"malformed":0.*"libosip2_refused":0' <<-EOF
	$(sx --strict -f json "$caps/truncated.pcap" | tail -1)
	EOF

# --- no SIP, and nothing that tells why
sx "$caps/wire/none-dns.pcap" >nosip.txt
check 'no SIP at all is said with where to look' \
	grep -q 'record on the SIP server' nosip.txt
sx "$caps/wire/tls-midstream.pcap" >nosip.txt
check 'but not where the reason is known' is \
	"$(grep -c 'record on the SIP server' nosip.txt)" 0

# --- an answer whose request came before the capture began
(head -c 24 "$caps/ack-missing.pcap"
tail -c +1312 "$caps/ack-missing.pcap") >late.pcap
sx late.pcap >late.txt
check 'an answer alone is shown' grep -q '200 OK' late.txt
check 'and no time is made up for it' is "$(grep -c 'after 0' late.txt)" 0
cat >untimed.txt <<'EOF'
OPTIONS sip:b@192.0.2.5 SIP/2.0
Via: SIP/2.0/UDP 192.0.2.10;branch=z9hG4bK1
Max-Forwards: 70
From: <sip:a@pbx.example>;tag=1
To: <sip:b@192.0.2.5>
Call-ID: a1
CSeq: 1 OPTIONS
Content-Length: 0

EOF
sx --format json untimed.txt | tail -n 1 >untimed.json
check 'a trace without times has no busiest second' \
	grep -q '"messages":1,.*"busiest_second":0,' untimed.json

# --- threads
if command -v taskset >/dev/null && first=$(taskset -cp $$ 2>/dev/null) &&
	cpus=${first##*: } && [ "${cpus#*[-,]}" != "$cpus" ]; then
	first=${cpus%%[-,]*}
	for form in text json; do
		for c in healthy scan hep3 fragments 420-bad-extension; do
			sx -f $form "$caps/$c.pcap"
			sx -f $form "$caps/$c.pcap" - <"$caps/ipv6-call.pcap"
		done >two.out
		for c in healthy scan hep3 fragments 420-bad-extension; do
			taskset -c "$first" "$prog" --user root --color never \
				-f $form "$caps/$c.pcap"
			taskset -c "$first" "$prog" --user root --color never \
				-f $form "$caps/$c.pcap" - <"$caps/ipv6-call.pcap"
		done >one.out
		check "$form: two processors say what one says" cmp one.out two.out
	done
else
	skip 'two processors' 'needs taskset (util-linux) and two processors'
fi

# --- what cannot be meant
sx -i lo "$caps/healthy.pcap" >out
check 'an interface and a file' is $? 2
check 'are told so' grep -q 'both an interface .* and a file' err

# --- the reference in other shapes
sx --compare 603 486 4xx 480 >one
sx --compare 480 603 4xx 486 >two
check 'codes to compare in any order' cmp one two
for how in 401,407 401/407 401-407 '401, 407' 407,,401,; do
	sx --compare "$how" >one
	check "codes to compare as $how" is $? 0
	sx --compare 401 407 >two
	check "$how is 401 407" cmp one two
done
sx --explain 401,Min-SE, >one
check 'topics with commas between them' is $? 0
sx --explain 401 Min-SE >two
check 'are as good as with spaces' cmp one two
for how in 401,nope ,; do
	sx --explain $how >out
	check "unknown: $how" is $? 2
done
sx --compare 4xx-500,6xx 486 >one
sx --compare 4xx 486 500 6xx >two
check 'codes and classes in both ways' cmp one two
sx --compare 401,nope-x >one
check 'what is no code is refused' is "$?$(cat one)" 2
check 'with its name' grep -q 'code .nope-x. is not known' err
sx -f html --explain 420 Min-SE ack-missing RFC3261:21.4 >page.html
check 'several topics are one document' is \
	"$(grep -c '^<!DOCTYPE\|^</html>' page.html)" 2
check 'which has them all' is "$(grep -c '<h1>' page.html)" 5
sx -f html --lang ja --explain 420 >page.html
check 'and tells its language' grep -q '<html lang="ja">' page.html
sx -f html --explain 420x >page.html
check 'an unknown topic is refused' is $? 2
check 'in a document that ends' is "$(tail -1 page.html)" '</html>'
sx -f html --explain '<script>' >page.html
check 'nothing of a topic gets out' sh -c '! grep -q "<script" page.html'
check 'a table for programs' is "$(sx -f csv --list methods | head -1 |
	tr -d '\r')" 'key,meaning,hint,reference'
check 'an object for each code' is \
	"$(sx -f json --list codes | grep -c '^{"v":1,"type":"status".*}$')" \
	"$(sx --list codes | wc -l)"
LC_ALL=ja_JP.UTF-8 sx -f json --explain 420 >one
sx -f json --explain 420 >two
check 'for programs in English' cmp one two
for how in '-f csv --explain 420' '-f html --list codes' \
	'-f md --compare 486' "-f md $caps/healthy.pcap"; do
	sx $how >out
	check "refused: ${how%% /*}" is $? 2
done
# --- findings that nothing looks for so far
only=$(awk '/^Finding:/ { id = $2 } /^Sought: no/ { print id; exit }' \
	"$caps"/../data/findings*.txt)
if [ -n "$only" ]; then
	check 'its page says so' sh -c \
		"'$prog' --explain $only | grep -q 'does not look for it'"
	for o in --finding --fail-on; do
		sx $o "$only" "$caps/healthy.pcap" >out
		check "$o of it is refused" is $? 2
		check "$o of it says why" grep -q 'this version looks for' err
	done
	sx --fail-on "$only" --fail-on '*' "$caps/healthy.pcap" >out
	check '... beside others, too' is $? 2
else
	skip 'a finding that nothing looks for' 'there is none any more'
fi

# --- what the site itself knows
cat >ours.txt <<'EOF'
Status: 404
Only: server 192.0.2.0/24
Remedy: @user@ was the fax.
EOF
printf 'Status: 404\nRemedy: @usr@ x\n' >wrong.txt
check 'good knowledge is counted' is "$(sx --check-knowledge ours.txt)" \
	'ours.txt: no mistake; stanzas: 1, remedies: 1'
sx --check-knowledge ours.txt wrong.txt >out
check 'a mistake ends with 2' is $? 2
check 'and is told with its line' grep -q \
	'^sipexplain: wrong.txt:2: nothing sets the value @usr@' err
sx --knowledge wrong.txt "$caps/404-not-found.pcap" >out
check 'nothing is read with wrong knowledge' is "$?$(cat out)" 2
printf 'wrong one\n' >secret.txt
chmod 600 secret.txt
auth=$caps/auth-wrong-password.pcap
sx --password 4021:secret.txt "$auth" >out
check 'a password is compared' grep -q \
	'^error.auth-wrong-password.: .*its password differs' out
printf 'lab-secret\n' >right.txt
chmod 600 right.txt
sx --password 4021:right.txt "$caps/auth-db-wrong.pcap" >out
check 'the right one is not the one of the phone' grep -q \
	'^error.auth-wrong-password.: .*its password differs' out
sx --password 4021:right.txt "$caps/auth-db-unknown.pcap" >out
check 'nor is the phone to blame for an account that is missing' grep -q \
	'^error.auth-wrong-password.: the password of .* is right' out
sx --password 4021:right.txt -f json "$caps/auth-db.pcap" >out
check 'a password that is taken is no matter' sh -c '! grep -q wrong-pass out'
check 'without a word about the file' is "$(cat err)" ''
check 'and never shown' sh -c '! grep -q "wrong one" out err'
sx -vv --show-secrets -f json --password 4021:secret.txt "$auth" >out
check 'not with --show-secrets either' sh -c '! grep -q "wrong one" out err'
chmod 644 secret.txt
sx --password 4021@pbx.example:secret.txt "$auth" >out
check 'a file that everybody can read is told' grep -q \
	'^sipexplain: everybody on this machine can read .*secret.txt' err
check 'and used' grep -q 'its password differs' out
sx --password 4021@other:secret.txt "$auth" >out
check 'another realm says nothing' sh -c '! grep -q "its password differs" out'
: >empty.txt
for bad in 4021 :secret.txt 4021: 4021:absent.txt 4021:empty.txt; do
	sx --password "$bad" "$auth" >out
	check "nothing is read with --password $bad" is "$?$(cat out)" 2
done
sx --knowledge absent.txt "$caps/404-not-found.pcap" >out
check 'a file that is not there is told' grep -q 'cannot read .absent.txt' err
check 'the remedy stands below the finding' sh -c "'$prog' --user root \
	--knowledge ours.txt '$caps/404-not-found.pcap' |
	grep -q '= here: 4999 was the fax'"
check 'and in JSON' sh -c "'$prog' --user root -f json \
	--knowledge ours.txt '$caps/404-not-found.pcap' |
	grep -q '4999 was the fax'"
check 'and on the page, with its condition' sh -c "'$prog' \
	--knowledge ours.txt --explain 404 |
	grep -q 'Here *(server 192.0.2.0/24) <user> was the fax'"

# --- time
check 'relative times begin at 0' sh -c \
	"'$prog' --user root --time relative -v '$caps/healthy.pcap' | grep -q '^0.000  REGISTER'"
echo "1..$n"
