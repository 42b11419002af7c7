package io.rtcroom.system;

import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.ReflectionSupport;

/** Runs the body of each test as often as {@code -Drtcroom.races} says, once if it says nothing; it stays one test. */
final class Trials implements InvocationInterceptor {
    private static final int TRIALS = Integer.getInteger("rtcroom.races", 1);

    @Override
    public void interceptTestMethod(
            Invocation<Void> first, ReflectiveInvocationContext<Method> body, ExtensionContext test) throws Throwable {
        first.proceed();
        for (int trial = 1; trial < TRIALS; trial++)
            ReflectionSupport.invokeMethod(
                    body.getExecutable(),
                    body.getTarget().orElseThrow(),
                    body.getArguments().toArray());
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> first, ReflectiveInvocationContext<Method> body, ExtensionContext test) throws Throwable {
        interceptTestMethod(first, body, test);
    }
}
