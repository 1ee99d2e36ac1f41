#!/bin/sh
# What asking the policy costs an activity, with 100,000 rules about domains and 10,000 labels.
# Usage: bench/policy.sh
set -eu
root=$(cd "$(dirname "$0")/.." && pwd -P)
"$root/godwit" --version >/dev/null # builds, if anything changed
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
exec "$java" -cp "$root/src/target/quarkus-app/lib/main/*" "$root/bench/PolicyLoad.java"
