# SPDX-License-Identifier: BSD-2-Clause
# JSON lines on standard input; `key.key=value' lines on standard output: of the
# summary all that is not 0 or empty, of transactions `path.T/SRC>DST=1' (each
# once), `first.time=TIME' and `last.time=TIME'.  Strings lose their quotes, and
# what they escape stays escaped.

function value(prefix,    c, s, n, k) {
	c = substr(line, at, 1)
	if (c == "{") {
		at++
		while (substr(line, at, 1) != "}" && at <= length(line)) {
			if (substr(line, at, 1) == ",") at++
			k = string()
			at++
			value(prefix == "" ? k : prefix "." k)
		}
		at++
	} else if (c == "[") {
		at++
		n = 0
		while (substr(line, at, 1) != "]" && at <= length(line)) {
			if (substr(line, at, 1) == ",") at++
			value(prefix "." n++)
		}
		at++
	} else if (c == "\"") {
		got[prefix] = string()
	} else {
		s = substr(line, at)
		match(s, /^[-+.a-zA-Z0-9]*/)
		got[prefix] = substr(s, 1, RLENGTH)
		at += RLENGTH ? RLENGTH : 1
	}
}

function string(    from) {
	from = ++at
	while (at <= length(line) && substr(line, at, 1) != "\"")
		at += substr(line, at, 1) == "\\" ? 2 : 1
	return substr(line, from, at++ - from)
}

/"type":"transaction"/ {
	split("", got)
	line = $0
	at = 1
	value("")
	paths[got["transport"] "/" got["src"] ">" got["dst"]] = 1
	if (got["time"] > last)
		last = got["time"]
	if (first == "" || got["time"] < first)
		first = got["time"]
}

/"type":"summary"/ {
	split("", got)
	line = $0
	at = 1
	value("")
	for (k in got)
		if (got[k] != "0" && got[k] != "")
			print k "=" got[k]
}

END {
	for (k in paths)
		print "path." k "=1"
	if (first != "")
		print "first.time=" first
	if (last != "")
		print "last.time=" last
}
