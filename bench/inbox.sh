#!/bin/sh
# Inbox benchmark: starts an instance of its own in a fresh folder, makes an account, sends signed posts to it.
# Usage: bench/inbox.sh [RATE] [SECONDS]   RATE 0 (the default) means as fast as it goes, SECONDS 60.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd -P)
rate=${1:-0} seconds=${2:-60} port=${PORT:-8280}
work=$(mktemp -d "${TMPDIR:-/tmp}/godwit-bench.XXXXXX")
export GODWIT_PASSPHRASE=benchmark GODWIT_HOME="$work/home"
"$root/godwit" up --port "$port" --data "$work/data" >"$work/log" 2>&1 &
instance=$!
trap 'kill $instance 2>/dev/null; wait $instance 2>/dev/null || true; rm -rf "$work"' EXIT INT TERM
waited=0
until grep -q '^ready:' "$work/log"; do
  sleep 1; waited=$((waited + 1))
  [ "$waited" -lt 600 ] || { cat "$work/log"; exit 1; }
  kill -0 $instance 2>/dev/null || { cat "$work/log"; exit 1; }
done
actor=$("$root/godwit" account create bench --gateway "http://localhost:$port" --json | sed -n 's/.*"actor" *: *"\([^"]*\)".*/\1/p')
[ -n "$actor" ] || { echo "no account"; exit 1; }
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
"$java" -Xmx3g -XX:+UseParallelGC -cp "$root/src/target/quarkus-app/lib/main/*" "$root/bench/InboxLoad.java" \
  --inbox "$actor/inbox" --actor "$actor" --data "$work/data" --rate "$rate" --seconds "$seconds" ${BENCH_OPTIONS:-}
