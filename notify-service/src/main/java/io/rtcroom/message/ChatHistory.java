package io.rtcroom.message;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** What was said in a chat, as far as it is kept. */
@Singleton
class ChatHistory {
    private static final String PAGE =
            """
            select seq, payload from event e
            where subject = $1 and seq < $2 and ($3::text is null or exists (
                select from follower f where f.subject = e.subject and f.user_id = $3 and f.from_seq = e.seq))
            order by seq desc limit $4""";

    private final Pool pool;

    ChatHistory(Pool pool) {
        this.pool = pool;
    }

    /** @param next null on the last page */
    record Page(List<String> documents, Long next) {}

    /** @param userId null for a back end, which may read everything */
    Uni<Page> page(Chat chat, String userId, long before, int limit) {
        return pool.preparedQuery(PAGE)
                .execute(Tuple.of(chat.subject(), before, userId, limit))
                .map(rows -> {
                    List<String> documents = new ArrayList<>(rows.size());
                    long last = 0;
                    for (var row : rows) {
                        documents.add(row.getString("payload"));
                        last = row.getLong("seq");
                    }
                    return new Page(documents, documents.size() < limit ? null : last);
                });
    }
}
