#!/bin/sh
# Moving benchmark: two instances keep an account with POSTS (100,000) posts and 10,000 followers on 500 servers of one inbox each, 20 % of
# them dead. Measured: journey 1 from the home that works to the second (until it is home, until the last server that lives has been told),
# then, that one killed with kill -9, the way to the first again, and the first new post at a follower. Making the posts takes most of
# the time.
# Usage: bench/move.sh [POSTS] [FOLLOWERS] [SERVERS] [PERCENT]
set -eu
port=${PORT:-8284}
. "$(dirname "$0")/instance.sh"
posts=${1:-100000}
to=$((port + 1))
"$root/godwit" up --port "$to" --data "$work/second" >"$work/log2" 2>&1 &
second=$!
end() { # the second instance is killed with kill -9, and leaves its PostgreSQL behind
  kill $instance $second $(head -n 1 "$work/second/postgres/cluster/postmaster.pid" 2>/dev/null) 2>/dev/null || true
  wait $instance $second 2>/dev/null || true
  rm -rf "$work"
}
trap end EXIT INT TERM
until grep -q '^ready:' "$work/log2"; do
  kill -0 $second 2>/dev/null || { cat "$work/log2"; exit 1; }
  sleep 1
done
began=$(date +%s)
"$java" -cp "$work/classes" ArchiveMaker "$work/archive.zip" "$posts"
"$root/godwit" import "$work/archive.zip" --only posts --json >"$work/said" || { cat "$work/said"; exit 1; }
echo "$posts posts made at the first instance in $(($(date +%s) - began)) s"
began=$(date +%s)
"$root/godwit" account gateways add "http://localhost:$to" --json >"$work/said" || { cat "$work/said"; exit 1; }
grep -q '"state":"complete"' "$work/said" || { cat "$work/said"; exit 1; }
echo "copied to the second instance in $(($(date +%s) - began)) s"
"$java" -Xmx1g -cp "$classpath" MoveLoad --data "$work/data" --second "$work/second" --did "$did" --godwit "$root/godwit" \
  --first-origin "http://localhost:$port" --second-origin "http://localhost:$to" --kill "$second" \
  --followers "${2:-10000}" --servers "${3:-500}" --dead "${4:-20}"
