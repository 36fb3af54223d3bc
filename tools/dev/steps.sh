# shellcheck shell=bash
# Long steps with one live line on the terminal, their output in a log, and a last line that helps when they fail.
# Sourced by ./dev.

log_dir=build/logs

say() { printf '%s\n' "$*"; }

die() {
    printf 'dev: %s\n' "$*" >&2
    exit 1
}

# fail STEP LOG HINT: always the last line that a failed command prints.
fail() { die "$1 failed. Log: $2. Next: $3"; }

# step TITLE HINT COMMAND...: returns only if the command succeeded.
step() {
    local title=$1 hint=$2 log status started=$SECONDS
    shift 2
    mkdir -p "$log_dir" 2>/dev/null || die "Cannot write to $PWD/build: give this user the right to write there."
    log="$log_dir/$(printf '%s' "$title" | tr -cs 'A-Za-z0-9' '-' | tr '[:upper:]' '[:lower:]').log"
    set +e
    "$@" 2>&1 </dev/null | follow_output "$title" "$log"
    status=${PIPESTATUS[0]}
    set -e
    if ((status != 0)); then
        show_line "FAILED $title after $((SECONDS - started)) s" end
        tail -n 25 "$log" >&2
        fail "$title" "$log" "$hint"
    fi
    show_line "ok     $title ($((SECONDS - started)) s)" end
}

# On a terminal one line is drawn over and over; elsewhere (CI) a new line every 15 s shows that it lives.
follow_output() {
    local title=$1 log=$2 started=$SECONDS drawn=-1 line partial="" count="" elapsed
    exec 3>"$log"
    while true; do
        if IFS= read -r -t 1 line; then
            line=$partial$line
            partial=""
            printf '%s\n' "$line" >&3
            [[ $line =~ ^\[([0-9]+/[0-9]+)\] ]] && count=", ${BASH_REMATCH[1]}"
        elif (($? > 128)); then
            partial+=$line
        else
            [[ -z $partial$line ]] || printf '%s\n' "$partial$line" >&3
            return
        fi
        elapsed=$((SECONDS - started))
        if ((elapsed != drawn)) && { [[ -t 1 ]] || ((elapsed > 0 && elapsed % 15 == 0)); }; then
            show_line "...    $title ($elapsed s$count)"
            drawn=$elapsed
        fi
    done
}

show_line() {
    if [[ -t 1 ]]; then
        printf '\r\033[K%s' "$1"
        [[ ${2:-} != end ]] || printf '\n'
    else
        printf '%s\n' "$1"
    fi
}
