#!/usr/bin/env bash
# One command each; a finding is an error.
#   tests/lint.sh format      clang-format 14 agrees with every C++ file (--fix: puts it right)
#   tests/lint.sh tidy [FILE…]  clang-tidy on the given or all C++ files; needs build/dev to be configured
#   tests/lint.sh spelling    codespell over everything
#   tests/lint.sh shell       shellcheck over the shell scripts
#   tests/lint.sh             format, spelling and shell
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# What git would commit; without git (a release archive), every file outside of build folders.
files() { # suffixes…
    local patterns=() suffix
    for suffix in "$@"; do patterns+=("*$suffix"); done
    if [ -e .git ] && command -v git >/dev/null; then
        git -c safe.directory='*' ls-files -z --cached --others --exclude-standard -- "${patterns[@]}" | while IFS= read -r -d '' file; do
            [ ! -f "$file" ] || printf '%s\0' "$file"
        done
    else
        for suffix in "${patterns[@]}"; do
            find . \( -name node_modules -o -name build -o -name 'build-*' -o -name dist \) -prune -o -type f -name "$suffix" -print0
        done
    fi
}

need() { # program section
    command -v "$1" >/dev/null && return
    echo "lint: $1 is missing; run installer/install-packages.sh $2" >&2
    exit 1
}

format() { # [--fix]
    need clang-format lint
    local version
    version=$(clang-format --version | sed 's/.*version \([0-9]*\).*/\1/')
    if [ "$version" != 14 ]; then # other versions lay some lines out in another way
        echo "format: skipped, clang-format is $version and the rules are those of 14 (Debian 12)"
        return
    fi
    if [ "${1:-}" = --fix ]; then
        files .cpp .h | xargs -0 -r clang-format -i
    else
        files .cpp .h | xargs -0 -r clang-format --dry-run --Werror
    fi
    echo "format: clean"
}

tidy() {
    need clang-tidy lint
    if [ ! -f build/dev/compile_commands.json ]; then
        echo "tidy: build/dev is not configured; run cmake --preset dev" >&2
        exit 1
    fi
    if [ $# -gt 0 ]; then
        printf '%s\0' "$@"
    else
        files .cpp | grep -z -E '^(\./)?(service|shared|desktop)/'
    fi | xargs -0 -r -n 4 -P "$(nproc)" clang-tidy --quiet -p build/dev --extra-arg=-Wno-unknown-warning-option
    echo "tidy: clean"
}

spelling() {
    need codespell test
    codespell .
    echo "spelling: clean"
}

shell() {
    need shellcheck lint
    files .sh | xargs -0 -r shellcheck
    if [ -f .ci/run ]; then shellcheck .ci/run; fi
    echo "shell: clean"
}

case ${1:-all} in
format | tidy | spelling | shell) "$@" ;;
all) format "" && spelling && shell ;;
-h | --help) sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" ;;
*)
    echo "lint: unknown check $1 (format, tidy, spelling, shell)" >&2
    exit 2
    ;;
esac
