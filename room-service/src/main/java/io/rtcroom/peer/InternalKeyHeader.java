package io.rtcroom.peer;

import io.rtcroom.credential.BearerAuthentication;
import io.rtcroom.credential.CredentialConfig;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import org.eclipse.microprofile.rest.client.ext.ClientHeadersFactory;

/** Signs a call to another of our services with the shared internal key. */
@Singleton
public class InternalKeyHeader implements ClientHeadersFactory {
    private final CredentialConfig config;

    InternalKeyHeader(CredentialConfig config) {
        this.config = config;
    }

    @Override
    public MultivaluedMap<String, String> update(
            MultivaluedMap<String, String> incoming, MultivaluedMap<String, String> outgoing) {
        var headers = new MultivaluedHashMap<String, String>();
        config.internal().key().ifPresent(key -> headers.putSingle(BearerAuthentication.INTERNAL_KEY_HEADER, key));
        return headers;
    }
}
