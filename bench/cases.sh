#!/bin/sh
# How long moderators wait for the pages of their queue, with 100,000 reports in 60,000 cases, in a PostgreSQL of its own (fsync off).
# Usage: bench/cases.sh
set -eu
root=$(cd "$(dirname "$0")/.." && pwd -P)
cd "$root"
list=$(mktemp)
trap 'rm -f "$list"' EXIT
# The last module in the row writes the list last.
./mvnw -q -Pfast -pl network-config -am test-compile dependency:build-classpath -Dmdep.outputFile="$list" >&2
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
exec "$java" -Xmx1g -cp "network-config/target/test-classes:network-config/target/classes:$(cat "$list")" \
  social.godwit.network.moderation.CaseBench
