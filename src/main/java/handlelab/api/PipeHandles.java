package handlelab.api;

/** The two ends of an anonymous pipe; the caller must close both. */
public record PipeHandles(Handle read, Handle write) {}
