package handlelab.api;

/**
 * What {@code GetProcessTimes} returns, in units of 100 ns; creation and exit count from the year
 * 1601, as a {@code FILETIME} does.
 *
 * @param creation when the process was created
 * @param exit undefined while the process runs
 * @param kernel how long its threads have run in the kernel; 0 on the simulated kernel
 * @param user how long its threads have run outside the kernel; 0 on the simulated kernel
 */
public record ProcessTimes(long creation, long exit, long kernel, long user) {}
