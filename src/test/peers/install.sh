#!/bin/sh
# Installs the independent servers that the tests in src/test/java/social/godwit/instance/peers talk to. Idempotent; a second
# run takes a second. Usage: install.sh [fedify] [snac2] [chromium] (default: all). Prints the folder of each, one a line: NAME=FOLDER.
#
#   fedify  Fedify and its libraries from the npm registry (package-lock.json beside this file's fedify/), and a Node.js from
#           there too when the one on the path is missing or older than 22. Needs npm.
#   snac2   a minimal Debian trixie with its snac2 package, made by debootstrap (35 s, 240 MB) in a folder of its own; the
#           server runs in it through chroot, so that nothing of it touches this machine. Needs root, and debootstrap, which is
#           installed with apt-get when it is missing.
#   chromium  the browser of the tests in src/test/java/social/godwit/instance/web: Debian's package, installed with apt-get when
#           there is none at GODWIT_CHROMIUM or /usr/bin/chromium.
#
# They are kept in GODWIT_PEERS, default ~/.cache/godwit-peers. GODWIT_DEBIAN_MIRROR names another Debian mirror.
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
cache=${GODWIT_PEERS:-${XDG_CACHE_HOME:-$HOME/.cache}/godwit-peers}
mirror=${GODWIT_DEBIAN_MIRROR:-http://deb.debian.org/debian}
mkdir -p "$cache"

say() { printf '%s\n' "$*" >&2; }

apt_install() { # installs a Debian package when its command is missing
  command -v "$1" >/dev/null 2>&1 && return 0
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    say "install.sh: $1 is missing and cannot be installed here (that takes root and apt-get)."; exit 3
  fi
  { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$2"; } >&2
}

lock() { # one installation at a time; released when this script ends
  if command -v flock >/dev/null 2>&1; then exec 9>"$cache/.lock"; flock 9; fi
}

fedify() {
  version=$(sha256sum "$here/fedify/package-lock.json" | cut -c1-12)
  folder="$cache/fedify-$version"
  if [ ! -d "$folder" ]; then
    apt_install npm npm
    rm -rf "$folder.part"; mkdir "$folder.part"
    cp "$here/fedify/package.json" "$here/fedify/package-lock.json" "$folder.part/"
    (cd "$folder.part" && npm ci --no-audit --no-fund --loglevel=error >&2)
    node=$(command -v node || true)
    major=$([ -n "$node" ] && "$node" --version | sed 's/^v\([0-9]*\).*/\1/' || echo 0)
    [ "$major" -ge 22 ] || node="$folder/node_modules/node/bin/node"
    printf '%s\n' "$node" >"$folder.part/node-path"
    mv "$folder.part" "$folder"
  fi
  echo "fedify=$folder"
}

snac2() {
  folder="$cache/snac2"
  if [ ! -d "$folder" ]; then
    apt_install debootstrap debootstrap
    [ "$(id -u)" -eq 0 ] || { say "install.sh: debootstrap needs root."; exit 3; }
    rm -rf "$folder.part"
    debootstrap --variant=minbase --include=snac2,ca-certificates trixie "$folder.part" "$mirror" >"$cache/debootstrap.log" 2>&1 \
      || { tail -n 20 "$cache/debootstrap.log" >&2; exit 3; }
    rm -rf "$folder.part/var/cache/apt/archives" "$folder.part/var/lib/apt/lists"
    mv "$folder.part" "$folder"
  fi
  echo "snac2=$folder"
}

chromium() {
  program=${GODWIT_CHROMIUM:-/usr/bin/chromium}
  [ -x "$program" ] || apt_install chromium chromium
  echo "chromium=$program"
}

lock
[ $# -gt 0 ] || set -- fedify snac2 chromium
for peer in "$@"; do
  case "$peer" in
  fedify) fedify ;;
  snac2) snac2 ;;
  chromium) chromium ;;
  *) say "install.sh knows fedify, snac2 and chromium, not $peer."; exit 2 ;;
  esac
done
