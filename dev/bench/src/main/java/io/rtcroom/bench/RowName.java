package io.rtcroom.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The rows by name, in the order of the table. */
enum RowName {
    HEARTBEATS(HeartbeatRow::new),
    LISTS(ListRow::new),
    CHURN(ChurnRow::new),
    ASSIGNMENTS(AssignmentsRow::new),
    DELIVERY(DeliveryRow::new),
    BACKLOG(BacklogRow::new),
    STREAMS(StreamsRow::new),
    SIGNER(SignerRow::new),
    HOOKS(HooksRow::new),
    CUT(CutRow::new);

    private final Function<Setting, Row> row;

    RowName(Function<Setting, Row> row) {
        this.row = row;
    }

    static String of(String text) {
        return Arrays.stream(values())
                .filter(name -> name.text().equals(text))
                .findFirst()
                .map(RowName::text)
                .orElseThrow(() -> new IllegalArgumentException("there is no row '" + text + "'; there are " + all()));
    }

    static String all() {
        return Arrays.stream(values()).map(RowName::text).collect(Collectors.joining(", "));
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    Row in(Setting setting) {
        return row.apply(setting);
    }
}
