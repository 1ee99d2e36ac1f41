#!/bin/sh
# Inbox benchmark: signed posts to one account. RATE 0 (the default) means as fast as it goes, for SECONDS (60).
# Usage: bench/inbox.sh [RATE] [SECONDS]
set -eu
port=${PORT:-8280}
. "$(dirname "$0")/instance.sh"
"$java" --enable-native-access=ALL-UNNAMED -Xmx3g -XX:+UseParallelGC -cp "$classpath" InboxLoad \
  --inbox "$actor/inbox" --actor "$actor" --data "$work/data" --rate "${1:-0}" --seconds "${2:-60}"
