#!/usr/bin/env bash
# Runs the end-to-end suite and the tests of the sandbox with each back end forced: as root, as an ordinary user, and in
# the nearest to an unprivileged container that can be started here: an ordinary user in name spaces of its own, who may
# make no further ones and sees a masked /proc. Where a back end cannot run, it says so and goes on.
#   --build DIR       a build with tests (default: build/test)
#   --variant REGEX   only the variants whose names match: "root bubblewrap", "user landlock", "container auto", …
#   FILE…             only these tests of tests/e2e (default: all)
# Needs root; makes a user mergeloom-test for as long as it runs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
build=build/test chosen='' files=()
while [ $# -gt 0 ]; do
    case $1 in
    --build) build=${2:?--build needs a folder} && shift ;;
    --variant) chosen=${2:?--variant needs a pattern} && shift ;;
    -h | --help)
        sed -n '2,9s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
        exit 0
        ;;
    -*)
        echo "sandboxes.sh: unknown option $1" >&2
        exit 2
        ;;
    *) files+=("$1") ;;
    esac
    shift
done
[ ${#files[@]} -gt 0 ] || files=(tests/e2e/*.test.mjs)
build=$(realpath "$build") user=mergeloom-test
worker=$build/service/mergeloom-worker unit=$build/tests/test_service_platform_SandboxBackends
for program in "$worker" "$build/service/mergeloom-sandbox"; do
    [ -x "$program" ] || { echo "sandboxes.sh: $program is missing; build it first" >&2 && exit 2; }
done
if [ "$(id -u)" -ne 0 ]; then
    echo "sandboxes.sh: changing the user needs root; start it with sudo" >&2
    exit 2
fi
scratch=$(mktemp -d /var/tmp/mergeloom-sandboxes.XXXXXX)
chmod 755 "$scratch"
made=false
if ! id "$user" >/dev/null 2>&1; then useradd --system --no-create-home --shell /bin/bash "$user" && made=true; fi
finish() {
    rm -rf "$scratch"
    if [ "$made" = true ]; then userdel "$user"; fi
}
trap finish EXIT

node=$(command -v node)
as() { # root|user|container command…: with a clean environment and a folder for temporary files of its own
    local who=$1 home=$scratch/$1
    shift
    mkdir -p "$home"
    local clean=(env -i PATH="$(dirname "$node"):/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" HOME="$home" TMPDIR="$home"
        LC_ALL=C.UTF-8 TZ=UTC QT_QPA_PLATFORM=offscreen "no_proxy=127.0.0.1,localhost" MERGELOOM_WORKER="$worker")
    case $who in
    root) "${clean[@]}" "$@" ;;
    user) chown "$user" "$home" && runuser -u "$user" -- "${clean[@]}" "$@" ;;
    container)
        chown "$user" "$home"
        # shellcheck disable=SC2016 # for the inner shell
        runuser -u "$user" -- "${clean[@]}" unshare --user --map-current-user --keep-caps --mount --pid --fork --mount-proc \
            sh -c 'echo 0 >/proc/sys/user/max_user_namespaces && mount -t tmpfs tmpfs /proc/acpi 2>/dev/null || mount -t tmpfs tmpfs /proc/driver
                   exec setpriv --inh-caps=-all --ambient-caps=-all --bounding-set=-all --no-new-privs "$@"' sh "$@"
        ;;
    esac
}

passed=0 failed=0 table=()
variant() { # who, back end
    local name="$1 $2" log=$scratch/log status=0 good bad seen
    [[ $name =~ $chosen ]] || return 0
    printf '\n== %s\n' "$name"
    # shellcheck disable=SC2016 # JavaScript
    seen=$(as "$1" env JCA_WORKER_SANDBOX_BACKEND="$2" JCA_WORKER_DATA_DIR="$scratch/$1/doctor" "$worker" doctor --json 2>/dev/null |
        "$node" -e 'const all = JSON.parse(require("fs").readFileSync(0)); const c = (all.checks ?? all).find((check) => check.name === "sandbox");
                    console.log(`${c.status === "failing" ? "NO" : "YES"} ${c.seen}. ${c.remedy}`);' || echo "NO the worker does not start")
    echo "${seen#* }"
    if [[ $seen == NO* ]]; then
        table+=("$(printf '%-22s cannot run here' "$name")")
        return 0
    fi
    as "$1" env MERGELOOM_TEST_SANDBOX="$2" "$node" --test --test-concurrency=1 "${files[@]/#/$PWD/}" >"$log" 2>&1 || status=$?
    good=$(sed -nE 's/^(#|ℹ) pass ([0-9]+)$/\2/p' "$log" | tail -n 1)
    bad=$(awk '/^(#|ℹ) (fail|cancelled) [0-9]+$/ { n += $3 } END { print n + 0 }' "$log")
    if [ "$status" -ne 0 ] && [ "${bad:-0}" -eq 0 ]; then bad=1; fi
    [ "${bad:-1}" -eq 0 ] || grep -A40 -E '^ *(not ok|✖)' "$log" | head -n 300
    if [ -x "$unit" ]; then
        status=0
        as "$1" "$unit" "-maxwarnings" 0 >"$log" 2>&1 || status=$?
        good=$((${good:-0} + $(grep -c '^PASS' "$log" || true)))
        bad=$((${bad:-0} + $(grep -c '^FAIL' "$log" || true)))
        [ "$status" -eq 0 ] || grep -A3 '^FAIL' "$log" || tail -n 20 "$log"
    fi
    passed=$((passed + ${good:-0})) failed=$((failed + ${bad:-1}))
    table+=("$(printf '%-22s %4d passed %4d failed' "$name" "${good:-0}" "${bad:-1}")")
}

for who in root user container; do
    for backend in bubblewrap landlock; do variant "$who" "$backend"; done
done
variant container auto
echo
printf '%s\n' "${table[@]}"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
