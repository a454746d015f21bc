package handlelab.tour;

/**
 * A kernel object that shown rows point to, before or after a call.
 *
 * @param label its address, or a letter where the kernel tells none
 * @param what such as {@code server end}
 * @param resource the mailslot that it leads to, or null
 * @param messages how many wait there, or -1 where that is not known
 * @param usageBefore rows that pointed to it over all processes, 0 where it was not there
 * @param elsewhereBefore how many of these are not shown: in processes that play no part
 */
record ObjectView(
    String label,
    String type,
    String what,
    String resource,
    int messages,
    int usageBefore,
    int elsewhereBefore,
    int usageAfter,
    int elsewhereAfter) {}
