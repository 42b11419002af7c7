#!/bin/sh
# Prints the Secret that the chart and k8s/ refer to, with fresh random keys: a manifest for kubectl, kept nowhere else.
#   deploy/make-secrets.sh [--trial] [NAME] | kubectl apply -n NAMESPACE -f -
# NAME is rtcroom if not given; the Secret is NAME-secrets, with --trial NAME-trial: such a one production=true refuses.
# Its database-username and -password are for the bundled PostgreSQL; replace them by those of your own.
# Never apply a second one over a first: tokens and addresses would lose their keys. docs/operations.md, "Rotate keys".
set -eu

kind=secrets
if [ "${1:-}" = --trial ]; then
    kind=trial
    shift
fi
name=${1:-rtcroom}-$kind

random() { openssl rand -hex 32; }
sha256() { printf '%s' "$1" | openssl dgst -sha256 -r | cut -d ' ' -f 1; }
indented() { sed 's/^/    /'; }

private_key=$(openssl genpkey -algorithm ed25519)
public_key=$(printf '%s\n' "$private_key" | openssl pkey -pubout -outform DER | openssl base64 -A)
operator_key=rk_$(random)
test_key=rk_$(random)

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
  # Only hashes reach the services. The operator's key is in operator-api-key: take it out once it is kept elsewhere.
  api-keys: operator:tokens|revoke|rooms|events:$(sha256 "$operator_key"),test:tokens:$(sha256 "$test_key")
  operator-api-key: $operator_key
  test-api-key: $test_key
  token-public-keys: $public_key
  token-private-key.pem: |
$(printf '%s\n' "$private_key" | indented)
  stream-push-key: $(random)
  stream-play-key: $(random)
  im-secret-key: $(random)
  database-username: rtcroom
  database-password: $(random)
END
