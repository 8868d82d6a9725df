#!/bin/sh
# Takes the ARI password from the volume that asterisk shares, then becomes thirdring.
set -eu

secret=${THIRDRING_ARI_SECRET_FILE:-/var/lib/thirdring/secrets/ari.secret}
if [ -z "${THIRDRING_ARI_PASSWORD:-}" ] && [ -s "$secret" ]; then
  THIRDRING_ARI_PASSWORD=$(cat "$secret")
  export THIRDRING_ARI_PASSWORD
fi
exec thirdring "$@"
