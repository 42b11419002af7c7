package io.rtcroom.compat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rtcroom.credential.Caller;
import io.rtcroom.credential.TokenVerifier;
import io.rtcroom.login.UserSigs;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.rtcroom.room.UserId;
import io.rtcroom.token.Tokens;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Who an old client is: the query's {@code userID} and {@code token}, which must belong together. */
@Singleton
class Logins {
    private static final Pattern TOKEN_SHAPE = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+){2}");
    private static final Pattern APP_ID = Pattern.compile("[0-9]{1,18}");
    private static final int OTHERS_TOKEN = 1;
    private static final int NO_TOKEN = 2;
    private static final int NOT_LOGGED_IN = 3;
    private static final int MISSING = 4;

    private final UserSigs userSigs;
    private final Tokens tokens;
    private final TokenVerifier verifier;

    Logins(UserSigs userSigs, Tokens tokens, TokenVerifier verifier) {
        this.userSigs = userSigs;
        this.tokens = tokens;
        this.verifier = verifier;
    }

    /** All of it is in the query. {@code accountType} must be there, but no server ever compared it. */
    Uni<ObjectNode> login(CompatRequest request) {
        for (String name : List.of("sdkAppID", "accountType", "userID", "userSig"))
            if (!request.query().containsKey(name)) throw refused(name + " is missing");
        String sdkAppId = request.fromQuery("sdkAppID");
        if (!APP_ID.matcher(sdkAppId).matches()) throw refused("sdkAppID must be a number");
        String userId = request.fromQuery("userID");
        userSigs.require(request.fromQuery("userSig"), userId, Long.parseLong(sdkAppId));
        return tokens.issue(new UserId(userId).value(), Set.of())
                .map(issued -> Answers.ok().put("userID", issued.userId()).put("token", issued.token()));
    }

    /** A token that counts no longer is as good as revoked: clients repeat this call, and one asserts its success. */
    Uni<ObjectNode> logout(CompatRequest request) {
        requireBoth(request);
        return verifier.verify(request.fromQuery("token"))
                .map(user -> tokens.revoke(requireSame(user, request)))
                .orElse(Uni.createFrom().voidItem())
                .map(done -> Answers.ok());
    }

    /** The authenticated user; a body that names another is refused (protocol.md §8.2, 5). */
    String require(CompatRequest request) {
        return requireUser(request).id();
    }

    /** The same, with roles and token. */
    Caller.User requireUser(CompatRequest request) {
        requireBoth(request);
        String token = request.fromQuery("token");
        Caller.User user = requireSame(verifier.verify(token).orElseThrow(() -> unknown(token)), request);
        String named = request.optional("userID");
        if (!named.isEmpty() && !named.equals(user.id()))
            throw CompatRefusal.ofLogin(OTHERS_TOKEN, "the body names another user than the token");
        return user;
    }

    private static void requireBoth(CompatRequest request) {
        if (request.fromQuery("userID").isEmpty() || request.fromQuery("token").isEmpty())
            throw CompatRefusal.ofLogin(MISSING, "userID or token is missing in the query");
    }

    private static Caller.User requireSame(Caller.User user, CompatRequest request) {
        if (!user.id().equals(request.fromQuery("userID")))
            throw CompatRefusal.ofLogin(OTHERS_TOKEN, "the token is another user's");
        return user;
    }

    private static CompatRefusal unknown(String token) {
        return TOKEN_SHAPE.matcher(token).matches()
                ? CompatRefusal.ofLogin(NOT_LOGGED_IN, "the user is not logged in")
                : CompatRefusal.ofLogin(NO_TOKEN, "this is not a token");
    }

    private static ProblemException refused(String message) {
        return new ProblemException(ProblemType.NOT_AUTHENTICATED, "%s", message);
    }
}
