#!/bin/sh
# Start benchmark: from the start of the process to the line "ready:", first on an empty folder, then TIMES (5) on existing data.
# Usage: bench/start.sh [TIMES]
set -eu
root=$(cd "$(dirname "$0")/.." && pwd -P)
port=${PORT:-8282}
work=$(mktemp -d "${TMPDIR:-/tmp}/godwit-bench.XXXXXX")
export GODWIT_PASSPHRASE=benchmark
instance=
trap 'kill $instance 2>/dev/null; wait $instance 2>/dev/null || true; rm -rf "$work"' EXIT INT TERM
now() { date +%s%N | sed 's/[0-9]\{6\}$//'; } # milliseconds

start() { # prints how long it took, how much processor time and memory it took, and stops it again
  : >"$work/log"
  began=$(now)
  "$root/godwit" up --port "$port" --data "$work/data" >"$work/log" 2>&1 &
  instance=$!
  until grep -q '^ready:' "$work/log"; do
    sleep 0.02
    [ $(($(now) - began)) -lt 600000 ] && kill -0 $instance 2>/dev/null || { cat "$work/log"; exit 1; }
  done
  ended=$(now)
  ticks=$(sed 's/.*) //' "/proc/$instance/stat" | awk '{ print $12 + $13 }')
  memory=$(awk '/^Pss:/ { print int($2 / 1024) }' "/proc/$instance/smaps_rollup")
  echo "$1: ready after $((ended - began)) ms, $((ticks * 10)) ms of processor time, $memory MB (Java alone)"
  kill $instance; wait $instance 2>/dev/null || true
}

"$root/godwit" --version >/dev/null # builds, if anything changed
start "first start, empty folder"
i=0
while [ $i -lt "${1:-5}" ]; do i=$((i + 1)); start "start $i on its data"; done
