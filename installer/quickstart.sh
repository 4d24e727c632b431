#!/usr/bin/env bash
# From nothing to a finished run on Debian 12 or Ubuntu 24.04: installs what is missing, builds, starts a worker with a
# sample repository and recorded provider answers, runs a ticket end to end, and says where to look. Start it again at
# any time: it reuses the build and the worker and runs another ticket.
#   MERGELOOM_QUICKSTART_DIR   where everything is kept (default: ~/.local/share/mergeloom-quickstart)
#   --stop                     ends the worker that an earlier start left running
#   --no-install               installs no packages
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source_directory=$PWD

export LC_ALL=C.UTF-8
place=${MERGELOOM_QUICKSTART_DIR:-${XDG_DATA_HOME:-${HOME:?HOME is not set; set MERGELOOM_QUICKSTART_DIR}/.local/share}/mergeloom-quickstart}
binary=$source_directory/build/release/service/mergeloom-worker
say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
[ -t 1 ] || say() { printf '\n%s\n' "$*"; }
fail() {
    printf '\nquickstart: %s\n' "$*" >&2
    exit 1
}

worker_pid() { # of the worker that an earlier start left running; nothing when there is none
    local pid
    pid=$(cat "$place/worker.pid" 2>/dev/null) || return 0
    if [ "$(readlink "/proc/$pid/exe" 2>/dev/null | sed 's/ (deleted)$//')" = "$binary" ]; then echo "$pid"; fi
}

stop_worker() {
    local pid
    pid=$(worker_pid)
    [ -n "$pid" ] || return 0
    kill -TERM "$pid" 2>/dev/null || true
    for _ in $(seq 200); do
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.05
    done
    rm -f "$place/worker.pid"
}

install=true
for argument in "$@"; do
    case $argument in
    --stop)
        if [ -n "$(worker_pid)" ]; then stop_worker && echo "The worker is stopped."; else echo "No worker was running."; fi
        exit 0
        ;;
    --no-install) install=false ;;
    -h | --help)
        sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
        exit 0
        ;;
    *)
        echo "quickstart: unknown option $argument" >&2
        exit 2
        ;;
    esac
done

# Settings of another worker on this machine are none of ours.
while IFS='=' read -r name _; do
    case $name in JCA_*) unset "$name" ;; esac
done < <(env)

build() {
    local log=$place/build.log begun=$SECONDS
    if ! cmake --preset release -DMERGELOOM_TESTS=OFF >"$log" 2>&1; then
        tail -n 30 "$log" >&2
        fail "cmake could not configure the build; the whole log is $log"
    fi
    [ -x "$binary" ] || echo "The first build takes some minutes; its log is $log"
    if ! cmake --build --preset release --target mergeloom-worker >>"$log" 2>&1; then
        tail -n 40 "$log" >&2
        fail "the build failed; the whole log is $log"
    fi
    echo "Built in $((SECONDS - begun)) s: $binary"
}

make_remote() { # the sample as a bare repository that the worker clones from and pushes to
    local work
    [ ! -d "$place/sample.git" ] || return 0
    work=$(mktemp -d)
    cp -R resources/sample/repository/. "$work"
    (
        export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
        export GIT_AUTHOR_NAME=Sample GIT_AUTHOR_EMAIL=sample@example.org GIT_AUTHOR_DATE='2026-01-05T09:00:00Z'
        export GIT_COMMITTER_NAME=Sample GIT_COMMITTER_EMAIL=sample@example.org GIT_COMMITTER_DATE='2026-01-05T09:00:00Z'
        git -C "$work" init -q -b main
        git -C "$work" add -A
        git -C "$work" commit -q -m "Count the words of text files"
        git clone -q --bare "$work" "$place/sample.git.new"
        mv "$place/sample.git.new" "$place/sample.git"
    )
    rm -rf "$work"
}

is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
is_ready() { curl --noproxy '*' -fsS -m 2 -o /dev/null "http://127.0.0.1:$1/readyz" 2>/dev/null; }

sandbox_mode() { # the sample's own tests may run without a sandbox where this host allows none
    if bwrap --unshare-all --die-with-parent --ro-bind / / --proc /proc --dev /dev true 2>/dev/null; then
        echo required
    else
        echo off
    fi
}

