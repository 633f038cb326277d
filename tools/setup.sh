# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What ./study and ./check share: named steps with visible progress and a log each, the installation of
# missing packages, and what to do when a step fails. Bash functions; sourcing this file does nothing else.

# begin SCRIPT STEPS: to be called first, with the name of the script and the number of its steps.
begin() {
    script=$1 steps=$2 step_number=0 hint=""
    logs=build/logs
    live=no bold="" green="" red="" plain=""
    if [[ -t 1 && ${TERM:-dumb} != dumb ]]; then
        live=yes
        if [[ -z ${NO_COLOR:-} ]]; then
            bold=$'\e[1m' green=$'\e[32m' red=$'\e[31m' plain=$'\e[0m'
        fi
    fi
    if ! mkdir -p "$logs" 2>/dev/null || [[ ! -w build || ! -w $logs ]]; then
        stop_with "The folder build/ cannot be written (perhaps another user made it)." \
            "Remove it or give it to yourself, for example: sudo chown -R \$USER build"
    fi
    exec 9>build/.lock
    if ! flock -n 9; then
        echo "Another ./study or ./check is at work in this folder; this one begins when it ends."
        flock 9
    fi
    if [[ -z ${CMAKE_BUILD_PARALLEL_LEVEL:-} ]]; then
        CMAKE_BUILD_PARALLEL_LEVEL=$(parallel_jobs)
        export CMAKE_BUILD_PARALLEL_LEVEL
    fi
    trap 'interrupted 130' INT
    trap 'interrupted 143' TERM
}

# As many compilers as there are processors, but no more than one for each 1.5 GB of free memory.
parallel_jobs() {
    local processors memory_kb jobs
    processors=$(nproc 2>/dev/null || echo 1)
    memory_kb=$(awk '$1 == "MemAvailable:" {print $2}' /proc/meminfo 2>/dev/null)
    jobs=$((${memory_kb:-1500000} / 1500000))
    ((jobs <= processors)) || jobs=$processors
    ((jobs >= 1)) || jobs=1
    echo "$jobs"
}

stop_with() {
    printf '%s\n' "$@" >&2
    exit 1
}

interrupted() {
    trap - INT TERM
    local pid tenths=0
    for pid in $(jobs -p); do
        kill -TERM -- "-$pid" 2>/dev/null
        while kill -0 "$pid" 2>/dev/null && ((++tenths < 50)); do sleep 0.1; done
    done
    printf '\nInterrupted. What is finished is kept: run ./%s again to go on.\n' "$script" >&2
    exit "$1"
}

# announce NAME: counts the step and sets its log.
announce() {
    step_number=$((step_number + 1))
    step_name=$1 step_began=$SECONDS
    step_head="${bold}[$step_number/$steps] $1$plain"
    step_log=$logs/$script-$step_number-$(tr -cs 'A-Za-z0-9\n' '-' <<<"${1,,}" | sed 's/-*$//').log
}

# step NAME COMMAND [ARGUMENT...]: runs the command with its output in a log, showing how far it is.
step() {
    announce "$1"
    shift
    [[ $live == yes ]] || echo "$step_head"
    set -m # a process group of its own, so that an interruption reaches all of it
    "$@" </dev/null >"$step_log" 2>&1 9>&- &
    local pid=$! status=0 seconds
    set +m
    watch_log "$pid"
    wait "$pid" || status=$?
    seconds=$((SECONDS - step_began))
    [[ $live == yes ]] && printf '\r\e[K%s:' "$step_head" || printf '     '
    if ((status == 0)); then
        echo " ${green}done$plain ($seconds s)"
    else
        echo " ${red}failed$plain ($seconds s, exit status $status); the end of its log:"
        tail -n 40 "$step_log" | tr '\r' '\n' | sed 's/^/    /'
        failed "$status"
    fi
}

# step_shown NAME COMMAND [ARGUMENT...]: the same with the command's output on the screen too.
step_shown() {
    announce "$1"
    shift
    echo "$step_head"
    local status=0
    "$@" </dev/null 9>&- 2>&1 | tee "$step_log" || status=${PIPESTATUS[0]}
    ((status == 0)) || failed "$status"
}

