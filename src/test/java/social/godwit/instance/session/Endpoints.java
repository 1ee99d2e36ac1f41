package social.godwit.instance.session;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Everything that the instance answers, found in the classes themselves: methods of JAX-RS resources by their annotations, and
 * routes by letting whoever observes the router register them at one that only writes down.
 */
final class Endpoints {
    /** The method of routes that take every one. */
    static final String ANY = "*";

    private Endpoints() {}

    /**
     * As {@code GET /admin/v1/cases}, a route by a regular expression as {@code GET ~/@.*}; of resources the parameters with it, as
     * {@code query after}.
     */
    static SortedMap<String, Set<String>> all() {
        SortedMap<String, Set<String>> all = new TreeMap<>();
        for (JavaClass one : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("social.godwit")) {
            if (one.isAnnotatedWith(Path.class)) {
                resource(one.reflect()).forEach((endpoint, names) -> all.merge(endpoint, names, Endpoints::more));
            } else if (one.getMethods().stream()
                    .anyMatch(method -> method.getRawParameterTypes().stream()
                            .anyMatch(type -> type.isEquivalentTo(Router.class)))) {
                routes(one.reflect()).forEach(route -> all.merge(route, Set.of(), Endpoints::more));
            }
        }
        return all;
    }

    /** One path may have two faces: a page for people, and a resource that reads parameters. */
    private static Set<String> more(Set<String> some, Set<String> others) {
        return some.size() > others.size() ? some : others;
    }

    private static Map<String, Set<String>> resource(Class<?> type) {
        Map<String, Set<String>> found = new TreeMap<>();
        for (Method method : type.getDeclaredMethods()) {
            for (Annotation annotation : method.getAnnotations()) {
                var verb = annotation.annotationType().getAnnotation(jakarta.ws.rs.HttpMethod.class);
                if (verb != null) {
                    Path own = method.getAnnotation(Path.class);
                    String path = joined(type.getAnnotation(Path.class).value(), own == null ? "" : own.value());
                    found.put(verb.value() + " " + path, parameters(path, method));
                }
            }
        }
        return found;
    }

    private static Set<String> parameters(String path, Method method) {
        Set<String> names = new LinkedHashSet<>();
        Pattern.compile("\\{(\\w+)").matcher(path).results().forEach(found -> names.add("path " + found.group(1)));
        for (Parameter parameter : method.getParameters()) {
            query(parameter, names);
            if (parameter.isAnnotationPresent(BeanParam.class)) {
                for (Field field : parameter.getType().getDeclaredFields()) {
                    query(field, names);
                }
            }
        }
        return names;
    }

    private static void query(AnnotatedElement place, Set<String> names) {
        if (place.isAnnotationPresent(QueryParam.class)) {
            names.add("query " + place.getAnnotation(QueryParam.class).value());
        }
    }

    private static String joined(String first, String second) {
        return ("/" + first + "/" + second).replaceAll("/+", "/").replaceAll("(?<=.)/$", "");
    }

    private static List<String> routes(Class<?> type) {
        Recorder recorder = new Recorder();
        for (Method method : type.getDeclaredMethods()) {
            if (Arrays.stream(method.getParameters())
                    .anyMatch(parameter ->
                            parameter.getType() == Router.class && parameter.isAnnotationPresent(Observes.class))) {
                try {
                    method.setAccessible(true);
                    method.invoke(blank(type), recorder.router());
                } catch (ReflectiveOperationException e) {
                    throw new AssertionError(type + " needs more than a router to register its routes", e);
                }
            }
        }
        return recorder.written();
    }

    /**
     * An object whose constructor never ran: registering only takes references to methods. Found by name, since the compiler warns of
     * the class, which is in the module jdk.unsupported for such purposes.
     */
    private static Object blank(Class<?> type) throws ReflectiveOperationException {
        Class<?> factory = Class.forName("sun.reflect.ReflectionFactory");
        var none = (Constructor<?>) factory.getMethod("newConstructorForSerialization", Class.class, Constructor.class)
                .invoke(
                        factory.getMethod("getReflectionFactory").invoke(null),
                        type,
                        Object.class.getDeclaredConstructor());
        return none.newInstance();
    }

    /** A router and its routes, which note what they are told. */
    private static final class Recorder {
        private final List<Noted> noted = new ArrayList<>();

        private static final class Noted {
            private final Set<String> methods = new LinkedHashSet<>();
            private String path = "";
        }

        Router router() {
            return proxy(Router.class, (self, method, arguments) -> {
                if (method.getReturnType() != Route.class) {
                    throw new AssertionError("a router is asked for " + method);
                }
                Noted route = new Noted();
                noted.add(route);
                String verb = method.getName().replaceFirst("WithRegex$", "");
                if (!verb.equals("route")) {
                    route.methods.add(verb.toUpperCase(Locale.ROOT));
                }
                for (Object argument : arguments == null ? new Object[0] : arguments) {
                    if (argument instanceof HttpMethod one) {
                        route.methods.add(one.name());
                    } else {
                        route.path = (method.getName().endsWith("WithRegex") ? "~" : "") + argument;
                    }
                }
                return route(route);
            });
        }

        private static Route route(Noted route) {
            Route[] self = new Route[1];
            self[0] = proxy(Route.class, (same, method, arguments) -> {
                if (method.getName().equals("method")) {
                    route.methods.add(((HttpMethod) arguments[0]).name());
                }
                return self[0];
            });
            return self[0];
        }

        /** Those that answer something: a route without a path only looks at what goes by. */
        List<String> written() {
            List<String> written = new ArrayList<>();
            for (Noted route : noted) {
                if (!route.path.isEmpty()) {
                    (route.methods.isEmpty() ? Set.of(ANY) : route.methods)
                            .forEach(method -> written.add(method + " " + route.path));
                }
            }
            return written;
        }

        private static <T> T proxy(Class<T> type, InvocationHandler handler) {
            return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
        }
    }
}
