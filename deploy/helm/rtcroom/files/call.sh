#!/bin/sh
# A call of two people over HTTP, as clients would make it: `helm test` runs it in the cluster. Fails at the first
# answer that is not as it must be, and says which.
#   ROOM_ORIGIN, NOTIFY_ORIGIN   where the services, or the edge before them, are asked
#   API_KEY                      with the scope tokens
set -eu

answer=$(mktemp)
trap 'rm -f "$answer"' EXIT

# ask STATUS TOKEN METHOD URL [BODY]: the answer must have that status; it is kept in $answer.
ask() {
    expected=$1 token=$2 method=$3 url=$4 body=${5:-}
    status=$(curl -sS --max-time 40 -o "$answer" -w '%{http_code}' -X "$method" "$url" \
        -H "Authorization: Bearer $token" ${body:+-H 'Content-Type: application/json' --data "$body"}) ||
        fail "$method $url: no answer"
    # Tokens and signed addresses are in the good answers; only a refusal is shown.
    [ "$status" = "$expected" ] || fail "$method $url: $status instead of $expected: $(cat "$answer")"
    echo "$status $method ${url#*//}"
}

fail() {
    echo "the call FAILED: $1" >&2
    exit 1
}

# The text field of that name in the last answer.
field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" "$answer" | head -n 1; }

says() { grep -q -- "$1" "$answer" || fail "$2: $(cat "$answer")"; }

# Reads on from $cursor until an event says so, for half a minute.
await() {
    tries=0
    until ask 200 "$ann_token" GET "$NOTIFY_ORIGIN/v1/events?wait=10&after=$cursor" &&
        cursor=$(field next) && grep -q "$1" "$answer"; do
        tries=$((tries + 1))
        [ $tries -lt 4 ] || fail "Ann was not told: $2"
    done
    echo "    Ann is told: $2"
}

ann=ann-$(date +%s)-$$
bob=bob-${ann#ann-}
user() {
    ask 201 "$API_KEY" POST "$ROOM_ORIGIN/v1/tokens" "{\"userId\":\"$1\"}"
}
user "$ann" && ann_token=$(field token)
user "$bob" && bob_token=$(field token)

ask 200 "$ann_token" GET "$NOTIFY_ORIGIN/v1/events"
cursor=$(field next)

ask 201 "$ann_token" POST "$ROOM_ORIGIN/v1/rooms" '{"family":"double","info":"helm test"}'
room=$ROOM_ORIGIN/v1/rooms/$(field uid)

ask 201 "$ann_token" POST "$room/members" '{"userName":"Ann"}'
says '"pushUrl":"' "Ann was given no address to push to"
ask 201 "$bob_token" POST "$room/members" '{"userName":"Bob"}'
says "\"userId\":\"$ann\"" "Bob does not see Ann"
says '"playUrls":{' "Bob was given no address to play"
session=$(field session)

await "\"userId\":\"$bob\"" "Bob has joined"
ask 204 "$bob_token" POST "$room/heartbeat" "{\"session\":\"$session\"}"

ask 204 "$bob_token" DELETE "$room/members/$bob"
await '"type":"member.left"' "Bob has left"
ask 204 "$ann_token" DELETE "$room"
ask 404 "$ann_token" GET "$room"
echo "The call went as it must."
