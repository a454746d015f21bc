package handlelab.jna;

/** What a call site in changed code stands for; its first static argument is the name. */
enum SiteKind {
  /** A native function is called: {@code Native.invokeInt(function, address, flags, arguments)}. */
  INVOKE,
  /** A library is opened: {@code Native.open(path, flags)}. */
  OPEN,
  /** A function's address is looked up: {@code NativeLibrary.getSymbolAddress(name)}. */
  SYMBOL,
  /** A native method is registered: {@code NativeLibrary.getFunction(name, method)}. */
  REGISTER,
  /** A native method of the program is called. */
  NATIVE
}
