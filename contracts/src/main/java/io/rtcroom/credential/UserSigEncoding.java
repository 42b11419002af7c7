package io.rtcroom.credential;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** zlib, then base64 with an alphabet that a query string leaves alone. Compressed bytes differ between zlib builds. */
final class UserSigEncoding {
    /** Documents are under 1 KB; a longer one is an attack (a zlib bomb). */
    private static final int MAX_BYTES = 8 * 1024;

    private UserSigEncoding() {}

    static String encode(byte[] document) {
        Deflater deflater = new Deflater();
        try {
            deflater.setInput(document);
            deflater.finish();
            // Deflate grows what it cannot shrink by a few bytes only.
            byte[] deflated = new byte[document.length + 64];
            int length = deflater.deflate(deflated);
            String base64 = Base64.getEncoder().encodeToString(Arrays.copyOf(deflated, length));
            return base64.replace('+', '*').replace('/', '-').replace('=', '_');
        } finally {
            deflater.end();
        }
    }

    static byte[] decode(String text) throws IOException {
        if (text.length() > MAX_BYTES) throw new IOException("too long");
        try {
            return inflate(Base64.getDecoder()
                    .decode(text.replace('*', '+').replace('-', '/').replace('_', '=')));
        } catch (IllegalArgumentException | DataFormatException e) {
            throw new IOException("not a deflated document in base64", e);
        }
    }

    private static byte[] inflate(byte[] deflated) throws IOException, DataFormatException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(deflated);
            ByteArrayOutputStream document = new ByteArrayOutputStream();
            byte[] buffer = new byte[1024];
            while (!inflater.finished()) {
                int count = inflater.inflate(buffer);
                if (count == 0 && !inflater.finished()) throw new IOException("truncated");
                document.write(buffer, 0, count);
                if (document.size() > MAX_BYTES) throw new IOException("too long");
            }
            return document.toByteArray();
        } finally {
            inflater.end();
        }
    }
}
