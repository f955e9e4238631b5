#!/usr/bin/env bash
# Sees to the Debian packages that only the tests need. Silent when all are there; installs what is missing when root;
# otherwise names what is missing and exits 1.
set -euo pipefail

# package and what shows that it is there, by whatever way it came: a command's name or a file
NEEDED=(
    "chromium chromium"
    "dovecot-imapd /usr/lib/dovecot/imap"
    "postgresql /usr/lib/postgresql"
    "poppler-utils pdftoppm"
    "qpdf qpdf"
    "softhsm2 softhsm2-util"
    "openjdk-17-jdk-headless javac"
    "fonts-noto-cjk /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
)

missing() {
    local line package sign
    for line in "${NEEDED[@]}"; do
        read -r package sign <<<"$line"
        [ -e "$sign" ] || command -v "$sign" >/dev/null || echo "$package"
    done
}

mapfile -t wanted < <(missing)
[ ${#wanted[@]} = 0 ] && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "debian_packages.sh: installing ${wanted[*]}" >&2
    apt-get -qq update >&2
    DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends "${wanted[@]}" >&2
    mapfile -t wanted < <(missing)
    [ ${#wanted[@]} = 0 ] && exit 0
fi
echo "debian_packages.sh: the tests need these Debian packages: ${wanted[*]}" >&2
echo "debian_packages.sh: install them with: sudo apt-get install ${wanted[*]}" >&2
exit 1