start_worker() { # sets port and sandbox
    local pid
    pid=$(worker_pid)
    port=$(cat "$place/worker.port" 2>/dev/null || echo 8010)
    sandbox=$(cat "$place/worker.sandbox" 2>/dev/null || echo required)
    if [ -n "$pid" ] && [ ! "$binary" -nt "$place/worker.pid" ] && is_ready "$port"; then
        echo "The worker of the last start is still running (process $pid)."
        return
    fi
    stop_worker
    port=8010
    while is_taken "$port"; do
        echo "Port $port is taken by another program; trying $((port + 1))."
        port=$((port + 1))
        [ "$port" -lt 8060 ] || fail "no free port between 8010 and 8059"
    done
    sandbox=$(sandbox_mode)
    JCA_WORKER_DATA_DIR=$place/data JCA_WORKER_PORT=$port JCA_WORKER_SANDBOX=$sandbox \
        setsid nohup "$binary" serve >>"$place/worker.log" 2>&1 </dev/null &
    pid=$!
    echo "$pid" >"$place/worker.pid"
    echo "$port" >"$place/worker.port"
    echo "$sandbox" >"$place/worker.sandbox"
    for _ in $(seq 300); do
        is_ready "$port" && return
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.1
    done
    tail -n 20 "$place/worker.log" >&2
    fail "the worker did not become ready; its log is $place/worker.log"
}

worker() { JCA_WORKER_DATA_DIR=$place/data JCA_WORKER_PORT=$port "$binary" "$@"; }
field() { python3 -c 'import json, sys; value = json.load(sys.stdin)
for name in sys.argv[1].split("."): value = (value or {}).get(name)
print("" if value is None else value)' "$1"; }

set_up() { # the catalog entry and the provider; a second time changes nothing
    if ! worker repo list --json | grep -q '"alias": *"sample"'; then
        worker repo add sample "$place/sample.git" --setup 'python3 -m unittest -q' --validate 'python3 -m unittest -q'
    fi
    worker provider set replay --kind replay --option recording="$source_directory/resources/sample/recording.json" --default
}

run_ticket() { # sets key and outcome
    local command=(ticket add --repo sample --file "$source_directory/resources/sample/ticket.md" --follow)
    say "A ticket, and its run as it happens"
    outcome=0
    worker "${command[@]}" || outcome=$?
    [ "$outcome" -ne 5 ] || fail "the worker went away; its log is $place/worker.log"
    key=$(worker ticket list --limit 1 --json | python3 -c 'import json, sys
print(json.load(sys.stdin)["items"][0]["ticket"]["key"])')
}

print_result() {
    local shown run branch head base=http://127.0.0.1:$port
    shown=$(worker runs show "$key" --json) || fail "ticket $key has no run; see http://127.0.0.1:$port/tickets"
    run=$(field run.id <<<"$shown")
    branch=$(field run.branch <<<"$shown")
    head=$(git -C "$place/sample.git" rev-parse --verify -q "refs/heads/$branch" || true)
    say "Result"
    echo "  outcome     $(field run.state <<<"$shown") $(field run.reason <<<"$shown")"
    echo "  branch      ${branch:-none} in $place/sample.git"
    echo "  commit      ${head:-none was pushed}"
    [ -z "$head" ] || git -C "$place/sample.git" --no-pager show --stat --format='  %s (%an)' "$head" | sed 's/^ /   /'
    say "Look at it"
    echo "  sign in     $(worker token login 2>/dev/null)   (works once, for 15 minutes)"
    echo "  the run     $base/runs/$run"
    echo "  evidence    $base/audit/$run"
    echo "  dashboard   $base/"
    echo "  the change  git -C $place/sample.git show $branch"
    cat <<TEXT

The provider's answers in this run were RECORDED: no AI was asked, no key is needed, nothing left this machine.
All else was real: checkout, file edits, commands, the red validation and its repair, commit and push.
TEXT
    if [ "$sandbox" = off ]; then
        cat <<TEXT

This host allows no sandbox (bubblewrap failed), so the worker runs with JCA_WORKER_SANDBOX=off. That is good enough
for the sample; see "Sandbox" in README.md before you give it code that you do not trust.
TEXT
    fi
    cat <<TEXT

Your own repository, with a real provider (the pages /providers, /repositories and /tickets do the same):
  export JCA_WORKER_DATA_DIR=$place/data JCA_WORKER_PORT=$port
  $binary provider set claude-api --kind claude-api --model MODEL --secret-file KEYFILE --default
  $binary repo add NAME URL --validate 'COMMAND'
  $binary ticket add --repo NAME --file TICKET.md --follow
Other providers: openai-compatible (vLLM, Ollama, llama.cpp, …). README.md tells more.

Stop the worker:  $source_directory/installer/quickstart.sh --stop
Remove all of it: stop it, then rm -r $place
Log of the worker: $place/worker.log
TEXT
}

mkdir -p "$place" || fail "cannot write to $place; set MERGELOOM_QUICKSTART_DIR to a directory of yours"
if [ "$install" = true ]; then
    say "Packages"
    installer/install-packages.sh build run
    echo "All there."
fi
say "Build"
build
say "Worker"
make_remote
start_worker
echo "Ready at http://127.0.0.1:$port/, data in $place/data"
set_up
run_ticket
print_result
exit "$outcome"
