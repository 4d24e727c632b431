#!/usr/bin/env bash
# Measures P01, P02, P03, P04 to P07, P09, P10 and P11 on this machine: builds a release, prints a table, and writes build/bench.json.
#   --short      small repositories and one round: shows that every benchmark still works
#   --files N…   sizes of the repositories (default 10000 80000)
#   --runs N     runs in the store of P07, 100 events each (default 100000, which takes a while)
#   --rounds N   rounds of each figure (default 3); minimum, median and maximum are shown
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
unset "${!JCA_@}"
# The agents that P03 compares with; a short run takes them where they are installed already.
case " $* " in *' --short '*) ;; *) npm ci --prefix tests/bench --no-audit --no-fund --silent ;; esac
cmake --preset release -DMERGELOOM_TESTS=ON >/dev/null
cmake --build --preset release --target mergeloom-worker workspace-bench agent-loop-bench redaction-bench sandbox-bench event-bench diff-model-bench diff-view-bench mergeloom-desktop
exec python3 tests/bench/measure.py "$@" --build build/release
