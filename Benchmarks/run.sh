#!/bin/sh
# Measures servers of its own in new data directories, on loopback: Benchmarks/run.sh TRENT [what]
#
#   all      what follows, and the figures beside those that are checked in (the default; 12 minutes or so)
#   table    against a constant body; HTTPS; one connection
#   micro    the parts of a call, without any request
#   scale    100,000 keys and 1,000 users, misses, start, memory
#   more     other operations, key specs, changes, a log line for each call
#   compare  table and micro, beside the figures that are checked in
#   record   writes figures.tsv anew, from table, micro and scale
#
# SECONDS_EACH (5), ROUNDS (3) and KEYS (100000) in the environment make it shorter or longer. MicroBenchmark and
# ConstantBody must stand beside TRENT. Bounded in time, and ends the servers it started. docs/performance.md tells more.
set -eu

trent=$1
what=${2:-all}
here=$(dirname "$0")
seconds=${SECONDS_EACH:-5}
rounds=${ROUNDS:-3}
keys=${KEYS:-100000}
place=$(mktemp -d)
for part in servers table micro scale more figures; do . "$here/$part.sh"; done

finish() {
    stop_all
    rm -rf "$place"
}
trap finish EXIT
trap 'exit 130' INT TERM

: >"$place/figures"
# One after the other, each under its title: titled "TITLE" PART
titled() {
    echo "# $1"
    echo
    "$2"
    echo
}

case $what in
all | table | compare | record) titled "against the same HTTP stack that answers a constant body" table ;;
esac
case $what in
all | micro | compare | record) titled "the parts of a call, without any request" micro ;;
esac
case $what in
all | scale | record) titled "$keys keys" scale ;;
esac
case $what in
all | more) titled "other operations" more ;;
esac
case $what in
all | compare) titled "beside the figures that are checked in" compare ;;
record) record ;;
esac
