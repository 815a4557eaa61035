#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The completion scripts: each names the options of --help and no others, its
# shell can read it, the words it offers are those that the program takes, and
# bash completes (without a terminal).
prog=$PWD/sipexplain
tmp=$(mktemp -d) || exit 99
trap 'rm -rf "$tmp"' EXIT
unset LC_ALL LC_MESSAGES LANGUAGE
LANG=C
export LANG
cd "$tmp" || exit 99
cp "$prog" sipexplain 2>/dev/null || ln -s "$prog" sipexplain
PATH=$tmp:$PATH
n=0

check() { # DESCRIPTION COMMAND...
	n=$((n + 1))
	what=$1
	shift
	if "$@" >out 2>&1; then
		echo "ok $n - $what"
	else
		echo "not ok $n - $what"
		sed 's/^/# /' out
	fi
}
skip() { n=$((n + 1)); echo "ok $n - $1 # SKIP $2"; }
same() { # FILE FILE, neither empty
	[ -s "$1" ] && [ -s "$2" ] && diff "$1" "$2"
}

# --- the options: one a line, as `-r' and `--read' ---
sipexplain --help | sed -n '/^ *-/{ s/^ *//; s/   *.*//; p; }' |
	tr -c 'a-zA-Z0-9-' '\n' | grep -E '^(-[a-zA-Z]|--[a-z][a-z0-9-]*)$' |
	sort -u >options
for sh in bash zsh fish; do
	sipexplain --completion $sh >script.$sh
done
sed -n "/^_sipexplain_options='/,\$p" script.bash |
	sed "s/^_sipexplain_options='//; s/'\$//" | sort >has.bash
sed -n "s/^		'\*\(-[-a-zA-Z0-9]*\)[+=]*\[.*/\1/p" script.zsh | sort >has.zsh
sed -n 's/^complete -c sipexplain\( -s .\)*\( -l [-a-z0-9]*\)*.* -d .*/\1\2/p' \
	script.fish | sed 's/ -s / -/; s/ -l / --/' | tr -s ' ' '\n' |
	grep . | sort >has.fish
sed -n 's/^	\(-[^)]*\)) what=.*/\1/p' script.bash | tr '|' '\n' | sort >with.bash
sipexplain --help | sed -n '/^ *-/{ s/^ *//; s/ [^-A-Z[].*//; p; }' |
	grep -E ' [A-Z]+( [A-Z]+)?$' | sed 's/ [A-Z ]*$//; s/, /\n/' |
	sort >with
for sh in bash zsh fish; do
	check "$sh: the options of --help and no others" same options has.$sh
	if command -v $sh >/dev/null 2>&1; then
		check "$sh reads its script" $sh -n script.$sh
	else
		skip "$sh reads its script" "$sh is not installed"
	fi
done
check 'each option with a value is known to be one' same with with.bash

# --- the words and names that are offered ---
# taken OPTION: the words that the program says it wants; an empty one never is
taken() {
	sipexplain "$1" '' 2>&1 | sed 's/.*: want //; s/, / /g; s/ or / /' |
		tr ' ' '\n' | sort
}
offered() {
	sed -n "s/^	[^ ]*$1) what='words \(.*\)' ;;/\1/p" script.bash |
		tr ' ' '\n' | sort
}
for o in --format --color --time --lang --severity --completion; do
	taken $o >taken
	offered $o >offered
	check "$o: the words that it takes" same taken offered
done

names() { sipexplain --completion "$1" | cut -f 1; }
names topics >topics
names numbers >numbers
explains() {
	[ "$(wc -l <topics)" -gt 800 ] && xargs "$prog" --explain <topics >page
}
check 'each topic can be explained' explains
compares() {
	while read -r code; do
		sipexplain --compare 200 "$code" >page || return
	done <numbers
}
check 'each code can be compared' compares
# takes OPTION NAMES: all of them, and at least a few
takes() {
	[ "$(names "$2" | wc -l)" -gt 10 ] &&
	names "$2" | sed "s/^/$1=/" | xargs "$prog" --version
}
check 'each finding can be chosen' takes --finding findings
check 'each finding and level can fail' takes --fail-on failures
check 'each code can be selected' takes --status codes
check 'each method is one' takes --method methods
lists() {
	sipexplain --list | sed -n 's/^  //p' >kinds
	[ "$(wc -l <kinds)" -gt 10 ] || return
	while read -r kind; do
		sipexplain --list "$kind" >page || return
	done <kinds
}
check 'each kind can be listed' lists

