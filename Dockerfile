# An image with Trent and nothing that it does not need: no shell, no package manager. `make package`, then:
#     docker build --tag trent .
# docs/guides/packages.md tells how to run it.

# The release of Debian that the package was built on, or a newer one.
ARG DEBIAN=bookworm
FROM debian:${DEBIAN}-slim AS files
COPY dist/trent_*.deb /build/trent.deb
COPY Packaging/container.sh /build/
RUN /build/container.sh /build/trent.deb /image

FROM scratch
COPY --from=files /image /
# By number, so that an engine can see that it is not root.
USER 65532:65532
WORKDIR /var/lib/trent
# Listening to the outside takes TLS, or TRENT_ALLOW_INSECURE_LISTEN=true: Trent does not start without either.
ENV TRENT_DATA_DIR=/var/lib/trent TRENT_LISTEN=0.0.0.0:4599
VOLUME ["/var/lib/trent"]
EXPOSE 4599
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=20s --start-period=10s --retries=3 CMD ["/usr/bin/trent", "health"]
ENTRYPOINT ["/usr/bin/trent"]
CMD ["serve"]
