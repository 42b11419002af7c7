package io.rtcroom.call;

import static io.rtcroom.Fixtures.PATIENCE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rtcroom.stores.Stores;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the database knows of states, by its own catalogue. */
@QuarkusTest
@WithTestResource(Stores.class)
class LegalMovesTest {
    @Inject
    Pool pool;

    @Test
    void theTriggersKnowTheMovesOfTheTable() {
        Set<String> table = names("select machine || '_moves ' || from_state || ' ' || to_state from legal_move");
        Set<String> triggers = names("select tgname || ' ' || move[1] from pg_trigger t,"
                + " regexp_matches(pg_get_triggerdef(t.oid), '''([A-Z_]+ [A-Z_]+)''', 'g') as move"
                + " where tgname like '%\\_moves'");

        assertFalse(table.isEmpty());
        assertEquals(table, triggers);
    }

    @Test
    void noIndexAsksForAStateThatChangesWithAnOffer() {
        assertEquals(
                Set.of(),
                names(
                        "select distinct i.relname::text from pg_depend d join pg_class i on i.oid = d.objid and i.relkind = 'i'"
                                + " join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid"
                                + " where d.classid = 'pg_class'::regclass and a.attname = 'state'"
                                + " and d.refobjid in ('call'::regclass, 'agent'::regclass, 'queue_entry'::regclass)"));
    }

    private Set<String> names(String sql) {
        Set<String> names = new TreeSet<>();
        pool.query(sql).execute().await().atMost(PATIENCE).forEach(row -> names.add(row.getString(0)));
        return names;
    }
}