# --- bash at work ---
# replies LINE: what bash would offer behind it
replies() {
	bash -c '
		. ./script.bash
		COMP_WORDBREAKS=${WORDBREAKS-$'\'' \t\n"\047><=;|&(:'\''}
		COMP_LINE=$1 COMP_POINT=${#1} COMPREPLY=()
		_sipexplain sipexplain
		[ ${#COMPREPLY[@]} -eq 0 ] || printf "%s\n" "${COMPREPLY[@]}"
	' bash "$1"
}
# completes LINE WANT...: just these, in any order
completes() {
	line=$1
	shift
	replies "$line" | sort >have
	for w; do echo "$w"; done | sed '/^$/d' | sort | diff - have
}
# offers LINE WANT...: at least these
offers() {
	replies "$1" >have
	shift
	for w; do grep -qx -- "$w" have || { echo "no $w"; return 1; }; done
}
if command -v bash >/dev/null 2>&1; then
	mkdir dir && touch calls.pcap call-rules.txt
	check '--explain 42' offers 'sipexplain --explain 42' 420 421 422 423
	check '--explain 420 Min, the second topic' completes \
		'sipexplain --explain 420 Min' Min-Expires Min-SE
	check '--explain=60' completes 'sipexplain --explain=60' \
		$(grep '^60' topics)
	check '--explain 10, a tag' offers 'sipexplain --explain 10' 100 100rel
	check '--explain Q.850:12, behind the colon' completes \
		'sipexplain --explain Q.850:12' 127
	WORDBREAKS=' ='
	export WORDBREAKS
	check '--explain Q.850:12, the colon no break' completes \
		'sipexplain --explain Q.850:12' Q.850:127
	WORDBREAKS=' :'
	check '--lang=j, the = no break' completes 'sipexplain --lang=j' \
		--lang=ja
	unset WORDBREAKS
	check '--lang=j' completes 'sipexplain --lang=j' ja
	check '--lang' completes 'sipexplain --lang ' en vi ja es id ru
	check '--list' completes 'sipexplain --list ' $(cat kinds)
	check '--list c' completes 'sipexplain --list c' codes causes
	check '--compare 486 60' completes 'sipexplain --compare 486 60' \
		$(grep '^60' numbers)
	check '--status 4x' completes 'sipexplain --status 4x' 4xx
	check '--finding ack-m' completes 'sipexplain --finding ack-m' ack-missing
	check '--fail-on err' completes 'sipexplain --fail-on err' error
	check '--method INV' completes 'sipexplain --method INV' INVITE
	check '--check' completes 'sipexplain --check' --check-knowledge
	check '--count, which nobody knows' completes 'sipexplain --count ' ''
	check 'files to read' completes 'sipexplain -r call' calls.pcap \
		call-rules.txt
	check 'files without an option' completes 'sipexplain -v c' calls.pcap \
		call-rules.txt
	check 'files behind a value' completes 'sipexplain --lang ja d' dir
	sipexplain -D 2>/dev/null | cut -f 1 >interfaces
	if [ -s interfaces ]; then
		check 'interfaces' completes 'sipexplain -i ' $(cat interfaces)
	else
		skip 'interfaces' 'none can be named'
	fi
else
	skip 'completing' 'bash is not installed'
fi
# --- zsh, without its completion system: what the functions hand to it ---
if command -v zsh >/dev/null 2>&1; then
	zsh -f -c '
		compdef() { : }
		_describe() { print -rl -- ${(P)4} }
		words=(sipexplain --explain x)
		. ./script.zsh
		_sipexplain_operand
		words=(sipexplain --list x)
		_sipexplain_operand' >have
	in_zsh() { grep -qx '420:Bad Extension' have &&
		grep -q '^Q.850\\:34:' have && grep -qx scanners have; }
	check 'zsh: topics and kinds' in_zsh
else
	skip 'zsh: topics and kinds' 'zsh is not installed'
fi
# without the space _arguments would put options of its own before the word
spaced() { grep -q ': _sipexplain_names' script.zsh &&
	! grep -q ':_sipexplain_names' script.zsh; }
check 'zsh: names are asked for by word' spaced
if command -v fish >/dev/null 2>&1; then
	HOME=$tmp fish -c 'source script.fish
		complete -C"sipexplain --explain 42"' 2>/dev/null |
		cut -f 1 >have
	in_fish() { grep -qx 420 have && ! grep -qv '^42' have; }
	check 'fish: --explain 42' in_fish
else
	skip 'fish: --explain 42' 'fish is not installed'
fi

check 'no such shell' eval '! sipexplain --completion tcsh'
echo "1..$n"
