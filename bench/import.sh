#!/bin/sh
# Import benchmark: an archive with POSTS (100,000) posts, imported by the command line, whose heap is limited to 128 MB: time and the
# peak of its memory. Then the same once more, which makes nothing.
# Usage: bench/import.sh [POSTS]
set -eu
port=${PORT:-8283}
. "$(dirname "$0")/instance.sh"
posts=${1:-100000}
"$java" -cp "$work/classes" ArchiveMaker "$work/archive.zip" "$posts"
echo "archive: $(($(wc -c <"$work/archive.zip") / 1024)) kB packed"
export GODWIT_JAVA_OPTIONS=-Xmx128m
for run in first again; do
  began=$(date +%s)
  "$root/godwit" import "$work/archive.zip" --only posts --json >"$work/said" &
  import=$!
  peak=0
  while kill -0 $import 2>/dev/null; do
    now=$(awk '/^VmHWM:/ { print $2 }' "/proc/$import/status" 2>/dev/null || true)
    [ "${now:-0}" -gt "$peak" ] && peak=$now
    sleep 1
  done
  wait $import || { cat "$work/said"; exit 1; }
  echo "$run: $posts posts in $(($(date +%s) - began)) s, peak $((peak / 1024)) MB; $(cut -c1-60 "$work/said")"
done
