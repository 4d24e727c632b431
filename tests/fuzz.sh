#!/usr/bin/env bash
# Builds the fuzzers of tests/fuzz with clang and runs each from its committed corpus. Ends with 1 when an input broke one; that
# input is kept in build/fuzz/findings: put it into tests/fuzz/corpus/<fuzzer> when the bug is mended.
#   --seconds N      run each so long (default 20)
#   --only NAME      this fuzzer alone
#   --seed N         the same inputs again, as far as time allows (default: by chance)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

seconds=20 only='' seed=0
while [ $# -gt 0 ]; do
    case $1 in
    --seconds) seconds=${2:?--seconds needs a number} && shift ;;
    --only) only=${2:?--only needs a name} && shift ;;
    --seed) seed=${2:?--seed needs a number} && shift ;;
    -h | --help)
        sed -n '2,6s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
        exit 0
        ;;
    *)
        echo "fuzz.sh: unknown option $1" >&2
        exit 2
        ;;
    esac
    shift
done

build=build/fuzz findings=$PWD/build/fuzz/findings
mkdir -p "$build" "$findings"
if ! cmake --preset fuzz >"$build/configure.log" 2>&1; then
    cat "$build/configure.log"
    exit 1
fi
cmake --build --preset fuzz

found=$(mktemp -d "${TMPDIR:-/tmp}/mergeloom-fuzz.XXXXXX") # what they learn; only the committed corpus is the same for all
trap 'rm -rf "$found"' EXIT

run() { # name
    local name=$1 log=$found/$1.log status=0
    mkdir -p "$found/$name"
    # detect_leaks: the leak checker cannot work where tracing is forbidden, as in many containers.
    ASAN_OPTIONS=detect_leaks=0 "$build/tests/fuzz/fuzz_$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 \
        -max_len=4096 -print_final_stats=1 -seed="$seed" -artifact_prefix="$findings/$name-" "$found/$name" "tests/fuzz/corpus/$name" >"$log" 2>&1 || status=$?
    if [ "$status" -ne 0 ]; then
        tail -n 60 "$log"
        echo "$name: broken"
        return 1
    fi
    echo "$name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs"
}

broken=0 running=0
for folder in tests/fuzz/corpus/*/; do
    name=$(basename "$folder")
    [ -z "$only" ] || [ "$only" = "$name" ] || continue
    if [ "$running" -ge "$(nproc)" ]; then
        wait -n || broken=1
        running=$((running - 1))
    fi
    run "$name" &
    running=$((running + 1))
done
while [ "$running" -gt 0 ]; do
    wait -n || broken=1
    running=$((running - 1))
done
exit "$broken"
