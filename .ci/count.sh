#!/usr/bin/env bash
# Sums the closing lines of nextest, vitest and the journeys into one: `N passed, M failed`.
set -euo pipefail
sed 's/\x1b\[[0-9;]*m//g' "$1" | awk '
  /Summary \[.*tests? run:/ { for (i = 1; i <= NF; i++) { if ($i ~ /^passed/) p += $(i-1); if ($i ~ /^failed/) f += $(i-1) } next }
  /^ *Tests  .*passed/      { for (i = 1; i <= NF; i++) { if ($i == "passed") p += $(i-1); if ($i == "failed") f += $(i-1) } next }
  /^[0-9]+ passed, [0-9]+ failed$/ { p += $1; f += $3 }
  END { printf "%d passed, %d failed\n", p, f; exit (p == 0 || f > 0) }'
