#!/usr/bin/env bash
# Installs what thirdring needs on a fresh Debian or Ubuntu machine that has Go, Node, git and make.
#
#   deploy/install.sh [TARGET...]      default: asterisk redis prompts
#
# Targets:
#   asterisk    Asterisk >= 22.10.1: the one on PATH, else the machine's apt, else a private copy under $THIRDRING_VAR
#   redis       redis-server
#   prompts     espeak-ng and sox, for Mandarin prompts
#   sipp        SIPp, for load
#   chromium    Chromium and Chinese fonts, for the browser test
#   prometheus  promtool and the Prometheus server, for the alert tests
#   docker      Docker Engine and compose
#
# Run it as root or as somebody who may sudo. It can be run again at any time: what is there is left alone.
# It never writes to /etc/asterisk and leaves no service running that it installed.
set -euo pipefail

readonly repo=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
readonly var=${THIRDRING_VAR:-$repo/var}
readonly min_asterisk=22.10.1
readonly debian_mirror=${THIRDRING_DEBIAN_MIRROR:-http://deb.debian.org/debian}
readonly log=$var/log/install.log

say() { printf '%s  %s\n' "$(date +%T)" "$*"; }

die() {
  printf 'install: %s\n' "$*" >&2
  exit 1
}

# run keeps a command's output in the log and shows its end only if the command fails.
run() {
  printf '\n$ %s\n' "$*" >>"$log"
  if ! "$@" >>"$log" 2>&1; then
    tail -n 20 "$log" >&2
    die "failed: $* (whole output in $log)"
  fi
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -- "$@"; fi
}

have() { command -v "$1" >/dev/null 2>&1; }

# forbid_services keeps packages from starting their daemons while apt runs, and takes the ban back at exit.
policy_file=
forbid_services() {
  [ -e /usr/sbin/policy-rc.d ] && return
  policy_file=/usr/sbin/policy-rc.d
  printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy_file" >/dev/null
  as_root chmod 755 "$policy_file"
}

cleanup() {
  if [ -n "$policy_file" ]; then as_root rm -f "$policy_file"; fi
  if [ -n "${building:-}" ]; then as_root rm -rf "$building"; fi
}
trap cleanup EXIT

apt_updated=
apt_update() {
  [ -n "$apt_updated" ] && return
  say "apt: reading the package lists"
  run as_root apt-get -o DPkg::Lock::Timeout=300 update
  apt_updated=yes
}

# apt_install installs the packages that are missing and disables the services they bring.
apt_install() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} = 0 ] && return
  apt_update
  forbid_services
  say "apt: installing ${missing[*]}"
  run as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 \
    install -y --no-install-recommends "${missing[@]}"
  if [ -d /run/systemd/system ]; then
    for package in "${missing[@]}"; do
      as_root systemctl disable --now "$package" >>"$log" 2>&1 || true
    done
  fi
}

asterisk_version() { "$1" -V 2>/dev/null | sed -n 's/^Asterisk \([0-9.]*\).*/\1/p'; }

new_enough() { [ -n "$1" ] && dpkg --compare-versions "$1" ge "$min_asterisk"; }

install_asterisk() {
  local version candidate
  local own=$var/bin/asterisk
  if have asterisk; then
    version=$(asterisk_version asterisk)
    if new_enough "$version"; then
      say "asterisk: $version is on PATH"
      return
    fi
    say "asterisk: the one on PATH is ${version:-unknown}, older than $min_asterisk; looking further"
  fi
  if [ -x "$own" ]; then
    version=$(asterisk_version "$own")
    if new_enough "$version"; then
      say "asterisk: $version is in $var/asterisk-root"
      return
    fi
  fi
  apt_update
  candidate=$(LC_ALL=C apt-cache policy asterisk | sed -n 's/^  Candidate: \([0-9]*:\)\{0,1\}\([0-9.]*\).*/\2/p')
  if new_enough "$candidate"; then
    apt_install asterisk
    say "asterisk: $(asterisk_version asterisk) from apt"
    return
  fi
  build_asterisk_root
}

