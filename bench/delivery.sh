#!/bin/sh
# Delivery benchmark: one post to 10,000 inboxes on 1,000 hosts, PERCENT of them dead (0).
# Usage: bench/delivery.sh [PERCENT]
set -eu
port=${PORT:-8281}
. "$(dirname "$0")/instance.sh"
"$java" --enable-native-access=ALL-UNNAMED -Xmx1g -cp "$classpath" DeliveryLoad --data "$work/data" --did "$did" --actor "$actor" --dead "${1:-0}" \
  --post "'$root/godwit' post 'To ten thousand' --json"
