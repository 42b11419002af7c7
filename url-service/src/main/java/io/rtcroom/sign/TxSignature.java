package io.rtcroom.sign;

import io.rtcroom.key.KeyRing;
import io.rtcroom.key.SignatureHash;
import io.rtcroom.key.Signed;
import io.rtcroom.key.SigningKey;
import java.time.Instant;
import java.util.Map;

/** The vendor's signature: {@code txSecret} over key, name and {@code txTime}, which is the expiry (protocol.md §6). */
record TxSignature(SignatureHash hash) {
    String query(SigningKey key, String streamName, TxTime until) {
        return "txSecret=" + key.sign(content(streamName, until)) + "&txTime=" + until.text();
    }

    /** The expiry of a signature that a key of the ring made. */
    TxTime require(KeyRing ring, String streamName, Map<String, String> query, Instant now) {
        TxTime until = TxTime.parse(query.get("txTime"))
                .orElseThrow(() -> PublishUrl.refused("has no txTime of 8 hex digits"));
        String signature = query.get("txSecret");
        PublishUrl.require(signature != null, "has no txSecret");
        PublishUrl.require(
                ring.isSigned(content(streamName, until), signature, now), "is not signed by this deployment");
        return until;
    }

    private Signed content(String streamName, TxTime until) {
        return new Signed(hash, streamName, until.text());
    }
}
