#!/bin/sh
# Installs Chromium through apt where it is missing and may be installed; the browser tests skip otherwise.
set -eu

for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "  ... Installing Chromium" >&2
    export DEBIAN_FRONTEND=noninteractive
    if apt-get install -qq -y --no-install-recommends chromium >/dev/null 2>&1 ||
        { apt-get update -qq && apt-get install -qq -y --no-install-recommends chromium; } >/dev/null 2>&1; then
        exit 0
    fi
fi
echo "Browser tests are skipped: Chromium is not installed, and only root can install it through apt." >&2
