package handlelab.api;

/**
 * What {@code GetProcessTimes} returns, in units of 100 ns; creation and exit count from the year
 * 1601, as a {@code FILETIME} does.
 *
 * @param exit undefined while the process runs
 */
public record ProcessTimes(long creation, long exit, long kernel, long user) {}
