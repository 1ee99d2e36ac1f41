#!/bin/sh
# Signed documents per second and core, before any database: with the native provider, then without it.
# Usage: bench/identity.sh
set -eu
root=$(cd "$(dirname "$0")/.." && pwd -P)
"$root/godwit" --version >/dev/null # builds, if anything changed
work=$(mktemp -d "${TMPDIR:-/tmp}/godwit-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT INT TERM
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
libraries="$root/src/target/quarkus-app/lib/main/*"
"${java}c" -cp "$libraries" -d "$work" "$root/bench/src/main/java/social/godwit/bench/SampleDocuments.java" "$root/bench/src/main/java/social/godwit/bench/IdentityLoad.java"
for off in false true; do
  "$java" --enable-native-access=ALL-UNNAMED -Dgodwit.identity.accelerator.off=$off -cp "$work:$libraries" social.godwit.bench.IdentityLoad
done
