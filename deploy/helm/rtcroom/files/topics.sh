# Creates the topics that are missing, and looks whether those that exist can be used.
#   BOOTSTRAP_SERVERS, PARTITIONS, REPLICATION_FACTOR, MIN_IN_SYNC_REPLICAS
kafka_topics() { /opt/kafka/bin/kafka-topics.sh --bootstrap-server "$BOOTSTRAP_SERVERS" "$@"; }

# topic NAME [OPTION…]
topic() {
    name=$1
    shift
    kafka_topics --create --if-not-exists --topic "$name" --partitions "$PARTITIONS" \
        --replication-factor "$REPLICATION_FACTOR" --config "min.insync.replicas=$MIN_IN_SYNC_REPLICAS" "$@"
    kafka_topics --describe --topic "$name" | grep -q "PartitionCount: *$PARTITIONS[^0-9]" || {
        echo "topic $name exists with another number of partitions than $PARTITIONS; the order of events depends" \
            "on it: delete the topic while it is empty" >&2
        exit 1
    }
}
