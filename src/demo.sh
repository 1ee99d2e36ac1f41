#!/bin/sh
# ./godwit demo: an account outlives its server, and a follower on a server that has never heard of Godwit comes along.
# Two instances and a follower on this machine's loopback, with folders of their own, removed at the end. The follower is snac2 (a
# small server in C, from Debian), or, where that cannot be had, a small server made with Fedify, which needs npm and a network only.
# Exit code 0 only when every step was seen at the follower; 3 when no follower can be installed here.
# GODWIT_DEMO_FOLLOWER=fedify takes Fedify in any case.
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

install() { # NAME: prints its folder, or nothing
  sh "$root/src/test/peers/install.sh" "$1" 2>>"$work/install.log" | sed -n "s/^$1=//p"
}

installed=
if [ "${GODWIT_DEMO_FOLLOWER:-snac2}" = snac2 ] && [ "$(id -u)" -eq 0 ]; then
  echo "Installing the follower, snac2 (once; kept for the next time) ..."
  installed=$(install snac2)
  follower=snac2
fi
if [ -z "$installed" ]; then
  echo "Installing the follower, a server made with Fedify (once; kept for the next time) ..."
  installed=$(install fedify)
  follower=fedify
fi
if [ -z "$installed" ]; then
  echo "No follower can be installed here: snac2 takes root and debootstrap (it runs in a chroot), Fedify takes npm." >&2
  tail -n 3 "$work/install.log" >&2
  exit 3
fi
[ "$follower" = fedify ] || cp -al "$installed" "$work/snac" 2>/dev/null || { rm -rf "$work/snac"; cp -a "$installed" "$work/snac"; }

# --- helpers ---

base=$((20000 + $$ % 9000))
one=http://localhost:$base
two=http://localhost:$((base + 1))
followerport=$((base + 2))
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
    [ "$(date +%s)" -lt "$end" ] || fail "$what was not seen." "$work/follower.log"
    sleep 0.2
  done
}

client() { "$root/godwit" "$@" --json 2>>"$work/client.log"; }

post() { # WORDS; sets id and activity
  posted=$(client post "$1") || fail "the post" "$work/client.log"
  id=$(printf %s "$posted" | member id)
  activity=$(printf %s "$posted" | member activity)
}

member() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"; }

# The follower, whatever it is: start_follower (sets sue), follow ACTOR, follows ACTOR, sees POST ACTIVITY.

if [ "$follower" = snac2 ]; then
  data=$work/snac/home/snac/data
  snac() { chroot --userspec=65534:65534 "$work/snac" snac "$@"; }
  md5() { printf %s "$1" | md5sum | cut -d' ' -f1; }

  start_follower() {
    sue=http://localhost:$followerport/sue
    mkdir -p "$work/snac/home/snac" && chown 65534:65534 "$work/snac/home/snac"
    printf '127.0.0.1\n%s\nlocalhost:%s\n\n\n' "$followerport" "$followerport" | snac init /home/snac/data >/dev/null
    sed -i 's/"protocol": *"https"/"protocol": "http"/' "$data/server.json"
    printf 'sue\n\n' | snac adduser /home/snac/data sue >/dev/null
    sed -i 's/\(-----END [A-Z]* KEY-----\\n\)[^"]*/\1/g' "$data/user/sue/key.json" # snac2 2.75 writes a few bytes too many
    (exec chroot --userspec=65534:65534 "$work/snac" snac httpd /home/snac/data) >"$work/follower.log" 2>&1 &
    pids="$pids $!"
  }
  follow() { snac follow /home/snac/data sue "$1" >/dev/null; }
  follows() { grep -q '"type": *"Accept"' "$data/user/sue/following/$(md5 "$1").json"; }
  sees() { [ -f "$data/user/sue/private/$(md5 "$1").json" ]; }
else
  node=$(cat "$installed/node-path")

  start_follower() {
    mkdir "$work/fedify"
    cp "$root"/src/test/peers/fedify/*.mjs "$work/fedify/"
    ln -s "$installed/node_modules" "$work/fedify/node_modules"
    echo "127.0.0.1 localhost" >"$work/fedify/hosts"
    mkfifo "$work/fedify/open" && exec 8<>"$work/fedify/open" # it ends when its standard input does
    (cd "$work/fedify" && PEER_ORIGIN=http://localhost:$followerport PEER_ADDRESS=127.0.0.1 PEER_PORT=$followerport \
      PEER_HOSTS=hosts exec "$node" --import ./wire.mjs server.mjs <&8) >"$work/follower.log" 2>&1 &
    pids="$pids $!"
    await 60 "the follower's server" grep -q '^ready: ' "$work/follower.log"
    control=$(sed -n 's/^ready: //p' "$work/follower.log")
    sue=$(ask actors '{"name":"sue"}' | member id)
  }
  ask() { # PATH JSON
    "$node" -e 'fetch(process.argv[1], { method: "POST", body: process.argv[2] }).then(async (answer) => {
      console.log(await answer.text()); process.exit(answer.ok ? 0 : 1); })' "$control/$1" "${2:-}"
  }
  follow() { ask actors/sue/follow "{\"target\":\"$1\"}" >/dev/null; }
  follows() { ask actors/sue/state | grep -qF "{\"actor\":\"$1\",\"state\":\"accepted\"}"; }
  sees() { ask applied | grep -qF "{\"id\":\"$2\",\"type\":\"Create\""; }
fi

# --- the story ---

began=$(date +%s)
tell "Two Godwit servers start: $one and $two"
up one "$base"
up two "$((base + 1))"

start_follower
tell "A server that has never heard of Godwit starts: $follower, with sue: $sue"

for name in one two; do await 240 "the server $name" grep -q '^ready: ' "$work/$name.log"; done

made=$(client account create alice --gateway "$one") || fail "no account" "$work/one.log"
old=$(printf %s "$made" | member actor)
tell "alice makes an account at $one; her keys never leave her laptop"
client account gateways add "$two" --wait 60 >/dev/null || fail "the second server did not take the account" "$work/two.log"
tell "$two keeps her account, too"

follow "$old"
await 150 "sue's follow" follows "$old"
tell "sue follows alice at $one"
post "Hello from my first home"
await 90 "the first post" sees "$id" "$activity"
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
tell "sue's server follows the new address by itself"
post "Landed, and still here"
await 150 "the post from the new home" sees "$id" "$activity"
tell "alice posts from her new home; sue has received it"
if follows "$old" 2>/dev/null; then fail "sue still follows the old address"; fi

echo
echo "The first server is gone. The account is not, and neither is its follower."
