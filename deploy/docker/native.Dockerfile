# A service as a native program. Needs a container engine with 8 GB of memory and nothing else; from the root:
#   docker build -f deploy/docker/native.Dockerfile --build-arg SERVICE=room-service -t rtcroom/room-service:0.1.0-native .
FROM maven:3.9.11-eclipse-temurin-25-noble AS build
WORKDIR /build
COPY . .
ARG SERVICE
# Everything but the compilation: jars, and the compiler's arguments.
RUN mvn -B -ntp -Dquick -Dmaven.test.skip=true -Dnative -Dquarkus.native.sources-only=true -pl ${SERVICE} -am package \
    && mv ${SERVICE}/target/native-sources /native

FROM quay.io/quarkus/ubi9-quarkus-mandrel-builder-image:jdk-25 AS compile
COPY --from=build --chown=quarkus:quarkus /native /native
WORKDIR /native
RUN native-image $(cat native-image.args) && mv ./*-runner app

# No shell, no package manager: the C library that the program is linked to, and the program.
FROM quay.io/quarkus/ubi9-quarkus-micro-image:2.0
COPY --from=compile --chmod=0555 /native/app /app
USER 10001:10001
ENTRYPOINT ["/app", "-XX:MaximumHeapSizePercent=50"]
