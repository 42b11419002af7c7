package io.rtcroom.nativeimage;

import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Which of our types become JSON, or come from it: found from the calls and endpoints that say so, and their parts. */
final class Json {
    private static final Set<String> MAPPERS = Set.of(
            "com.fasterxml.jackson.databind.ObjectMapper",
            "com.fasterxml.jackson.databind.ObjectReader",
            "com.fasterxml.jackson.databind.ObjectWriter",
            "com.fasterxml.jackson.databind.json.JsonMapper",
            "io.vertx.core.json.Json",
            "io.vertx.core.json.JsonObject",
            "io.vertx.core.json.JsonArray");
    private static final Set<String> CONVERSIONS = Set.of(
            "readValue",
            "readValues",
            "readerFor",
            "forType",
            "treeToValue",
            "convertValue",
            "valueToTree",
            "writeValue",
            "writeValueAsString",
            "writeValueAsBytes",
            "writerFor",
            "decodeValue",
            "encode",
            "encodePrettily",
            "encodeToBuffer",
            "mapFrom",
            "mapTo");
    private static final Set<String> VERBS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD");
    private static final String OURS = "io.rtcroom.";

    private final NativeSources sources;
    private final Set<Class<?>> types = new LinkedHashSet<>();
    private final List<String> unclear = new ArrayList<>();

    Json(NativeSources sources, Code code) {
        this.sources = sources;
        code.calls(call -> isConversion(call.name())).forEach(this::convert);
        code.handedOn().filter(Json::isConversion).forEach(unclear::add);
        code.names()
                .map(sources::find)
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .forEach(this::serve);
    }

    /** Everything of ours that Jackson takes apart or puts together. */
    Set<Class<?>> types() {
        return types;
    }

    /** Calls and endpoints that do not say of which type their JSON is, so that nobody can register it. */
    List<String> unclear() {
        return unclear;
    }

    private static boolean isConversion(String method) {
        int dot = method.lastIndexOf('.');
        return MAPPERS.contains(method.substring(0, dot)) && CONVERSIONS.contains(method.substring(dot + 1));
    }

    private void convert(Code.Call call) {
        for (var argument : call.arguments()) {
            String name = argument.getClassName();
            if (Set.of("java.lang.Object", "java.lang.Class", "java.util.Map", "java.util.List")
                    .contains(name)) unclear.add(call + " with a " + name);
            else if (name.startsWith(OURS)) add(sources.find(name));
        }
    }

    /** An endpoint, or a method of a client of one. */
    private void serve(Method method) {
        if (Stream.of(method.getAnnotations()).noneMatch(Json::isVerb)) return;
        Stream.of(method.getParameters()).filter(Json::isBody).forEach(body -> add(body.getParameterizedType()));
        add(method.getGenericReturnType());
        String answer = method.getGenericReturnType().getTypeName();
        if (answer.matches(".*(java\\.lang\\.Object|\\?|jakarta\\.ws\\.rs\\.core\\.Response)\\b.*"))
            unclear.add(method + " answers a " + answer);
    }

    private static boolean isVerb(Annotation annotation) {
        Class<?> type = annotation.annotationType();
        return type.getName().startsWith("jakarta.ws.rs.") && VERBS.contains(type.getSimpleName());
    }

    private static boolean isBody(Parameter parameter) {
        return Stream.of(parameter.getAnnotations())
                .map(annotation -> annotation.annotationType().getName())
                .noneMatch(name -> name.startsWith("jakarta.ws.rs.") || name.startsWith("org.jboss.resteasy."));
    }

    private void add(Type type) {
        switch (type) {
            case ParameterizedType generic -> {
                add(generic.getRawType());
                Stream.of(generic.getActualTypeArguments()).forEach(this::add);
            }
            case GenericArrayType array -> add(array.getGenericComponentType());
            case Class<?> array when array.isArray() -> add(array.getComponentType());
            case Class<?> own when own.getName().startsWith(OURS) && types.add(own) -> addParts(own);
            default -> {}
        }
    }

    private void addParts(Class<?> type) {
        parts(type).forEach(this::add);
        Stream.of(type.getInterfaces()).forEach(this::add);
        if (type.getSuperclass() != null) add(type.getSuperclass());
        if (type.isSealed()) Stream.of(type.getPermittedSubclasses()).forEach(this::add);
    }

    private static Collection<Type> parts(Class<?> type) {
        if (type.isEnum()) return List.of();
        if (type.isRecord())
            return Stream.of(type.getRecordComponents())
                    .map(RecordComponent::getGenericType)
                    .toList();
        var parts = new ArrayList<Type>();
        Stream.of(type.getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()))
                .map(Field::getGenericType)
                .forEach(parts::add);
        Stream.of(type.getDeclaredMethods())
                .filter(method -> method.getName().matches("(get|is)[A-Z].*"))
                .map(Method::getGenericReturnType)
                .forEach(parts::add);
        return parts;
    }
}
