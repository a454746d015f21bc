package handlelab.jna;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.Set;

/**
 * Changes classes as they are loaded: those of JNA that call native code, also where another
 * library has a copy of JNA in a package of its own, and each class of the program with native
 * methods. A class that cannot be changed is left alone and named on standard error.
 */
final class WovenClasses implements ClassFileTransformer {
  private static final Set<String> JNA_CLASSES =
      Set.of("Function", "Native", "NativeLibrary", "Platform");

  @Override
  public byte[] transform(
      ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] bytes) {
    if (loader == null
        || name == null
        || loader == ClassLoader.getPlatformClassLoader()
        || (loader == WovenClasses.class.getClassLoader() && !name.equals(Probe.INTERNAL_NAME))) {
      return null;
    }
    try {
      if (isOfJna(name)) {
        return CallWeaver.weave(name, bytes);
      }
      return redefined == null ? NativeMethodWeaver.weave(bytes) : null;
    } catch (RuntimeException e) {
      Notices.print("cannot change " + name.replace('/', '.') + ": " + e.getMessage());
      return null;
    }
  }

  /** Whether it is a class of JNA that is to be changed; JNA may be in any package. */
  static boolean isOfJna(String name) {
    int slash = name.lastIndexOf('/');
    return slash > 0
        && JNA_CLASSES.contains(name.substring(slash + 1))
        && name.substring(0, slash).endsWith("/jna");
  }
}
