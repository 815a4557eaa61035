# SPDX-License-Identifier: BSD-2-Clause
# size.awk - hard limits: functions of 80 lines, files of 600, lines of 100
# columns (a tab goes to the next multiple of 8).

function columns(s,    i, n, c) {
	n = 0
	for (i = 1; i <= length(s); i++) {
		c = substr(s, i, 1)
		n += c == "\t" ? 8 - n % 8 : 1
	}
	return n
}

function end_file() {
	if (file != "" && lines > 600)
		print file ": " lines " lines (600 at most)"
}

FNR == 1 {
	end_file()
	file = FILENAME
	start = 0
}

{ lines = FNR }

columns($0) > 100 { print FILENAME ":" FNR ": " columns($0) " columns (100 at most)" }

/^\{/ { start = FNR }

/^\}/ {
	if (start && FNR - start + 1 > 80)
		print FILENAME ":" start ": a function of " FNR - start + 1 \
			" lines (80 at most)"
	start = 0
}

END { end_file() }