# build_asterisk_root unpacks Asterisk and its libraries from Debian sid into a folder of its own. Nothing in there is
# ever installed or chrooted into: the wrapper in $var/bin starts the binary through the folder's own loader, which
# needs no privileges, no mounts, and leaves nothing to clean up when a process is killed.
build_asterisk_root() {
  local root=$var/asterisk-root keyring
  apt_install mmdebstrap debian-archive-keyring
  # Named, because Ubuntu's apt does not trust Debian's keys by itself.
  keyring=$(find /usr/share/keyrings -name 'debian-archive-keyring.[gp]*' | sort | head -n 1)
  [ -n "$keyring" ] || die "debian-archive-keyring brought no keys to /usr/share/keyrings"
  building=$root.new
  as_root rm -rf "$building"
  say "asterisk: unpacking it from Debian sid into $root (about half a minute)"
  run as_root mmdebstrap --variant=extract --mode=root --keyring="$keyring" \
    --aptopt='Acquire::Check-Valid-Until "false"' \
    --aptopt='APT::Install-Recommends "false"' \
    --include=asterisk,asterisk-modules,asterisk-config \
    sid "$building" "$debian_mirror"
  as_root chown -R "$(id -u):$(id -g)" "$building"
  rm -rf "$root"
  mv "$building" "$root"
  building=
  write_wrapper "$root"
  local version
  version=$(asterisk_version "$var/bin/asterisk")
  new_enough "$version" || die "the Asterisk in $root reports version '${version:-none}', want $min_asterisk or newer"
  say "asterisk: $version is ready in $root"
}

write_wrapper() {
  local root=$1 loader libs
  loader=$(find -L "$root/usr/lib64" "$root/usr/lib" -maxdepth 2 -name 'ld-linux-*.so.*' 2>/dev/null | head -n 1)
  [ -n "$loader" ] || die "no dynamic loader in $root"
  libs=$(dirname "$(find "$root/usr/lib" -maxdepth 2 -name libc.so.6 | head -n 1)")
  mkdir -p "$var/bin"
  cat >"$var/bin/asterisk" <<WRAPPER
#!/bin/sh
# Starts the private Asterisk of $root without chroot.
OPENSSL_CONF=/dev/null exec "$loader" --argv0 asterisk --library-path "$libs" "$root/usr/sbin/asterisk" "\$@"
WRAPPER
  chmod 755 "$var/bin/asterisk"
}

install_redis() {
  if ! have redis-server; then apt_install redis-server; fi
  say "redis: $(redis-server --version | sed 's/.* v=\([0-9.]*\).*/\1/')"
}

install_prompts() {
  if ! have espeak-ng || ! have sox; then apt_install espeak-ng sox; fi
  say "prompts: $(espeak-ng --version | sed 's/.*text-to-speech: \([0-9.]*\).*/espeak-ng \1/'), $(sox --version | sed 's/.*SoX v*/sox /')"
}

install_sipp() {
  if ! have sipp; then apt_install sip-tester; fi
  say "sipp: installed"
}

install_chromium() {
  apt_install fonts-noto-cjk
  if have chromium; then
    say "chromium: installed"
    return
  fi
  apt_update
  # Read whole first: grep -q would end the pipe early, which pipefail takes for a failure.
  local policy
  policy=$(LC_ALL=C apt-cache policy chromium)
  if [[ $policy =~ Candidate:\ [0-9] ]]; then
    apt_install chromium
  else
    # Ubuntu's chromium is a snap, which does not run headless in containers; Playwright brings a plain one.
    run npx --yes playwright install --with-deps chromium
  fi
  say "chromium: installed"
}

install_prometheus() {
  if ! have promtool; then apt_install prometheus; fi
  say "prometheus: $(promtool --version 2>&1 | sed -n 's/^promtool, version \([^ ]*\).*/\1/p')"
}

install_docker() {
  if ! have dockerd; then apt_install docker.io docker-compose; fi
  say "docker: installed; start dockerd yourself"
}

main() {
  local targets=("$@") target
  [ ${#targets[@]} = 0 ] && targets=(asterisk redis prompts)
  for target in "${targets[@]}"; do
    declare -F "install_$target" >/dev/null || die "unknown target '$target': want asterisk, redis, prompts, sipp, chromium, prometheus or docker"
  done
  have apt-get || die "needs apt: this script knows Debian and Ubuntu only. Put asterisk >= $min_asterisk, redis-server, espeak-ng and sox on PATH yourself."
  mkdir -p "$(dirname "$log")"
  # One at a time: two runs would fight over apt and the Asterisk folder.
  exec 9>"$var/.install.lock"
  flock 9
  for target in "${targets[@]}"; do "install_$target"; done
}

main "$@"
