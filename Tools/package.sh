#!/bin/bash
# Builds the Debian package dist/trent_VERSION_ARCHITECTURE.deb for this release of Debian and newer ones. `make package`
# runs it.
# TRENT_REVISION is the package's revision (1); TRENT_MAINTAINER is who answers for it. The same commit, built with the
# same Swift on the same release of Debian, gives the same bytes.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"

scratch=$root/.build-package
stage=$scratch/stage
packaging=$root/Packaging
maintainer=${TRENT_MAINTAINER:-"Trent's maintainers <maintainers@trent.example>"}
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || stat -c %Y Package.swift)}
export SOURCE_DATE_EPOCH LC_ALL=C.UTF-8 TZ=UTC
umask 022

# With the Swift runtime inside, and without the paths of this machine.
build() {
    nice -n 5 swift build --configuration release --product trent --static-swift-stdlib --scratch-path "$scratch" \
        -Xcc "-ffile-prefix-map=$root=." -Xswiftc -file-prefix-map -Xswiftc "$root=." \
        -Xlinker --build-id=sha1 -Xlinker -z -Xlinker now
}

# The binary, and apart from it the symbols that a debugger wants.
put_binary() {
    built=$(readlink -f "$scratch/release/trent")
    mkdir -p "$stage/usr/bin"
    objcopy --only-keep-debug --compress-debug-sections "$built" "$scratch/trent.debug"
    strip --strip-all --remove-section=.comment --remove-section=.note -o "$stage/usr/bin/trent" "$built"
    # SwiftPM has the loader look for libraries beside the binary, where none belong.
    chrpath --delete "$stage/usr/bin/trent" >/dev/null
    trent=$stage/usr/bin/trent
    version=$("$trent" --version)-${TRENT_REVISION:-1}
    architecture=$(dpkg --print-architecture)
}

put_files() {
    install -D -m 0644 "$packaging/trent.yaml" "$stage/etc/trent/trent.yaml"
    install -D -m 0644 "$packaging/trent.service" "$stage/usr/lib/systemd/system/trent.service"
    completions bash usr/share/bash-completion/completions/trent
    completions zsh usr/share/zsh/vendor-completions/_trent
    completions fish usr/share/fish/vendor_completions.d/trent.fish
}

completions() {
    mkdir -p "$(dirname "$stage/$2")"
    "$trent" --generate-completion-script "$1" >"$scratch/completions"
    # It is read, never run.
    sed '1{/^#!/d}' "$scratch/completions" >"$stage/$2"
}

put_documents() {
    documents=$stage/usr/share/doc/trent
    manuals=$stage/usr/share/man
    mkdir -p "$documents" "$manuals/man1" "$manuals/man5"
    "$trent" --experimental-dump-help |
        "$packaging/manual.py" --version "${version%-*}" --date "$(date -d "@$SOURCE_DATE_EPOCH" +%F)" |
        gzip -9n >"$manuals/man1/trent.1.gz"
    ln -s ../man1/trent.1.gz "$manuals/man5/trent.yaml.5.gz"
    "$packaging/notices.py" "$scratch/checkouts" | gzip -9n >"$documents/third-party-notices.gz"
    gzip -9n >"$documents/changelog.Debian.gz" <<END
trent ($version) stable; urgency=medium

  * Release ${version%-*}.

 -- $maintainer  $(date -R -d "@$SOURCE_DATE_EPOCH")
END
    install -m 0644 "$packaging/debian/copyright" "$documents/copyright"
    install -D -m 0644 "$packaging/debian/lintian-overrides" "$stage/usr/share/lintian/overrides/trent"
}

# What the binary needs of the system, in versions that have what it uses of them.
libraries() {
    mkdir -p "$scratch/shlibdeps/debian"
    printf 'Source: trent\n\nPackage: trent\nArchitecture: any\n' >"$scratch/shlibdeps/debian/control"
    (cd "$scratch/shlibdeps" && dpkg-shlibdeps -O -e"$trent") | sed -n 's/^shlibs:Depends=//p'
}

put_control() {
    mkdir "$stage/DEBIAN"
    depends=$(libraries)
    [ -n "$depends" ] || { echo "The libraries' packages are not known." >&2; exit 1; }
    sed -e "s#@VERSION@#$version#" -e "s#@ARCHITECTURE@#$architecture#" -e "s#@MAINTAINER@#$maintainer#" \
        -e "s#@DEPENDS@#$depends#" -e "s#@SIZE@#$(du -sk --apparent-size "$stage" | cut -f 1)#" \
        "$packaging/debian/control" >"$stage/DEBIAN/control"
    (cd "$stage" && find etc -type f -printf '/%p\n' | sort >DEBIAN/conffiles)
    (cd "$stage" && find usr -type f -print0 | sort -z | xargs -0 md5sum >DEBIAN/md5sums)
    for script in postinst prerm postrm; do
        install -m 0755 "$packaging/debian/$script" "$stage/DEBIAN/$script"
    done
}

close_package() {
    package=dist/trent_${version}_${architecture}.deb
    mkdir -p dist
    rm -f dist/trent_*.deb
    dpkg-deb --root-owner-group --uniform-compression -Zxz --build "$stage" "$package"
}

echo "== release build with the Swift runtime inside"
build
echo "== files of the package"
rm -rf "$stage"
put_binary
put_files
put_documents
put_control
close_package
