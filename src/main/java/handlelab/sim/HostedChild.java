package handlelab.sim;

import handlelab.api.ProcessInformation;

/**
 * What {@link HostedProcess#createChild} made: the creator's handles, and the child for the host to
 * run.
 */
public record HostedChild(ProcessInformation information, HostedProcess process) {}
