# Sourced by the scripts beside it: `step "what it does" command …` runs a command and ends the script if it fails.

root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"

step() {
    step_name=$1
    shift
    echo "== $step_name"
    step_started=$(date +%s)
    if "$@"; then
        echo "== $step_name: done in $(($(date +%s) - step_started)) s"
    else
        step_status=$?
        echo "== $step_name: FAILED with exit code $step_status" >&2
        exit "$step_status"
    fi
}

# Runs a command, shows what it prints and keeps it in a file: `recorded FILE command …`.
recorded() {
    recorded_file=$1
    shift
    mkdir -p "$(dirname "$recorded_file")"
    { "$@" 2>&1 && echo 0 >"$recorded_file.status" || echo $? >"$recorded_file.status"; } | tee "$recorded_file"
    return "$(cat "$recorded_file.status")"
}

lint() {
    swift format lint --strict --parallel --configuration .swift-format --recursive Package.swift Sources Tests Benchmarks
}

# Builds everything for tests. The compiler's own message about an import that Package.swift does not declare comes
# first and drowns in what follows, so it is repeated.
build_tests() {
    log=${TRENT_SCRATCH:-.build}/build-tests.log
    if recorded "$log" swift build --build-tests --scratch-path "${TRENT_SCRATCH:-.build}" \
        --explicit-target-dependency-import-check error; then
        return 0
    fi
    grep 'imports another target' "$log" >&2 || true
    return 1
}

# A run that says nothing of its tests has failed as well.
run_tests() {
    recorded "${TRENT_SCRATCH:-.build}/tests.log" \
        swift test --skip-build --disable-xctest --scratch-path "${TRENT_SCRATCH:-.build}" && [ -n "$(count_of_tests)" ]
}

# The line in which swift-testing says how many tests there were.
count_of_tests() {
    grep -o 'Test run with .*' "${TRENT_SCRATCH:-.build}/tests.log" | tail -n 1
}
