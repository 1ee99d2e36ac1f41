package social.godwit.activitypub.effect;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;

/** Puts the package-private beans of this module together as the container would, for tests that cross packages. */
public final class Beans {
    private static final String BASE = "social.godwit.activitypub.";

    private final List<Object> beans = new ArrayList<>();

    public Beans with(Object bean) {
        beans.add(bean);
        return this;
    }

    /** Makes the bean of the class {@code name} under this module's package, its dependencies being there already. */
    public Beans make(String name) {
        try {
            Class<?> type = Class.forName(BASE + name);
            Constructor<?> constructor = type.getDeclaredConstructors()[0];
            constructor.setAccessible(true);
            Object[] arguments = new Object[constructor.getParameterCount()];
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = get(constructor.getParameterTypes()[i]);
            }
            return with(constructor.newInstance(arguments));
        } catch (ClassNotFoundException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException failure) {
            throw new IllegalStateException(name, failure);
        }
    }

    public <T> T get(Class<T> type) {
        return beans.reversed().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + type));
    }
}
