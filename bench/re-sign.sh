#!/bin/sh
# Signing posts again after a move: two instances, an account with POSTS (10,000) posts, moved from the first to the second; then move
# re-sign, measured, and once more, which finds nothing to do. At the end the newest post is fetched from the new home under its new id, and from
# the old home under its old one.
# Usage: bench/re-sign.sh [POSTS]
set -eu
port=${PORT:-8286}
. "$(dirname "$0")/instance.sh"
posts=${1:-10000}
to=$((port + 1))
"$root/godwit" up --port "$to" --data "$work/second" >"$work/log2" 2>&1 &
second=$!
trap 'kill $instance $second 2>/dev/null; wait $instance $second 2>/dev/null || true; rm -rf "$work"' EXIT INT TERM
until grep -q '^ready:' "$work/log2"; do
  kill -0 $second 2>/dev/null || { cat "$work/log2"; exit 1; }
  sleep 1
done
say() { "$root/godwit" "$@" --json >"$work/said" || { cat "$work/said"; exit 1; }; }
"$java" -cp "$work/classes" ArchiveMaker "$work/archive.zip" "$posts"
say import "$work/archive.zip" --only posts
say account gateways add "http://localhost:$to"
grep -q '"state" *: *"complete"' "$work/said" || { cat "$work/said"; exit 1; }
say move run --to "http://localhost:$to"
began=$(date +%s)
say move re-sign
echo "signed again in $(($(date +%s) - began)) s: $(tr -d '\n' <"$work/said")"
began=$(date +%s)
say move re-sign
echo "once more in $(($(date +%s) - began)) s: $(tr -d '\n' <"$work/said")"
say account show
new=$(sed -n 's/.*"actor" *: *"\([^"]*\)".*/\1/p' "$work/said")
as() { curl -fsS -H 'Accept: application/activity+json' "$1"; }
post=$(as "$new/outbox?page=true" | grep -o '"http://localhost:[0-9]*/[^"]*/objects/[^"/]*"' | head -n 1 | tr -d '"')
path=${post#http://localhost:*/}
for at in "$to" "$port"; do
  as "http://localhost:$at/$path" | grep -q "\"id\" *: *\"http://localhost:$at/$path\"" || { echo "http://localhost:$at/$path is not answered"; exit 1; }
done
echo "both spellings are answered"
