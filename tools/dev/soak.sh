# shellcheck shell=bash
# ./dev soak: the service under everything at once, then a verdict. Sourced by ./dev.

command_soak() {
    local minutes=30
    [[ ${1:-} != --minutes ]] || minutes=${2:-}
    [[ ${1:-} != --minutes=* ]] || minutes=${1#*=}
    [[ $minutes =~ ^[1-9][0-9]*$ ]] || die "--minutes takes a whole number, not '$minutes'."
    install_packages all
    configure release
    build release "Build the soak" --target soak
    exec build/release/bin/soak --seconds $((minutes * 60))
}
