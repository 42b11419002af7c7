package io.rtcroom.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Everything on a topic of events, read raw from the beginning: each event once, at its first appearance.
 *
 * @param bySubject the events of each subject
 * @param byRoomId the events of all rooms that had a name, one after the other
 * @param outOfOrder descriptions of first appearances that were not the subject's next number
 */
record RoomEvents(
        Map<String, List<JsonNode>> bySubject, Map<String, List<JsonNode>> byRoomId, List<String> outOfOrder) {
    private static final Set<String> COMING_AND_GOING = Set.of("member.joined", "member.updated", "member.left");
    private static final ObjectMapper JSON = new ObjectMapper();

    static RoomEvents read(String bootstrapServers) {
        return read(bootstrapServers, "room-events");
    }

    static RoomEvents read(String bootstrapServers, String topic) {
        var events = new RoomEvents(new LinkedHashMap<>(), new LinkedHashMap<>(), new ArrayList<>());
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", false);
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue()))
                for (ConsumerRecord<String, String> entry : consumer.poll(Duration.ofSeconds(1))) events.add(entry);
        }
        return events;
    }

    List<JsonNode> of(String subject) {
        return bySubject.getOrDefault(subject, List.of());
    }

    /** How one user came and went in all rooms of one name, in order. */
    List<JsonNode> of(String roomId, String userId) {
        return byRoomId.getOrDefault(roomId, List.of()).stream()
                .filter(event -> event.path("data").path("userId").asText().equals(userId))
                .filter(event -> COMING_AND_GOING.contains(event.path("type").asText()))
                .toList();
    }

    private void add(ConsumerRecord<String, String> entry) {
        JsonNode event = parse(entry.value());
        List<JsonNode> seen = bySubject.computeIfAbsent(event.path("subject").asText(), subject -> new ArrayList<>());
        long seq = event.path("seq").asLong();
        if (seq <= seen.size()) return;
        if (seq > seen.size() + 1)
            outOfOrder.add("partition %d offset %d: %s has %d after %d"
                    .formatted(
                            entry.partition(),
                            entry.offset(),
                            event.path("subject").asText(),
                            seq,
                            seen.size()));
        seen.add(event);
        byRoomId.computeIfAbsent(event.path("data").path("roomId").asText(), roomId -> new ArrayList<>())
                .add(event);
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