# step_skipped NAME WHY: a step with nothing to do.
step_skipped() {
    announce "$1"
    echo "$step_head: $2"
}

# watch_log PID: shows the last line of the log while the step runs, in place on a terminal, else now and
# then.
watch_log() {
    local line shown="" next=15 seconds
    while kill -0 "$1" 2>/dev/null; do
        sleep 0.1
        line=$(tail -c 500 "$step_log" | tr '\r' '\n' | tr -cd '[:print:]\n' | grep . | tail -n 1)
        seconds=$((SECONDS - step_began))
        if [[ $live == yes ]]; then
            line="[$step_number/$steps] $step_name: $seconds s  $line"
            printf '\r\e[K%s' "${line:0:$((${COLUMNS:-80} - 1))}"
        elif ((seconds >= next)) && [[ $line != "$shown" ]]; then
            echo "      $seconds s  ${line:0:120}"
            shown=$line next=$((seconds + 15))
        fi
    done
}

# failed STATUS: says which step failed, where its log is and how to go on; ends the script.
failed() {
    {
        printf '\n%sThe step "%s" of ./%s failed.%s\n' "$red" "$step_name" "$script" "$plain"
        printf '  Its log:   %s\n' "$step_log"
        printf '  To go on:  %s\n' \
            "${hint:-mend what the log names and run ./$script again; what is finished is kept.}"
    } >&2
    exit "$1"
}

# packages_of GROUP...: the names in tools/packages.txt.
packages_of() {
    awk -v wanted=" $* " '!/^#/ && NF && index(wanted, " " $1 " ") {print $2}' tools/packages.txt
}

# missing_packages GROUP...: those of them that are not installed.
missing_packages() {
    local -a names
    mapfile -t names < <(packages_of "$@")
    dpkg-query -W -f '${Package} ${db:Status-Status}\n' "${names[@]}" 2>/dev/null |
        awk -v names="${names[*]}" '$2 == "installed" {here[$1] = 1}
            END {n = split(names, name, " "); for (i = 1; i <= n; i++) if (!(name[i] in here)) print name[i]}'
}

# ensure_packages GROUP...: installs what is missing; the step asks nothing of the network when all are there.
ensure_packages() {
    local -a missing
    local name="Packages"
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        stop_with "This system has no apt, with which ./$script installs what it needs on Debian 12." \
            "Install these, under the names that your system has for them:" \
            "$(packages_of "$@" | sed 's/^/    /')" \
            "and run: ./$script --no-install"
    fi
    mapfile -t missing < <(missing_packages "$@")
    if ((${#missing[@]} == 0)); then
        step_skipped "$name" "all $(packages_of "$@" | wc -l) are installed"
        return
    fi
    if [[ $(. /etc/os-release 2>/dev/null && echo "${ID:-} ${VERSION_ID:-}") != "debian 12" ]]; then
        echo "This is not Debian 12, on which ./$script is tested; package names may differ here."
    fi
    may_become_root "${missing[@]}"
    hint="see that 'apt-get update' works here; or install by other means and run ./$script --no-install"
    step "$name: installing ${#missing[@]}" install_packages "${missing[@]}"
    hint=""
}

install_packages() {
    as_root apt-get update || echo "Going on with the package lists at hand."
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \
        -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@"
}

as_root() {
    if ((EUID == 0)); then "$@"; else sudo -n "$@"; fi
}

# Asks for sudo's password now, while the terminal is free, or says what an administrator must do.
may_become_root() {
    if ((EUID == 0)) || sudo -n true 2>/dev/null; then return; fi
    if command -v sudo >/dev/null && [[ -z ${CI:-} && -t 1 ]]; then
        echo "Packages are missing (${*}); sudo may ask for your password to install them."
        if sudo -v; then return; fi
    fi
    stop_with "Packages are missing, and installing them needs root or sudo without a password." \
        "As root, run:" \
        "    apt-get update && apt-get install --no-install-recommends $*" "and then ./$script again."
}
