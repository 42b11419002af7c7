package io.rtcroom.deploy;

import com.fasterxml.jackson.databind.JsonNode;

/** deploy/nginx.conf, the edge of the compose file, from the chart's route table. */
final class Nginx {
    static final String PATH = "deploy/nginx.conf";

    private static final String FRAME =
            """
            # Written from deploy/helm/rtcroom/files/routes.yaml by mvn -pl dev/deploy-checks test -Dupdate; not to be edited.
            worker_processes auto;
            pid /tmp/nginx.pid;

            events {
                worker_connections 8192;
            }

            http {
                access_log off;
                client_body_temp_path /tmp/body;
                proxy_temp_path /tmp/proxy;
                fastcgi_temp_path /tmp/fastcgi;
                uwsgi_temp_path /tmp/uwsgi;
                scgi_temp_path /tmp/scgi;

                client_max_body_size 2m;
                # A cursor names every room its user is in, and travels in the query.
                large_client_header_buffers 4 32k;
                proxy_http_version 1.1;
                proxy_set_header Host $http_host;
                proxy_set_header Connection "";
                # Counts between services only.
                proxy_set_header X-RTCRoom-Internal-Key "";
                proxy_connect_timeout 1s;

                server {
                    listen 8080;
                    # Paths are matched with slashes merged, and passed on as they came; so none may climb.
                    if ($request_uri ~* "^[^?]*(/|%2f|\\\\|%5c)(\\.|%2e){1,2}(/|%2f|\\\\|%5c|\\?|$)") {
                        return 404;
                    }
            LOCATIONS
                    location / {
                        return 404;
                    }
                }
            }
            """;

    private Nginx() {}

    static String configuration() {
        var locations = new StringBuilder();
        JsonNode services = Chart.file("files/services.yaml");
        for (JsonNode route : Chart.file("files/routes.yaml")) {
            String service = route.path("service").asText();
            boolean held = route.path("held").asBoolean();
            locations.append(
                    """
                            location ~ ^%s(/|$) {
                                proxy_pass http://%s:%s;
                                proxy_read_timeout %s;%s
                            }
                    """
                            .formatted(
                                    route.path("prefix").asText(),
                                    service,
                                    services.path(service).path("port").asText(),
                                    held ? "1h" : "10s",
                                    held ? "\n            proxy_buffering off;" : ""));
        }
        return FRAME.replace("LOCATIONS\n", locations);
    }
}
