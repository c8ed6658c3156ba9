#!/bin/sh
# Makes the root file system of a container image from a Debian package: Packaging/container.sh PACKAGE TARGET
# The Dockerfile runs it in Debian, as root. TARGET gets Trent, the libraries it needs, the certificates of authorities,
# and what tells scanners of them; no shell and no package manager.
set -eu

package=$1
target=$2
# As in the Dockerfile. Files of a volume belong to this number, whatever the name is elsewhere.
id=65532

export DEBIAN_FRONTEND=noninteractive
apt-get update --quiet
apt-get install --yes --quiet --no-install-recommends ca-certificates "$(realpath "$package")"

# The loader and the libraries, by the names under which they are looked for.
libraries() { ldd /usr/bin/trent | grep -o '/[^ ]*'; }

# A file and what its links lead to. Directories that are links, as /lib, are none in the image's root: there is only /usr,
# and the links beside it.
copy() {
    file=$(realpath "$(dirname "$1")")/$(basename "$1")
    mkdir -p "$target$(dirname "$file")"
    cp --dereference --preserve=mode,timestamps "$file" "$target$file"
}

mkdir -p "$target"
for link in bin lib lib64; do
    [ ! -L "/$link" ] || { cp -P "/$link" "$target/$link"; mkdir -p "$target/$(readlink "/$link")"; }
done
for file in /usr/bin/trent /etc/ssl/certs/ca-certificates.crt $(libraries); do copy "$file"; done

# Which packages the files are from, where scanners look, and their licenses.
packages() {
    for file in $(libraries); do
        dpkg-query --search "*/$(basename "$(dirname "$file")")/$(basename "$file")"
    done | cut -d : -f 1
    printf '%s\n' ca-certificates trent
}
mkdir -p "$target/var/lib/dpkg/status.d"
for name in $(packages | sort -u); do
    dpkg-query --status "$name" >"$target/var/lib/dpkg/status.d/$name"
    mkdir -p "$target/usr/share/doc/$name"
    cp --dereference "/usr/share/doc/$name/copyright" "$target/usr/share/doc/$name/"
done
# Debian's images leave such files out when they install a package.
dpkg-deb --fsys-tarfile "$package" | tar --extract --directory "$target" ./usr/share/doc/trent/third-party-notices.gz
copy /etc/os-release

mkdir -p "$target/etc"
echo "trent:x:$id:$id::/var/lib/trent:/nonexistent" >"$target/etc/passwd"
echo "trent:x:$id:" >"$target/etc/group"
echo "hosts: files dns" >"$target/etc/nsswitch.conf"
install --directory --mode=1777 "$target/tmp"
install --directory --mode=0700 --owner=$id --group=$id "$target/var/lib/trent"
