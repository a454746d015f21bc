package handlelab.story;

import handlelab.api.Kernel32;
import handlelab.story.stage.SimulatedStage;
import handlelab.story.stage.Stage;
import handlelab.story.stage.StageChild;
import handlelab.story.stage.StageProcess;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** A simulated kernel with one fault built in, for every process on it. */
final class FaultyStage {
  /** Makes one call, or something else in its place. */
  interface Fault {
    Object call(Kernel32 kernel32, String function, Object[] arguments, Call right)
        throws Throwable;
  }

  /** The call as it should be. */
  interface Call {
    Object make(Object... arguments) throws Throwable;
  }

  private FaultyStage() {}

  static Stage of(Fault fault) {
    return wrapped(Stage.class, new SimulatedStage(), fault);
  }

  /** Passes all calls on, and wraps the processes that they return and their calls. */
  private static <T> T wrapped(Class<T> type, T right, Fault fault) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Object result = invoke(right, method, arguments);
              if (result instanceof Kernel32 kernel32 && !method.getName().equals("observer")) {
                return faulty(kernel32, fault);
              } else if (result instanceof StageChild child) {
                return wrapped(StageChild.class, child, fault);
              } else if (result instanceof StageProcess process) {
                return wrapped(StageProcess.class, process, fault);
              }
              return result;
            }));
  }

  private static Kernel32 faulty(Kernel32 kernel32, Fault fault) {
    return (Kernel32)
        Proxy.newProxyInstance(
            Kernel32.class.getClassLoader(),
            new Class<?>[] {Kernel32.class},
            (proxy, method, arguments) ->
                fault.call(
                    kernel32,
                    method.getName(),
                    arguments,
                    changed -> invoke(kernel32, method, changed)));
  }

  private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
