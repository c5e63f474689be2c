#!/usr/bin/env bash
# Print the Python to use: $PYTHON if set, else the first of the usual names that is 3.11 or newer.
set -euo pipefail
for name in ${PYTHON:-.venv/bin/python python3 python3.13 python3.12 python3.11}; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        realpath --no-symlinks "$(command -v "$name")"
        exit 0
    fi
done
echo "==> Python 3.11 or newer is needed; install it, or name one: make install PYTHON=/path/to/python3" >&2
exit 1
