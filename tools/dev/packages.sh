# shellcheck shell=bash
# What a machine needs to build and test Lanyard, and how it gets it. Sourced by ./dev.
# Debian and Ubuntu are installed; for the other systems the exact list is printed.
# An entry program=package is satisfied by the program, wherever it came from.

debian_service=(
    cmake=cmake ninja=ninja-build 'c++=g++' pkg-config=pkg-config ca-certificates
    qt6-base-dev qt6-base-dev-tools qt6-httpserver-dev qt6-websockets-dev libqt6sql6-sqlite libgl-dev libegl-dev
    libopengl-dev qtkeychain-qt6-dev libcurl4-openssl-dev libboost-dev libsimdjson-dev libsodium-dev libspdlog-dev
    libfmt-dev libyaml-cpp-dev libcli11-dev libssl-dev zlib1g-dev libsqlite3-dev
)
debian_rest=(
    ccache=ccache qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools
    xvfb-run=xvfb xauth=xauth tzdata sqlite3=sqlite3 openssl=openssl nginx=nginx-light curl=curl node=nodejs npm=npm
)
debian_fuzz=('clang++=clang' libclang-rt-dev llvm-cov=llvm)
debian_package=(dpkg-shlibdeps=dpkg-dev file=file) # what CPack calls for a .deb

fedora_list="cmake ninja-build gcc-c++ ccache pkgconf-pkg-config ca-certificates qt6-qtbase-devel qt6-qthttpserver-devel \
qt6-qtwebsockets-devel qt6-qttools-devel qtkeychain-qt6-devel libcurl-devel boost-devel simdjson-devel libsodium-devel \
spdlog-devel fmt-devel yaml-cpp-devel cli11-devel openssl-devel zlib-devel sqlite-devel \
xorg-x11-server-Xvfb xorg-x11-xauth tzdata sqlite openssl nginx curl nodejs npm"
arch_list="cmake ninja gcc ccache pkgconf ca-certificates qt6-base qt6-httpserver qt6-websockets qt6-tools qtkeychain-qt6 \
curl boost simdjson libsodium spdlog fmt yaml-cpp cli11 openssl zlib sqlite \
xorg-server-xvfb xorg-xauth tzdata nginx nodejs npm"
opensuse_list="cmake ninja gcc-c++ ccache pkgconf-pkg-config ca-certificates qt6-base-devel qt6-sql-sqlite \
qt6-httpserver-devel qt6-websockets-devel qt6-tools-devel qt6-linguist-devel qtkeychain-qt6-devel libcurl-devel \
libboost_headers-devel simdjson-devel libsodium-devel spdlog-devel fmt-devel yaml-cpp-devel cli11-devel \
libopenssl-devel zlib-devel sqlite3-devel xorg-x11-server-Xvfb xauth timezone sqlite3 openssl nginx curl nodejs npm"
homebrew_list="cmake ninja ccache pkgconf qt qtkeychain curl boost simdjson libsodium spdlog fmt yaml-cpp cli11 \
openssl@3 sqlite nginx node"
vcpkg_list="qtbase qthttpserver qtwebsockets qttools qtkeychain-qt6 curl[http2] boost-beast simdjson libsodium spdlog \
fmt yaml-cpp cli11 openssl zlib"

# install_packages service|all|fuzz|package: quick and offline when nothing is missing.
install_packages() {
    local scope=$1
    [[ $scope == service || $scope == all || $scope == fuzz || $scope == package ]] || die "setup takes 'service' or 'all', not '$scope'."
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        [[ ${command:-} != setup ]] || name_other_packages
        return 0
    fi
    local entries=("${debian_service[@]}") missing
    [[ $scope != all ]] || entries+=("${debian_rest[@]}")
    [[ $scope != fuzz ]] || entries+=("${debian_rest[@]}" "${debian_fuzz[@]}")
    [[ $scope != package ]] || entries+=("${debian_package[@]}")
    mapfile -t missing < <(missing_packages "${entries[@]}")
    ((${#missing[@]} == 0)) || install_debian "${missing[@]}"
}

missing_packages() {
    local entry wanted=() installed
    for entry in "$@"; do
        [[ $entry == *=* ]] && command -v "${entry%%=*}" >/dev/null && continue
        wanted+=("${entry#*=}")
    done
    ((${#wanted[@]} > 0)) || return 0
    installed=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "${wanted[@]}" 2>/dev/null |
        sed -n 's/ installed$//p' || true)
    for entry in "${wanted[@]}"; do
        grep -qxF -- "$entry" <<<"$installed" || printf '%s\n' "$entry"
    done
}

install_debian() {
    local as_root=() absent quick=()
    [[ -z ${CI:-} ]] || quick=(-o DPkg::Options::=--force-unsafe-io) # no fsync a file: that machine is thrown away
    if ((EUID != 0)); then
        command -v sudo >/dev/null || die "Missing packages, and neither root nor sudo. Run as root: apt-get install $*"
        sudo -v || die "sudo was refused. Run as root: apt-get install $*"
        as_root=(sudo -n)
    fi
    as_root+=(env DEBIAN_FRONTEND=noninteractive)
    step "Read the package lists" "check the network and /etc/apt/sources.list.d, then try again" \
        try_three_times "${as_root[@]}" apt-get update -o DPkg::Lock::Timeout=300
    absent=$(unknown_packages "$@")
    [[ -z $absent ]] || die "This release has no package ${absent//$'\n'/, }. Lanyard needs Debian 12 or Ubuntu 24.04 (Qt 6.4) or newer."
    step "Install $# packages" "run ./dev setup again; if it stays, run as root: dpkg --configure -a && apt-get -f install" \
        try_three_times "${as_root[@]}" apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300 \
        "${quick[@]}" "$@"
}

# Mirrors hiccup; everything that came down already is kept between the tries.
try_three_times() {
    "$@" || "$@" || "$@"
}

unknown_packages() {
    local name
    for name in "$@"; do
        apt-cache show "$name" >/dev/null 2>&1 || printf '%s\n' "$name"
    done
}

name_other_packages() {
    local id=""
    [[ ! -r /etc/os-release ]] || id=$(. /etc/os-release && echo " ${ID:-} ${ID_LIKE:-} ")
    case "$(uname -s)$id" in
        *" fedora "* | *" rhel "*) say "Run: sudo dnf install $fedora_list" ;;
        *" arch "*) say "Run: sudo pacman -S --needed $arch_list" ;;
        *suse*) say "Run: sudo zypper install $opensuse_list" ;;
        Darwin*) say "Run: brew install $homebrew_list" ;;
        MINGW* | MSYS* | CYGWIN*) say "Run: vcpkg install $vcpkg_list"
            say "Then configure with -DCMAKE_TOOLCHAIN_FILE=<vcpkg>/scripts/buildsystems/vcpkg.cmake; tests need Node.js 22." ;;
        *) say "Install what these Debian packages hold: ${debian_service[*]#*=} ${debian_rest[*]#*=}" ;;
    esac
    say "Then: ./dev run"
    exit 0
}
