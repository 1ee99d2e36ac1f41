# Sourced by the benchmarks: an instance of its own in a fresh folder with one account. Sets root, work, port, did, actor, java.
root=$(cd "$(dirname "$0")/.." && pwd -P)
work=$(mktemp -d "${TMPDIR:-/tmp}/godwit-bench.XXXXXX")
export GODWIT_PASSPHRASE=benchmark GODWIT_HOME="$work/home"
"$root/godwit" up --port "$port" --data "$work/data" >"$work/log" 2>&1 &
instance=$!
trap 'kill $instance 2>/dev/null; wait $instance 2>/dev/null || true; rm -rf "$work"' EXIT INT TERM
waited=0
until grep -q '^ready:' "$work/log"; do
  sleep 1; waited=$((waited + 1))
  [ "$waited" -lt 600 ] || { cat "$work/log"; exit 1; }
  kill -0 $instance 2>/dev/null || { cat "$work/log"; exit 1; }
done
account=$("$root/godwit" account create bench --gateway "http://localhost:$port" --json)
did=$(printf '%s' "$account" | sed -n 's/.*"did" *: *"\([^"]*\)".*/\1/p')
actor=$(printf '%s' "$account" | sed -n 's/.*"actor" *: *"\([^"]*\)".*/\1/p')
[ -n "$actor" ] || { echo "no account was made: $account"; exit 1; }
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
"${java}c" -cp "$root/src/target/quarkus-app/lib/main/*:$root/src/target/quarkus-app/app/*" -d "$work/classes" "$root"/bench/*.java
classpath="$work/classes:$root/src/target/quarkus-app/lib/main/*:$root/src/target/quarkus-app/app/*"
