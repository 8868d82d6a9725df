# Asterisk for thirdring: Debian's own package with thirdring's configuration. Build from the repository's root:
#   docker build -f deploy/asterisk.Dockerfile -t thirdring-asterisk .
ARG BASE=debian:sid-slim
FROM ${BASE}

# The limit: package scripts close every possible file descriptor, and Docker may allow a billion.
RUN ulimit -n 1024 && apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends asterisk asterisk-modules \
 && rm -rf /var/lib/apt/lists/* /etc/asterisk

# The same number in both images, because they share folders.
RUN useradd --uid 10001 --home-dir /var/lib/thirdring --no-create-home thirdring \
 && mkdir -p /var/lib/thirdring/asterisk /var/lib/thirdring/sounds /var/lib/thirdring/prompts /var/lib/thirdring/secrets \
 && chown -R thirdring:thirdring /var/lib/thirdring

COPY deploy/asterisk /usr/share/thirdring/asterisk
COPY deploy/asterisk-entrypoint.sh /usr/local/bin/asterisk-entrypoint

USER thirdring
VOLUME ["/var/lib/thirdring/asterisk", "/var/lib/thirdring/secrets"]
ENTRYPOINT ["asterisk-entrypoint"]
HEALTHCHECK --interval=5s --timeout=3s --start-period=20s --retries=5 \
  CMD asterisk -C /var/lib/thirdring/asterisk/etc/asterisk.conf -rx "core waitfullybooted" || exit 1
