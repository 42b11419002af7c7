#!/bin/sh
# Starts nginx with the template beside this file; its variables are taken from the environment, arguments are nginx's
# (-t looks at the configuration and ends). It writes below RUN and RECORDINGS alone.
#   HOOKS   http://HOST:PORT/hooks/nginx-rtmp/SECRET/NAME of url-service; nginx looks the host up once, here
set -eu

: "${HOOKS:?where url-service is asked}"
: "${RTMP_LISTEN:=1935}" "${HTTP_LISTEN:=8080}" "${RECORDINGS:=/recordings}" "${RUN:=/tmp}"
: "${RTMP_MODULE:=/usr/lib/nginx/modules/ngx_rtmp_module.so}"
# Counts only where root starts it.
: "${WORKER_USER:=www-data}"
export HOOKS RTMP_LISTEN HTTP_LISTEN RECORDINGS RTMP_MODULE WORKER_USER

# The secret is in the file.
umask 077
awk '{
    while (match($0, /\$\{[A-Z_]+\}/)) {
        name = substr($0, RSTART + 2, RLENGTH - 3)
        if (!(name in ENVIRON)) { print "media server: there is no " name > "/dev/stderr"; exit 1 }
        $0 = substr($0, 1, RSTART - 1) ENVIRON[name] substr($0, RSTART + RLENGTH)
    }
    print
}' "$(dirname "$0")/nginx-rtmp.conf.template" >"$RUN/nginx.conf"
exec nginx -p "$RUN" -c "$RUN/nginx.conf" -e stderr "$@"
