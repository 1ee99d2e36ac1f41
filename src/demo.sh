#!/bin/sh
# ./godwit demo: an account outlives its server, and a follower on a server that has never heard of Godwit comes along.
# Two instances and snac2 (a small server in C, from Debian) on this machine's loopback, with folders of their own, removed at the end.
# Exit code 0 only when every step was seen at the follower; 3 when the follower cannot be installed here.
set -eu
root=$1
work=$(mktemp -d "${TMPDIR:-/tmp}/godwit-demo.XXXXXX")
chmod 755 "$work"
began=$(date +%s)
pids=

tell() { printf '%3ss  %s\n' "$(($(date +%s) - began))" "$*"; }

fail() { printf '\nThe demo failed: %s\n' "$1" >&2; [ -z "${2:-}" ] || tail -n 5 "$2" >&2; exit 1; }

postgres_of() { head -n 1 "$work/$1/postgres/cluster/postmaster.pid" 2>/dev/null || true; }

cleanup() {
  code=$?
  trap - EXIT INT TERM
  for pid in $pids $(postgres_of one) $(postgres_of two); do kill -9 "$pid" 2>/dev/null || true; done
  [ -n "${GODWIT_DEMO_KEEP:-}" ] || rm -rf --one-file-system "$work"
  exit "$code"
}
trap cleanup EXIT INT TERM

# --- the follower, before the clock starts ---

echo "Installing the follower, snac2 (once; kept for the next time) ..."
installed=$(sh "$root/src/test/peers/install.sh" snac2 2>"$work/install.log") || installed=
installed=$(printf '%s\n' "$installed" | sed -n 's/^snac2=//p')
if [ -z "$installed" ] || [ "$(id -u)" -ne 0 ]; then
  echo "The follower cannot be installed here: snac2 takes root and debootstrap (it runs in a chroot)." >&2
  tail -n 3 "$work/install.log" >&2
  exit 3
fi
cp -al "$installed" "$work/snac" 2>/dev/null || { rm -rf "$work/snac"; cp -a "$installed" "$work/snac"; }

# --- helpers ---

base=$((20000 + $$ % 9000))
one=http://localhost:$base
two=http://localhost:$((base + 1))
snacport=$((base + 2))
sue=http://localhost:$snacport/sue
export GODWIT_HOME="$work/laptop" GODWIT_PASSPHRASE="five words are a passphrase"

up() { # NAME PORT
  GODWIT_REGISTRATIONS=open GODWIT_MANAGEMENT_PORT=$(($2 + 1000)) \
    "$root/godwit" up --port "$2" --data "$work/$1" >"$work/$1.log" 2>&1 &
  pids="$pids $!"
  eval "pid_$1=$!"
}

await() { # SECONDS WHAT COMMAND...
  end=$(($(date +%s) + $1)); what=$2; shift 2
  until "$@" >/dev/null 2>&1; do
    [ "$(date +%s)" -lt "$end" ] || fail "$what was not seen." "$work/snac.log"
    sleep 0.2
  done
}

snac() { chroot --userspec=65534:65534 "$work/snac" snac "$@"; }

client() { "$root/godwit" "$@" --json 2>>"$work/client.log"; }

member() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"; }

md5() { printf %s "$1" | md5sum | cut -d' ' -f1; }

data=$work/snac/home/snac/data
follows() { grep -q '"type": *"Accept"' "$data/user/sue/following/$(md5 "$1").json"; }
sees() { [ -f "$data/user/sue/private/$(md5 "$1").json" ]; }

# --- the story ---

began=$(date +%s)
tell "Two Godwit servers start: $one and $two"
up one "$base"
up two "$((base + 1))"

mkdir -p "$work/snac/home/snac" && chown 65534:65534 "$work/snac/home/snac"
printf '127.0.0.1\n%s\nlocalhost:%s\n\n\n' "$snacport" "$snacport" | snac init /home/snac/data >/dev/null
sed -i 's/"protocol": *"https"/"protocol": "http"/' "$data/server.json"
printf 'sue\n\n' | snac adduser /home/snac/data sue >/dev/null
sed -i 's/\(-----END [A-Z]* KEY-----\\n\)[^"]*/\1/g' "$data/user/sue/key.json" # snac2 2.75 writes a few bytes too many
(exec chroot --userspec=65534:65534 "$work/snac" snac httpd /home/snac/data) >"$work/snac.log" 2>&1 &
pids="$pids $!"
tell "A server that has never heard of Godwit starts: snac2 at http://localhost:$snacport, with sue"

for name in one two; do await 240 "the server $name" grep -q '^ready: ' "$work/$name.log"; done

made=$(client account create alice --gateway "$one") || fail "no account" "$work/one.log"
old=$(printf %s "$made" | member actor)
tell "alice makes an account at $one; her keys never leave her laptop"
client account gateways add "$two" --wait 60 >/dev/null || fail "the second server did not take the account" "$work/two.log"
tell "$two keeps her account, too"

snac follow /home/snac/data sue "$old" >/dev/null
await 150 "sue's follow" follows "$old"
tell "sue follows alice at $one"
first=$(client post "Hello from my first home" | member id)
await 90 "the first post" sees "$first"
tell "alice posts; sue has received it"
client move plan --to "$two" >/dev/null || fail "a move is not possible" "$work/client.log"
await 90 "the follower at the second server" sh -c "'$root/godwit' followers --gateway '$two' --json | grep -q '$sue'"

kill -9 "$pid_one"
db=$(postgres_of one); [ -z "$db" ] || kill -9 "$db"
tell "$one is killed (kill -9), database and all"

export GODWIT_HOME="$work/phone"
client account login "alice@localhost:$base" --gateway "$two" >/dev/null || fail "alice could not sign in" "$work/client.log"
tell "alice signs in at $two on her phone, with her address and passphrase"
moved=$(client move run --to "$two") || fail "the move: $moved" "$work/client.log"
[ "$(printf %s "$moved" | member state)" = DONE ] || fail "the move: $moved"
new=$(client account show | member actor)
tell "alice moves to $two; every follower's server is told, with the key that it knows"
await 150 "sue's follow of the new address" follows "$new"
tell "sue's server, by its own code, follows the new address"
second=$(client post "Landed, and still here" | member id)
await 150 "the post from the new home" sees "$second"
tell "alice posts from her new home; sue has received it"
if follows "$old" 2>/dev/null; then fail "sue still follows the old address"; fi

echo
echo "The first server is gone. The account is not, and neither is its follower."
