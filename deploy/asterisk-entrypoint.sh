#!/bin/bash
# Fills in the same configuration files that deploy/render.go fills in, then becomes Asterisk. Everything has a default;
# the ARI password is made at the first start and kept in a volume that only asterisk and thirdring share.
set -euo pipefail

dir=${THIRDRING_ASTERISK_DIR:-/var/lib/thirdring/asterisk}
secret=${THIRDRING_ARI_SECRET_FILE:-/var/lib/thirdring/secrets/ari.secret}
templates=/usr/share/thirdring/asterisk
modules=$(find /usr/lib -maxdepth 3 -type d -path '*/asterisk/modules' | head -n 1)

sip=${THIRDRING_SIP_ADDR:-127.0.0.1:5060}
http=${THIRDRING_ARI_ADDR:-127.0.0.1:8088}

media=${THIRDRING_MEDIA_ADDRESS:-${sip%:*}}

# As deploy/ice.go: pages are offered the media address and no other of this machine's.
ice_deny='' ice_hosts=''
addresses=$(hostname -I 2>/dev/null | tr ' ' '\n' | grep -v -e : -e '^$' || true)
mapped=$(grep -qxF "$media" <<<"$addresses" && echo yes || echo no)
for address in $addresses; do
  if [ "$address" = "$media" ]; then continue; fi
  if [ "$mapped" = no ]; then
    mapped=yes ice_hosts="$address => $media"
  else
    ice_deny+="ice_deny = $address/32"$'\n'
  fi
done

mkdir -p "$dir"/{etc,run,db,lib/keys,cache,log,spool/recording,spool/voicemail,spool/tmp,spool/system}
if [ ! -s "$secret" ]; then
  (umask 077 && head -c 20 /dev/urandom | base32 >"$secret.tmp" && mv "$secret.tmp" "$secret")
fi

sounds=${THIRDRING_SOUNDS_DIR:-/var/lib/thirdring/sounds}
# As deploy/music_classes.go: every folder of music is a class.
music=''
for folder in "$sounds"/moh/*/; do
  name=$(basename "$folder")
  if [[ -d $folder && $name =~ ^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$ && $name != default ]]; then
    music+=$'\n'"[$name]"$'\n'"mode = files"$'\n'"directory = ${folder%/}"$'\n'"sort = alpha"$'\n'
  fi
done

declare -A value=(
  [NAME]=${THIRDRING_ARI_APP:-thirdring}
  [DIR]=$dir
  [MODULES_DIR]=$modules
  [DATA_DIR]=/usr/share/asterisk
  [OPUS_MODULE]=$(basename "$(ls "$modules"/codec_opus*.so "$modules"/res_format_attr_opus.so 2>/dev/null | head -n 1)")
  [EXTRA_MODULES]=
  [EXTRA_DIALPLAN]=
  [SIP_HOST]=${sip%:*}
  [SIP_PORT]=${sip##*:}
  [HTTP_HOST]=${http%:*}
  [HTTP_PORT]=${http##*:}
  [MEDIA_ADDRESS]=$media
  [ICE_DENY]=$ice_deny
  [ICE_HOSTS]=$ice_hosts
  [TRUSTED_NETS]=${THIRDRING_TRUSTED_NETS:-127.0.0.0/8}
  [LINE_CONTACT]=${THIRDRING_LINE_CONTACT:+contact = sip:$THIRDRING_LINE_CONTACT}
  [RTP_START]=${THIRDRING_RTP_START:-10000}
  [RTP_END]=${THIRDRING_RTP_END:-19999}
  [SESSION_LIMIT]=${THIRDRING_SESSION_LIMIT:-2200}
  [ARI_USER]=${THIRDRING_ARI_USER:-thirdring}
  [ARI_PASSWORD]=$(cat "$secret")
  [APP]=${THIRDRING_ARI_APP:-thirdring}
  [SOUNDS_DIR]=$sounds
  [OWN_MUSIC]="#tryinclude \"${THIRDRING_PROMPTS_DIR:-/var/lib/thirdring/prompts}/music.conf\""
  [MUSIC_CLASSES]=$music
  [AWAY_SECONDS]=${THIRDRING_AWAY_SECONDS:-60}
)

umask 077
for template in "$templates"/*.conf; do
  text=$(<"$template")
  for name in "${!value[@]}"; do text=${text//"@$name@"/"${value[$name]}"}; done
  if grep -oE '@[A-Z_]+@' <<<"$text" | grep -v '^@NAMES@$'; then
    echo "asterisk-entrypoint: $template has names without a value" >&2
    exit 1
  fi
  printf '%s\n' "$text" >"$dir/etc/$(basename "$template")"
done

# Enough for thousands of calls; Docker may allow a billion, which Asterisk would walk through when it starts a program.
ulimit -S -n 65536 2>/dev/null || echo "asterisk-entrypoint: keeping the limit of $(ulimit -n) open files" >&2
exec asterisk -f -C "$dir/etc/asterisk.conf"
