#!/bin/sh
# Everything: format, generated code, import law, warnings, all tests, real clients. `make test` runs it.
set -eu
. "$(dirname "$0")/steps.sh"

export TRENT_WARNINGS_AS_ERRORS=1
started=$(date +%s)

# With the settings of `make run`, so that this is the binary that users get.
build_release() {
    (unset TRENT_WARNINGS_AS_ERRORS; swift build --configuration release --product trent)
}

# A slowdown that is seen without a clock.
count_instructions() {
    (unset TRENT_WARNINGS_AS_ERRORS; swift build --configuration release --product HotPath) &&
        python3 Benchmarks/instructions.py .build/release/HotPath
}

step "Debian packages" Tools/install-packages.sh test
step "format" lint
step "clients" Clients/prepare.sh
step "generated code is what the service model gives" Clients/.venv/bin/python Tools/generate_model.py --check
step "build, with warnings as errors and the import law" build_tests
step "unit tests" run_tests
step "release build" build_release
step "instructions of the hot operations" count_instructions
step "tests with real clients" recorded .build/clients.log Clients/run.sh

echo
echo "Swift tests:  $(count_of_tests)"
echo "Client tests: $(tail -n 1 .build/clients.log)"
echo "All passed in $(($(date +%s) - started)) s."
