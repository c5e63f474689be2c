#!/usr/bin/env bash
# Install the Debian/Ubuntu packages that are missing: `build` for Manim's own build, `latex` for formulas, `tests` for
# the servers and the browser that some tests start.
# Where that is not allowed, say the exact line and fail.
set -euo pipefail

# an environment that brings its own (conda) counts
[ -d .venv/bin ] && PATH="$PWD/.venv/bin:$PATH"
export PKG_CONFIG_PATH="$PWD/.venv/lib/pkgconfig:${PKG_CONFIG_PATH:-}"

has() { command -v "$1" >/dev/null 2>&1; }

missing=()
case "${1:?build, latex or tests}" in
build)
    why="Manim is built against these"
    { has pkg-config && pkg-config --exists cairo; } || missing+=(libcairo2-dev)
    { has pkg-config && pkg-config --exists pangocairo; } || missing+=(libpango1.0-dev)
    has pkg-config || missing+=(pkg-config)
    has gcc || missing+=(gcc libc6-dev)
    python=$(setup/find-python.sh 2>/dev/null || true)
    if [ -z "$python" ]; then
        missing+=(python3 python3-venv python3-dev)
    else
        "$python" -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)
        "$python" -c 'import os, sysconfig, sys; sys.exit(not os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h")))' ||
            missing+=(python3-dev)
    fi
    if has fc-list && [ -z "$(fc-list 2>/dev/null | head -c1)" ] || ! has fc-list; then missing+=(fontconfig fonts-dejavu-core); fi
    ;;
latex)
    why="formulas need LaTeX"
    { has latex && has kpsewhich && kpsewhich amsmath.sty >/dev/null && kpsewhich mathtools.sty >/dev/null && kpsewhich xcolor.sty >/dev/null; } || missing+=(texlive-latex-recommended)
    has dvisvgm || missing+=(dvisvgm)
    ;;
tests)
    why="some tests start a browser, nginx and PostgreSQL, and are skipped without"
    PATH="$PATH:/usr/sbin"
    has chromium || missing+=(chromium)
    has nginx || missing+=(nginx-light)
    compgen -G "/usr/lib/postgresql/*/bin/postgres" >/dev/null || missing+=(postgresql)
    has openssl || missing+=(openssl)
    ;;
esac
[ ${#missing[@]} -gt 0 ] || exit 0

sudo=""
[ "$(id -u)" = 0 ] || sudo="sudo"
line="$sudo apt-get install -y --no-install-recommends ${missing[*]}"
if has apt-get && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; then
    echo "==> installing system packages ($why): ${missing[*]}" >&2
    export DEBIAN_FRONTEND=noninteractive
    # the tests start servers of their own: the package's shall not start now (at the next boot they do)
    policy=/usr/sbin/policy-rc.d
    if [ "$1" = tests ] && [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' | $sudo install -m 755 /dev/stdin "$policy"
        trap '$sudo rm -f "$policy"' EXIT
    fi
    $sudo apt-get update -qq && $line -qq >&2 && exit 0
fi
echo "==> missing system packages ($why). Install them, then run the same command again:" >&2
echo "    ${line# }" >&2
exit 1
