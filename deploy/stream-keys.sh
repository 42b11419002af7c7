#!/bin/sh
# Makes and changes a file with rings of keys for stream addresses (rtcroom.stream.keys-file). It prints the new file.
#   deploy/stream-keys.sh new > keys                        one active and one next key for publishing and for playing
#   deploy/stream-keys.sh rotate push|play < keys           the next key signs from now on, and there is another next one
#   deploy/stream-keys.sh rotate push|play AT < keys        the same at a time like 2026-12-01T00:00:00Z
#   deploy/stream-keys.sh revoke push|play ID < keys        what this key has signed counts for nothing from now on
#   deploy/stream-keys.sh drop push|play ID < keys          takes out a key that nobody comes with any more
# Never give a key a new state by hand while another is on its way: a next key must be known everywhere before it signs.
set -eu

key() { printf '%s %s %s %s\n' "$1" "$(date -u +%Y%m%d)-$(openssl rand -hex 3)" "$2" "$(openssl rand -hex 16)"; }

# Prints standard input with the state of one key changed; "-" takes it out. Fails unless there was exactly one.
change() {
    awk -v purpose="$1" -v by="$2" -v which="$3" -v state="$4" '
        $1 == purpose && (by == "id" ? $2 == which : $3 ~ "^" which "(@|$)") {
            found++
            if (state == "-") next
            $3 = state
        }
        { print }
        END { exit found == 1 ? 0 : 1 }
    ' || { echo "stream-keys: there is not one $1 key with $2 $3" >&2; exit 1; }
}

purpose() { case ${1:-} in push | play) ;; *) echo "stream-keys: push or play" >&2; exit 2 ;; esac; }

command=${1:-}
[ $# -eq 0 ] || shift
case $command in
    new)
        echo "# purpose id state secret"
        for purpose in push play; do
            key "$purpose" active
            key "$purpose" next
        done
        ;;
    rotate)
        purpose "$@"
        if [ -n "${2:-}" ]; then
            change "$1" state next "next@$2"
        else
            keys=$(change "$1" state active retiring)
            printf '%s\n' "$keys" | change "$1" state next active
            key "$1" next
        fi
        ;;
    revoke)
        purpose "$@"
        change "$1" id "${2:?}" revoked
        ;;
    drop)
        purpose "$@"
        change "$1" id "${2:?}" -
        ;;
    *)
        sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
        exit 2
        ;;
esac
