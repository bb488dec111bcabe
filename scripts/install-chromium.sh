#!/bin/bash
# Chromium for the tests that open reports in a browser (Debian and its relatives); without it they are skipped.
set -euo pipefail
if command -v chromium > /dev/null; then chromium --version; exit 0; fi
sudo=$([ "$(id -u)" -eq 0 ] || echo sudo)
$sudo apt-get update
$sudo apt-get install --yes --no-install-recommends chromium
