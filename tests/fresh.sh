#!/usr/bin/env bash
# Runs the commands of the README on systems that were never used before: Debian 12 (quick start twice, then all tests),
# Debian 13 (all tests, with Qt 6.8 and g++ 14) and Ubuntu 24.04 (quick start twice; its Chromium is a snap, which no
# such system can start, so the tests are not run there). Each system is made with debootstrap and entered with mount and
# process namespaces of its own, so that nothing stays mounted or running whatever happens. What is tested is the last
# commit, not the working tree.
#   tests/fresh.sh [12] [13] [24.04]   which systems (default: all)
#   --command LINE               runs LINE in the checkout instead of the steps above
#   --keep                       keeps the systems, and takes one that was kept before
# Needs root, debootstrap, 10 GB in MERGELOOM_FRESH_DIR (default: /var/tmp/mergeloom-fresh) and network for apt and npm.
# Taken from this host: name service, proxy and certificate settings, ~/.npmrc. MERGELOOM_MIRROR and
# MERGELOOM_UBUNTU_MIRROR name other mirrors than those that debootstrap knows.
set -euo pipefail
source_directory=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
place=${MERGELOOM_FRESH_DIR:-/var/tmp/mergeloom-fresh}

systems=() keep=false command=''
while [ $# -gt 0 ]; do
    case $1 in
    12 | 13 | 24.04) systems+=("$1") ;;
    --keep) keep=true ;;
    --command) command=${2:?--command needs a line} && shift ;;
    -h | --help)
        sed -n '2,12s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
        exit 0
        ;;
    *)
        echo "fresh.sh: unknown argument $1" >&2
        exit 2
        ;;
    esac
    shift
