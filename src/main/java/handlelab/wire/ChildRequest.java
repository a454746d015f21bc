package handlelab.wire;

import handlelab.api.Kernel32;
import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;

/**
 * What the kernel is to know of a child whose program the creator's JVM starts: {@code
 * CreateProcessW} of an image that was found. Parameters as {@link Kernel32#createProcess} has
 * them.
 *
 * @param imageName as views show it
 * @param token what the child will show when it connects; null if it will not
 */
public record ChildRequest(
    String imageName,
    String token,
    SecurityAttributes processAttributes,
    SecurityAttributes threadAttributes,
    boolean inheritHandles,
    int creationFlags,
    StartupInfo startupInfo) {}
