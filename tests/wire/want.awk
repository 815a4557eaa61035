# SPDX-License-Identifier: BSD-2-Clause
# One line of cases.tsv becomes what flat.awk should give; -v keys=FILE gets
# the keys that are named, so that nothing else of the kind is compared.

function count(word, n,    parts, i, m) {
	if (word == "CALL") {
		want["calls.answered"] += n
		print "calls.answered" >keys
	}
	if (word in talk) {
		m = split(talk[word], parts, " ")
		for (i = 1; i <= m; i++)
			count(parts[i], n)
	} else if (word ~ /^[0-9][0-9][0-9]$/) {
		want["codes." word] += n
		responses += n
	} else if (word != "-") {
		want["methods." word] += n
		requests += n
	}
}

function bad(why) {
	print "cases.tsv: " $1 ": " why
}

BEGIN {
	FS = "\t"
	talk["CALL"] = "INVITE 100 180 200 ACK BYE 200"
	talk["REG"] = "REGISTER 401 REGISTER 200"
	talk["PING"] = "OPTIONS 200"
	place["udp"] = "udp/192.0.2.10:5060>192.0.2.5:5060"
	place["udp6"] = "udp/[2001:db8::10]:5060>[2001:db8::5]:5060"
	place["tcp"] = "tcp/192.0.2.10:40000>192.0.2.5:5060"
	place["tcp6"] = "tcp/[2001:db8::10]:40000>[2001:db8::5]:5060"
	place["ws"] = "ws/192.0.2.10:40000>192.0.2.5:80"
	place["sctp"] = "sctp/192.0.2.10:5060>192.0.2.5:5060"
}

{
	if (NF != 10)
		bad(NF " columns, not 10")
	n = split($5, words, " ")
	for (i = 1; i <= n; i++) {
		times = 1
		if (words[i] ~ /^[0-9]+[*]/) {
			times = words[i] + 0
			sub(/^[0-9]+[*]/, "", words[i])
		}
		count(words[i], times)
	}
	if ($2 != $3 + $4 || $3 != requests + 0 || $4 != responses + 0)
		bad("the numbers are not those of `" $5 "'")
	want["messages"] = $2
	want["requests"] = $3
	want["responses"] = $4
	n = split($6 == "-" ? "" : $6, words, ",")
	for (i = 1; i <= n; i++)
		want["path." (words[i] in place ? place[words[i]] : words[i])] = 1
	n = split($7 == "-" ? "" : $7, words, ";")
	for (i = 1; i <= n; i++) {
		split(words[i], pair, "=")
		want[pair[1]] = pair[2]
		print pair[1] >keys
	}
	for (k in want)
		if (want[k] != "0" && want[k] != "")
			print k "=" want[k]
}
