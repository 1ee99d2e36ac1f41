#!/bin/sh
# Reconciliation benchmark: bytes, rounds, time and memory of negentropy over sets of 1,000 items up to ITEMS (1,000,000), in
# memory and in a PostgreSQL of its own. Usage: bench/reconciliation.sh [ITEMS]
set -eu
root=$(cd "$(dirname "$0")/.." && pwd -P)
cd "$root"
list=$(mktemp)
trap 'rm -f "$list"' EXIT
# The last module in the row writes the list last.
./mvnw -q -Pfast -pl shared-store -am test-compile dependency:build-classpath -Dmdep.outputFile="$list" >&2
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
"$java" -Xmx3g -XX:+UseParallelGC \
  -cp "shared-store/target/test-classes:shared-store/target/classes:$(cat "$list")" \
  social.godwit.store.bench.ReconciliationBench "$@"
