#!/bin/sh
# What a dry run takes over a million posts of the last 30 days, by filters, an account, a domain and a list.
# It starts an instance with its own PostgreSQL and writes the posts straight into its table. Usage: bench/dry-run.sh [POSTS]
set -eu
root=$(cd "$(dirname "$0")/.." && pwd -P)
port=${PORT:-8285}
work=$(mktemp -d "${TMPDIR:-/tmp}/godwit-bench.XXXXXX")
instance=
trap 'kill $instance 2>/dev/null; wait $instance 2>/dev/null || true; rm -rf "$work"' EXIT INT TERM
"$root/godwit" --version >/dev/null # builds, if anything changed
"$root/godwit" up --port "$port" --data "$work/data" >"$work/log" 2>&1 &
instance=$!
until grep -q '^ready:' "$work/log"; do
  sleep 0.2
  kill -0 $instance 2>/dev/null || { cat "$work/log"; exit 1; }
done
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
"$java" -cp "$root/src/target/quarkus-app/lib/main/*:$root/src/target/quarkus-app/app/*" \
  "$root/bench/DryRunLoad.java" "$port" "$work/data" "${1:-1000000}"