done
[ ${#systems[@]} -gt 0 ] || systems=(12 13 24.04)
if [ "$(id -u)" -ne 0 ]; then
    echo "fresh.sh: making a system needs root; start it with sudo" >&2
    exit 1
fi
for program in debootstrap unshare pivot_root git; do
    if ! PATH=$PATH:/usr/sbin:/sbin command -v "$program" >/dev/null; then
        echo "fresh.sh: $program is missing; apt-get install debootstrap util-linux git" >&2
        exit 1
    fi
done
mkdir -p "$place/logs"

# The settings of this host without which nothing can be downloaded.
copy_network_settings() { # root
    local file
    cat /etc/resolv.conf >"$1/etc/resolv.conf"
    cat /etc/hosts >"$1/etc/hosts"
    for file in /etc/apt/apt.conf /etc/apt/apt.conf.d/*; do
        if [ -f "$file" ] && grep -qiE '^[^/#]*Acquire::(http|https|ftp|Check)' "$file"; then cp "$file" "$1/etc/apt/apt.conf.d/"; fi
    done
    if compgen -G '/usr/local/share/ca-certificates/*.crt' >/dev/null; then
        mkdir -p "$1/usr/local/share/ca-certificates"
        cp /usr/local/share/ca-certificates/*.crt "$1/usr/local/share/ca-certificates/"
        if [ -x "$1/usr/sbin/update-ca-certificates" ]; then chroot "$1" /usr/sbin/update-ca-certificates >/dev/null 2>&1; fi
    fi
    if [ -f "${HOME:-/root}/.npmrc" ]; then cp "${HOME:-/root}/.npmrc" "$1/root/.npmrc"; fi
}

name_of() { # version
    case $1 in *.*) echo "ubuntu-$1" ;; *) echo "debian-$1" ;; esac
}

make_system() { # version
    local name root arguments
    name=$(name_of "$1") root=$place/$name
    case $1 in
    12) arguments=(bookworm "$root" "${MERGELOOM_MIRROR:-}") ;;
    13) arguments=(trixie "$root" "${MERGELOOM_MIRROR:-}") ;;
    # Debian's debootstrap knows neither the name nor the key of this release; its script is that of all since gutsy.
    24.04)
        arguments=(--no-check-gpg '--components=main,universe' noble "$root" "${MERGELOOM_UBUNTU_MIRROR:-}"
            /usr/share/debootstrap/scripts/gutsy)
        ;;
    esac
    if [ ! -f "$root/.complete" ]; then
        rm -rf --one-file-system "$root"
        debootstrap --variant=minbase "${arguments[@]}" >"$place/logs/debootstrap-$name.log" 2>&1 || {
            tail -n 5 "$place/logs/debootstrap-$name.log" >&2
            return 1
        }
        sed -i -E '1{p;s/^(deb [^ ]+ [^ ]+)/\1-updates/}' "$root/etc/apt/sources.list"
        touch "$root/.complete"
    fi
    copy_network_settings "$root"
    rm -rf "$root/root/mergeloom"
    git -c safe.directory='*' clone -q --no-hardlinks "$source_directory" "$root/root/mergeloom"
}

# Runs a command line in the checkout inside the system, with only the environment that a fresh login has, and the proxies.
# To be started in the background: the trap is that of the subshell.
inside() { # version, command line
    local root variables=() pid='' name
    root=$place/$(name_of "$1")
    for name in http_proxy https_proxy HTTP_PROXY HTTPS_PROXY no_proxy NO_PROXY; do
        if [ -n "${!name:-}" ]; then variables+=("$name=${!name}"); fi
    done
    if [ -d "$root/usr/local/share/ca-certificates" ]; then
        variables+=(NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt)
    fi
    # unshare itself ignores TERM and INT; with its end by KILL everything inside ends too.
    trap 'kill -KILL "$pid" 2>/dev/null; exit 1' INT TERM HUP
    # shellcheck disable=SC2016 # expanded by the inner shell
    unshare --mount --pid --fork --kill-child --propagation private bash -euc '
        root=$1 line=$2; shift 2
        mount --bind "$root" "$root"
        mount -t proc proc "$root/proc"
        mount --rbind /sys "$root/sys"
        mount --bind /dev "$root/dev"
        mount -t devpts devpts "$root/dev/pts" -o ptmxmode=0666
        mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
        mkdir -p "$root/.outside"
        cd "$root"
        pivot_root . .outside
        cd /root/mergeloom
        umount -l /.outside
        exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root "$@" bash -c "$line"
    ' inside "$root" "$2" "${variables[@]}" </dev/null &
    pid=$!
    wait "$pid"
}

# Commits that come while this runs are not what was tested.
tested=$(git -c safe.directory='*' -C "$source_directory" rev-parse --short HEAD)
results=() failed=false current=''
trap 'if [ -n "$current" ]; then kill -TERM "$current" 2>/dev/null; fi; exit 1' INT TERM HUP
step() { # name, version, command line
    local begun=$SECONDS name log verdict=passed
    name=$(name_of "$2") log=$place/logs/$(name_of "$2")-${1// /-}.log
    printf '\n== %s: %s\n' "$name" "$1"
    inside "$2" "$3" > >(tee "$log") 2>&1 &
    current=$!
    wait "$current" || verdict=FAILED
    current=''
    [ "$verdict" = passed ] || failed=true
    results+=("$(printf '%-12s  %-22s %-7s %5d s   %s' "$name" "$1" "$verdict" $((SECONDS - begun)) "$log")")
}

for version in "${systems[@]}"; do
    name=$(name_of "$version")
    printf '\n== %s: a fresh system\n' "$name"
    if ! make_system "$version"; then
        results+=("$name  could not be made; see $place/logs/debootstrap-$name.log")
        failed=true
        continue
    fi
    if [ -n "$command" ]; then
        step command "$version" "$command"
    else
        if [ "$version" != 13 ]; then
            step "quick start" "$version" './installer/quickstart.sh'
            step "second quick start" "$version" './installer/quickstart.sh'
        fi
        if [ "$version" != 24.04 ]; then step tests "$version" './tests/run.sh'; fi
    fi
    if [ "$keep" = false ]; then rm -rf --one-file-system "${place:?}/$name"; fi
done

printf '\n%s\n' "commit $tested" "${results[@]}"
[ "$failed" = false ]
