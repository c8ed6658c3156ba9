#!/bin/sh
# The quick door: format, import law, tidy test, unit tests of floors 0-4. `make check` runs it.
set -eu
. "$(dirname "$0")/steps.sh"

export TRENT_CORE_ONLY=1 TRENT_WARNINGS_AS_ERRORS=1
export TRENT_SCRATCH=.build-core

# The core has fewer dependencies, and SwiftPM keeps what it resolved in the package's folder: each has its own.
mkdir -p "$TRENT_SCRATCH"
put_back() {
    if [ -f Package.resolved ]; then mv Package.resolved "$TRENT_SCRATCH/core.resolved"; fi
    if [ -f "$TRENT_SCRATCH/full.resolved" ]; then mv "$TRENT_SCRATCH/full.resolved" Package.resolved; fi
}
if [ -f Package.resolved ]; then mv Package.resolved "$TRENT_SCRATCH/full.resolved"; fi
if [ -f "$TRENT_SCRATCH/core.resolved" ]; then mv "$TRENT_SCRATCH/core.resolved" Package.resolved; fi
trap put_back EXIT
trap 'exit 130' INT TERM

step "format" lint
step "build of floors 0-4, with warnings as errors and the import law" build_tests
step "tidy test and unit tests of floors 0-4" run_tests

echo
count_of_tests
