#!/bin/sh
# Replication benchmark: verified ingest from a peer, with the native provider where the local repository has it and without;
# level 1, the cost of a push and of a session as other accounts grow to 100,000; the latency of pushes at 1,000 records a second,
# and at lower rates until p99 is under a second. Prints details, and in the end a table of figures and goals. Takes some three
# minutes on a quiet machine with two processors. It starts a PostgreSQL of its own (fsync off).
# "million" measures growth to 1,000,000 accounts: some ten minutes, and 3 GB in the folder for temporary files.
# Usage: bench/replication.sh [ingest] [growth] [latency] [million]
set -eu
root=$(cd "$(dirname "$0")/.." && pwd -P)
cd "$root"
list=$(mktemp)
trap 'rm -f "$list"' EXIT
# The last module in the row writes the list last.
./mvnw -q -Pfast -pl shared-store -am test-compile dependency:build-classpath -Dmdep.outputFile="$list" >&2
native=$(find "${MAVEN_REPO:-$HOME/.m2/repository}/software/amazon/cryptools" -name '*-linux-x86_64.jar' 2>/dev/null | tail -n 1)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
bench() {
  "$java" -Xmx3g -XX:+UseParallelGC --enable-native-access=ALL-UNNAMED "$off" \
    -cp "shared-store/target/test-classes:shared-store/target/classes:$(cat "$list"):$native" \
    social.godwit.store.replication.ReplicationBench "$@"
}
off=-Dgodwit.identity.accelerator.off=true
case " ${*:-ingest} " in *" ingest "*) bench ingest ;; esac
off=-Dgodwit.identity.accelerator.off=false
bench "$@"
