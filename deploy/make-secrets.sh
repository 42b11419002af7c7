#!/bin/sh
# Prints fresh random keys, kept nowhere else: as the Secret that the chart and k8s/ refer to, or for the compose file.
#   deploy/make-secrets.sh [--trial] [NAME] | kubectl apply -n NAMESPACE -f -
#   deploy/make-secrets.sh --env > deploy/.env
# NAME is rtcroom if not given; the Secret is NAME-secrets, with --trial NAME-trial: such a one production=true refuses.
# Its database-username and -password are for the bundled PostgreSQL; replace them by those of your own.
# Never apply a second one over a first: tokens and addresses would lose their keys. docs/operations.md, "Rotate keys".
set -eu

kind=secrets
case ${1:-} in
    --trial | --env)
        kind=${1#--}
        shift
        ;;
esac
name=${1:-rtcroom}-$kind

random() { openssl rand -hex 32; }
sha256() { printf '%s' "$1" | openssl dgst -sha256 -r | cut -d ' ' -f 1; }

private_key=$(openssl genpkey -algorithm ed25519)
public_key=$(printf '%s\n' "$private_key" | openssl pkey -pubout -outform DER | openssl base64 -A)
operator_key=rk_$(random)
test_key=rk_$(random)
# The services know hashes only.
api_keys="operator:tokens|revoke|rooms|events:$(sha256 "$operator_key"),test:tokens:$(sha256 "$test_key")"

if [ "$kind" = env ]; then
    cat <<END
# The operator's API key: $operator_key
RTCROOM_INTERNAL_KEY=$(random)
RTCROOM_API_KEYS=$api_keys
RTCROOM_TOKEN_PUBLIC_KEYS=$public_key
TOKEN_PRIVATE_KEY="$private_key"
RTCROOM_STREAM_PUSH_KEY=$(random)
RTCROOM_STREAM_PLAY_KEY=$(random)
RTCROOM_MEDIA_HOOK_SECRET=$(random)
RTCROOM_IM_SECRET_KEY=$(random)
RTCROOM_DATABASE_PASSWORD=$(random)
END
    exit
fi

cat <<END
apiVersion: v1
kind: Secret
metadata:
  name: $name
  labels:
    app.kubernetes.io/part-of: rtcroom
type: Opaque
stringData:
  internal-key: $(random)
  api-keys: $api_keys
  # Take this one out once it is kept elsewhere: no pod needs it.
  operator-api-key: $operator_key
  test-api-key: $test_key
  token-public-keys: $public_key
  token-private-key.pem: |
$(printf '%s\n' "$private_key" | sed 's/^/    /')
  stream-push-key: $(random)
  stream-play-key: $(random)
  media-hook-secret: $(random)
  im-secret-key: $(random)
  database-username: rtcroom
  database-password: $(random)
END
