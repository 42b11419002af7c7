# A service on the JVM. Needs a container engine and nothing else; from the root of the checkout:
#   docker build -f deploy/docker/jvm.Dockerfile --build-arg SERVICE=room-service -t rtcroom/room-service:0.1.0 .
ARG JAVA=25.0.1_8

FROM maven:3.9.11-eclipse-temurin-25-noble AS build
WORKDIR /build
COPY . .
ARG SERVICE
RUN mvn -B -ntp -Dquick -Dmaven.test.skip=true -pl ${SERVICE} -am package \
    && mv ${SERVICE}/target/quarkus-app /app

# The AOT cache is good for the very JVM that made it, so it is made by the one that runs. The training is a start with
# nothing around it, ended from outside: what a service does to find its stores is part of a start.
FROM eclipse-temurin:${JAVA}-jre-noble AS train
COPY --from=build /app /app
WORKDIR /app
COPY deploy/docker/training.env /tmp/
RUN set -a && . /tmp/training.env && timeout -s TERM 30 \
    java -XX:+UseSerialGC -XX:AOTCacheOutput=app.aot -jar quarkus-run.jar | tee /tmp/training.log; \
    grep -q 'Installed features' /tmp/training.log && test -s app.aot

FROM eclipse-temurin:${JAVA}-jre-noble
# The layers that change least come first.
COPY --from=train /app/lib /app/lib
COPY --from=train /app /app
WORKDIR /app
# No name for it in /etc/passwd is needed; the chart runs it as this user, with a read-only root file system and /tmp.
USER 10001:10001
ENTRYPOINT ["java", "-XX:AOTCache=app.aot", "-XX:MaxRAMPercentage=50", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-jar", "quarkus-run.jar"]
