#!/usr/bin/env bash
# Installs what the tests need, builds, runs all tests, and ends with the line "N passed, N failed".
#   --asan           build and run with AddressSanitizer and UndefinedBehaviorSanitizer (preset asan)
#   --preset NAME    build with this preset (default: test)
#   --only REGEX     run only the C++ tests whose names match; leaves the others out
#   --no-install     install no packages
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

preset=test only='' install=true
while [ $# -gt 0 ]; do
    case $1 in
    --asan) preset=asan ;;
    --preset) preset=${2:?--preset needs a name} && shift ;;
    --only) only=${2:?--only needs a pattern} && shift ;;
    --no-install) install=false ;;
    -h | --help)
        sed -n '2,6s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
        exit 0
        ;;
    *)
        echo "run.sh: unknown option $1" >&2
        exit 2
        ;;
    esac
    shift
done

# The tests see nothing of the user's own set-up: no settings of ours, no git identity, no proxy for loopback.
scratch=$(mktemp -d "${TMPDIR:-/tmp}/mergeloom-tests.XXXXXX")
export HOME=${HOME:-$scratch} LC_ALL=C.UTF-8 LANG=C.UTF-8 TZ=UTC QT_QPA_PLATFORM=offscreen
export no_proxy=127.0.0.1,localhost NO_PROXY=127.0.0.1,localhost
export npm_config_update_notifier=false npm_config_fund=false npm_config_audit=false
while IFS='=' read -r name _; do
    case $name in JCA_* | MERGELOOM_* | GIT_DIR | GIT_WORK_TREE | GIT_INDEX_FILE | GIT_CONFIG*) unset "$name" ;; esac
done < <(env)

passed=0 failed=0 failures=() times=() current='' begun=0

step() { # says what begins, and notes how long the step before took
    [ -z "$current" ] || times+=("$(printf '%5d s  %s' $((SECONDS - begun)) "$current")")
    current=$1 begun=$SECONDS
    [ -z "$current" ] || printf '\n== %s\n' "$current"
}

# The closing line comes whatever happened.
finish() {
    local status=$?
    step ''
    rm -rf "$scratch"
    if [ "$status" -ne 0 ]; then failed=$((failed + 1)) && failures+=("the run itself, which ended early"); fi
    echo
    printf '%s\n' "${times[@]}"
    [ ${#failures[@]} -eq 0 ] || printf 'failed: %s\n' "${failures[@]}"
    echo "took $SECONDS s"
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ] || exit 1
}
trap finish EXIT
trap 'exit 130' INT TERM

# One check is one test: passed or failed.
check() { # name command…
    local name=$1
    shift
    step "$name"
    if "$@"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        failures+=("$name")
    fi
}

# A suite counts its own tests; a suite that ends badly with no failed test is one failure.
count() { # name, passed, failed, status
    passed=$((passed + $2))
    failed=$((failed + $3))
    if [ "$3" -eq 0 ] && { [ "$4" -ne 0 ] || [ "$2" -eq 0 ]; }; then failed=$((failed + 1)) && failures+=("$1"); fi
    [ "$3" -eq 0 ] || failures+=("$1: $3 tests")
}

cpp_tests() {
    local log=$scratch/ctest.log status=0 total wrong
    step "C++ tests"
    ctest --test-dir "build/$preset" --output-on-failure -j "$(nproc)" ${only:+-R "$only"} 2>&1 | tee "$log" || status=$?
    total=$(sed -n 's/.* tests failed out of \([0-9]*\)$/\1/p' "$log")
    wrong=$(sed -n 's/.*tests passed, \([0-9]*\) tests failed out of .*/\1/p' "$log")
    count "C++ tests" $((${total:-0} - ${wrong:-0})) "${wrong:-0}" "$status"
}

node_tests() { # folder
    local log=$scratch/node.log status=0 good bad
    step "node tests of $1"
    (cd "$1" && npm test --silent) >"$log" 2>&1 || status=$?
    good=$(sed -nE 's/^(#|ℹ) pass ([0-9]+)$/\2/p' "$log" | tail -n 1)
    bad=$(sed -nE 's/^(#|ℹ) fail ([0-9]+)$/\2/p' "$log" | tail -n 1)
    if [ "$status" -ne 0 ]; then cat "$log"; else echo "${good:-0} passed"; fi
    count "node tests of $1" "${good:-0}" "${bad:-0}" "$status"
}

node_packages() { # folder; again when the lock file changed
    if ! cmp -s "$1/package-lock.json" "$1/node_modules/.installed-lock.json"; then
        (cd "$1" && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund)
        cp "$1/package-lock.json" "$1/node_modules/.installed-lock.json"
    fi
}

if [ "$install" = true ]; then
    step "packages"
    installer/install-packages.sh build desktop run test
fi
step "node packages"
for folder in tests/servers resources/web; do
    [ ! -f "$folder/package-lock.json" ] || node_packages "$folder"
done

step "build ($preset)"
if ! cmake --preset "$preset" -DMERGELOOM_TESTS=ON >"$scratch/configure.log" 2>&1; then
    cat "$scratch/configure.log"
    exit 1
fi
# What does not compile does not keep the rest from being tested; its own tests fail as not there.
cmake --build --preset "$preset" -- -k 0 || { failed=$((failed + 1)) && failures+=("build"); }

cpp_tests
if [ -z "$only" ]; then
    node_tests tests/servers
    node_tests resources/web
    check "types of the web UI" npm --prefix resources/web run --silent typecheck
    check "spelling" tests/lint.sh spelling
    [ "$preset" = asan ] || check "fuzzers" tests/fuzz.sh --seconds 3 --seed 1
fi
