package handlelab.sim;

import handlelab.api.ProcessInformation;

/**
 * What {@link HostedProcess#createChild} made: the creator's handles, and the child for the host to
 * run.
 *
 * @param information what {@code CreateProcessW} returns to the creator
 * @param process the child, for its host
 */
public record HostedChild(ProcessInformation information, HostedProcess process) {}
