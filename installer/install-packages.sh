#!/usr/bin/env bash
# Installs the Debian or Ubuntu packages that installer/packages.txt lists, and only those that are missing.
#   installer/install-packages.sh build run test     sections, in any number
#   installer/install-packages.sh --list build       prints what is missing, installs nothing
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
list_only=false
sections=()
for argument in "$@"; do
    case $argument in
    --list) list_only=true ;;
    -h | --help)
        sed -n '2,4s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
        exit 0
        ;;
    -*)
        echo "install-packages: unknown option $argument" >&2
        exit 2
        ;;
    *) sections+=("$argument") ;;
    esac
done
[ ${#sections[@]} -gt 0 ] || sections=(build run)

is_present() { # package alternative
    case $2 in
    command:*) PATH="$PATH:/usr/sbin:/sbin" command -v "${2#command:}" >/dev/null && return 0 ;;
    file:*) [ -e "${2#file:}" ] && return 0 ;;
    esac
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

if ! command -v dpkg-query >/dev/null; then
    echo "install-packages: this is not Debian or Ubuntu; install what installer/packages.txt lists by hand," \
        "then build with: cmake --preset release && cmake --build --preset release" >&2
    exit 1
fi

missing=()
for wanted in "${sections[@]}"; do
    section='' found=false
    while read -r package alternative _; do
        case $package in
        '' | '#'*) continue ;;
        '['*']') section=${package:1:-1} && continue ;;
        esac
        [ "$section" = "$wanted" ] || continue
        found=true
        is_present "$package" "${alternative:-}" || [[ " ${missing[*]} " == *" $package "* ]] || missing+=("$package")
    done <"$here/packages.txt"
    if [ $found = false ]; then
        echo "install-packages: packages.txt has no section [$wanted]" >&2
        exit 2
    fi
done

if [ $list_only = true ]; then
    [ ${#missing[@]} -eq 0 ] || printf '%s\n' "${missing[@]}"
    exit 0
fi
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "install-packages: these packages are missing: ${missing[*]}" >&2
        echo "install-packages: you are not root and there is no sudo; run as root: apt-get install ${missing[*]}" >&2
        exit 1
    fi
    as_root=(sudo)
fi
echo "Installing ${#missing[@]} missing packages: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt_get() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 "$@"; }
# A service that a package starts by itself (lighttpd, sshd) is not wanted here: tests start their own.
if [ ! -e /usr/sbin/policy-rc.d ]; then
    "${as_root[@]}" sh -c 'printf "#!/bin/sh\nexit 101\n" >/usr/sbin/policy-rc.d && chmod 0755 /usr/sbin/policy-rc.d'
    trap '"${as_root[@]}" rm -f /usr/sbin/policy-rc.d; rm -f "$log"' EXIT
fi
if ! { apt_get update && apt_get install --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
    tail -n 25 "$log" >&2
    echo "install-packages: apt-get failed (see above); check the network and the apt sources, then start again" >&2
    exit 1
fi
