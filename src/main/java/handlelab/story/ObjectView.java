package handlelab.story;

/**
 * A kernel object before and after a call: one that shown rows point to, or none yet.
 *
 * @param label its address, or a letter if the kernel gives none; empty for a mailslot that has no
 *     object yet
 * @param what such as {@code server end}
 * @param resource the mailslot that it leads to, or null
 * @param messages how many wait there, or -1 if that is not known
 * @param thereBefore whether it was there, be it without a row
 * @param usageBefore rows that pointed to it over all processes
 * @param elsewhereBefore how many of these are not shown: in processes that play no part
 */
record ObjectView(
    String label,
    String type,
    String what,
    String resource,
    int messages,
    boolean thereBefore,
    int usageBefore,
    int elsewhereBefore,
    boolean thereAfter,
    int usageAfter,
    int elsewhereAfter) {}
