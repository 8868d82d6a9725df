# thirdring itself, and the tools that make its prompts. Build the binary first (make build), then from the root:
#   docker build -f deploy/thirdring.Dockerfile -t thirdring .
ARG BASE=debian:sid-slim
FROM ${BASE}

# The limit: package scripts close every possible file descriptor, and Docker may allow a billion.
RUN ulimit -n 1024 && apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ca-certificates espeak-ng sox tzdata \
 && rm -rf /var/lib/apt/lists/*

# The same number in both images, because they share folders.
RUN useradd --uid 10001 --home-dir /var/lib/thirdring --no-create-home thirdring \
 && mkdir -p /var/lib/thirdring/asterisk /var/lib/thirdring/sounds /var/lib/thirdring/prompts /var/lib/thirdring/secrets /var/lib/thirdring/spool \
 && chown -R thirdring:thirdring /var/lib/thirdring

COPY bin/thirdring /usr/local/bin/thirdring
COPY deploy/thirdring-entrypoint.sh /usr/local/bin/thirdring-entrypoint

USER thirdring
VOLUME ["/var/lib/thirdring/sounds", "/var/lib/thirdring/prompts", "/var/lib/thirdring/spool"]
EXPOSE 8080
ENTRYPOINT ["thirdring-entrypoint"]
CMD ["serve"]
