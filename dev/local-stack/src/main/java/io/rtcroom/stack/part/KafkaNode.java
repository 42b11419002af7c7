package io.rtcroom.stack.part;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/** The process {@code kafka}: formats its folder at the first start, then is the broker. */
final class KafkaNode {
    private KafkaNode() {}

    /** @param args the configuration file and the folder of the log */
    public static void main(String[] args) throws IOException {
        Path configuration = Path.of(args[0]);
        Path log = Path.of(args[1]);
        if (!Files.exists(log.resolve("meta.properties"))) {
            String[] format = {
                "format",
                "--ignore-formatted",
                "--cluster-id",
                Uuid.randomUuid().toString(),
                "--config",
                configuration.toString()
            };
            int code = StorageTool.execute(format, System.out);
            if (code != 0) System.exit(code);
        }
        Kafka.main(new String[] {configuration.toString()});
    }
}
