#!/usr/bin/env bash
# Makes .venv with the Python it is given; says what is missing on a bare machine.
set -euo pipefail
python=${1:-}

if [ -z "$python" ] || ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "environment.sh: CertDesk needs Python 3.11 or newer; found: ${python:-none}" >&2
    exit 1
fi
if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    # Debian splits venv off Python
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes python3-venv >&2
    else
        echo "environment.sh: install Debian's package first: sudo apt-get install python3-venv" >&2
        exit 1
    fi
fi
echo "Setting up the environment (first time only; about 500 MB of packages)…" >&2
"$python" -m venv .venv
