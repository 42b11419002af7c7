package io.rtcroom.stack.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceEnvironmentTest {
    private static final Addresses ADDRESSES = new Addresses(8080, 20_001, 20_002, 20_003);

    @TempDir
    Path folder;

    private Secrets secrets;
    private MediaPorts media;

    @BeforeEach
    void makeSecrets() throws IOException {
        secrets = Secrets.in(folder);
    }

    @Test
    void aServiceIsToldWhereTheOthersAre() {
        var room = given(Map.of()).of(ServiceName.ROOM_SERVICE, 20_010);

        assertEquals("20010", room.get("QUARKUS_HTTP_PORT"));
        assertEquals("127.0.0.1", room.get("QUARKUS_HTTP_HOST"));
        assertEquals("127.0.0.1:20003", room.get("KAFKA_BOOTSTRAP_SERVERS"));
        assertEquals("postgresql://127.0.0.1:20002/rtcroom", room.get("RTCROOM_DATABASE_URL"));
        assertEquals("http://127.0.0.1:20001", room.get("RTCROOM_URL_SERVICE_URL"));
    }

    @Test
    void aMediaServerIsWhatAddressesAreFor() {
        media = new MediaPorts(20_004, 20_005);

        var url = given(Map.of("RTCROOM_STREAM_PUSH_HOST", "push.example.org")).of(ServiceName.URL_SERVICE, 20_010);

        assertEquals("bound", url.get("RTCROOM_STREAM_FORMAT"));
        assertEquals("127.0.0.1:20004", url.get("RTCROOM_STREAM_PUSH_HOST"), "it is nowhere else");
        assertEquals("127.0.0.1:20004", url.get("RTCROOM_STREAM_PLAY_HOST"));
        assertEquals("nginx-1=nginx-rtmp@http://127.0.0.1:20005/control", url.get("RTCROOM_MEDIA_SERVERS"));
        assertEquals(secrets.hookSecret(), url.get("RTCROOM_MEDIA_HOOK_SECRET"));
        assertFalse(given(Map.of()).of(ServiceName.ROOM_SERVICE, 20_011).containsKey("RTCROOM_MEDIA_HOOK_SECRET"));
    }

    @Test
    void whatTheUserSetsIsNotReplaced() {
        var environment = given(Map.of("RTCROOM_IM_LOGIN_INFO", "off", "RTCROOM_STREAM_PUSH_KEY", "mine"));

        assertFalse(environment.of(ServiceName.ROOM_SERVICE, 1).containsKey("RTCROOM_IM_LOGIN_INFO"));
        assertFalse(environment.of(ServiceName.URL_SERVICE, 1).containsKey("RTCROOM_STREAM_PUSH_KEY"));
    }

    @Test
    void thePortsOfThisStackAreNotTheUsersToSet() {
        var environment = given(Map.of("QUARKUS_HTTP_PORT", "9", "KAFKA_BOOTSTRAP_SERVERS", "elsewhere:9092"))
                .of(ServiceName.URL_SERVICE, 20_011);

        assertEquals("20011", environment.get("QUARKUS_HTTP_PORT"));
        assertEquals("127.0.0.1:20003", environment.get("KAFKA_BOOTSTRAP_SERVERS"));
    }

    @Test
    void onlyRoomServiceSignsTokensAndOnlyUrlServiceSignsAddresses() {
        var environment = given(Map.of());

        var room = environment.of(ServiceName.ROOM_SERVICE, 1);
        var url = environment.of(ServiceName.URL_SERVICE, 1);
        var notify = environment.of(ServiceName.NOTIFY_SERVICE, 1);

        assertTrue(room.containsKey("RTCROOM_TOKEN_PRIVATE_KEY_FILE"));
        assertFalse(url.containsKey("RTCROOM_TOKEN_PRIVATE_KEY_FILE"));
        assertFalse(notify.containsKey("RTCROOM_TOKEN_PRIVATE_KEY_FILE"));
        assertTrue(url.containsKey("RTCROOM_STREAM_PUSH_KEY"));
        assertFalse(room.containsKey("RTCROOM_STREAM_PUSH_KEY"));
        assertEquals(room.get("RTCROOM_TOKEN_PUBLIC_KEYS"), notify.get("RTCROOM_TOKEN_PUBLIC_KEYS"));
    }

    @Test
    void halfAKeyPairOfTheUsersIsNotCompletedWithOurs() {
        var withPrivate = given(Map.of("RTCROOM_TOKEN_PRIVATE_KEY_FILE", "/k.pem"));
        var withPublic = given(Map.of("RTCROOM_TOKEN_PUBLIC_KEYS", "abc"));

        assertFalse(withPrivate.of(ServiceName.ROOM_SERVICE, 1).containsKey("RTCROOM_TOKEN_PUBLIC_KEYS"));
        assertFalse(withPublic.of(ServiceName.ROOM_SERVICE, 1).containsKey("RTCROOM_TOKEN_PRIVATE_KEY_FILE"));
    }

    @Test
    void theNextStartFindsTheSameSecrets() throws IOException {
        var again = Secrets.in(folder);

        assertEquals(secrets.apiKey(), again.apiKey());
        assertEquals(secrets.tokenPublicKey(), again.tokenPublicKey());
        assertTrue(Files.readString(again.tokenPrivateKeyFile()).startsWith("-----BEGIN PRIVATE KEY-----\n"));
        assertTrue(again.apiKey().startsWith("rk_"));
    }

    private ServiceEnvironment given(Map<String, String> user) {
        return new ServiceEnvironment(user, secrets, ADDRESSES, media);
    }
}
