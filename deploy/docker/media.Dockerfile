# The media server: nginx with the rtmp module, which asks url-service who may publish and play. From the root:
#   docker build -f deploy/docker/media.Dockerfile -t rtcroom/media-server:0.1.0 .
FROM debian:12.12-slim
# A volume that an engine makes for it belongs to the user who writes there.
RUN apt-get update \
    && apt-get install -y --no-install-recommends nginx libnginx-mod-rtmp \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -o 10001 -g 10001 /recordings
COPY --chmod=0444 deploy/media/nginx-rtmp.conf.template /media/
COPY --chmod=0555 deploy/media/start.sh /media/
USER 10001:10001
ENTRYPOINT ["/media/start.sh"]
