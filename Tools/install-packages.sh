#!/bin/sh
# Installs the Debian packages that Trent needs and this machine lacks:
#     Tools/install-packages.sh run|test|clients|package|test-package
# Does nothing, and needs neither root nor network, if all are there.
set -eu

packages="ca-certificates curl libsodium-dev libsqlite3-dev libssl-dev pkg-config zlib1g-dev"
for_tests="binutils gcc libc6-dev mount openssl python3 python3-venv util-linux valgrind"
sdks="awscli default-jdk-headless golang-go golang-github-aws-aws-sdk-go-dev golang-github-aws-aws-sdk-go-v2-dev \
    golang-github-aws-smithy-go-dev ruby-aws-sdk-kms"
packaging="binutils chrpath dpkg-dev git python3"
for_packages="debootstrap lintian man-db"
case "${1:-}" in
run) ;;
test) packages="$packages $for_tests" ;;
clients) packages="$packages $for_tests $sdks" ;;
package) packages="$packages $packaging" ;;
test-package) packages="$packages $for_tests $packaging $for_packages" ;;
*) echo "usage: $0 run|test|clients|package|test-package" >&2; exit 64 ;;
esac

if ! command -v dpkg-query >/dev/null; then
    echo "This is no Debian system. Trent needs what Debian calls: $packages" >&2
    exit 0
fi

missing=""
for package in $packages; do
    # Some packages have another name in newer releases, and provide this one.
    dpkg-query --show --showformat '${db:Status-Status} ${Package} ${Provides}\n' |
        grep -Eq "^installed (.* )?$package( |,|\$)" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

echo "Installing:$missing"
if [ "$(id -u)" -eq 0 ]; then
    as_root=""
elif command -v sudo >/dev/null; then
    as_root="sudo"
else
    echo "Become root and run: apt-get install$missing" >&2
    exit 1
fi
$as_root apt-get update --quiet
# shellcheck disable=SC2086 # the list is one of words
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --no-install-recommends $missing
