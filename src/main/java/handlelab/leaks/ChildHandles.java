package handlelab.leaks;

import handlelab.recorder.Recording;
import java.util.List;

/**
 * What a child of the watched program may have inherited.
 *
 * @param child what the recorder knows of it
 * @param unnamed those handles that are none of its standard handles and whose values do not stand
 *     on its command line
 * @param found the values of the inheritable ones that its own table has; null if it has ended or
 *     may not be looked into
 */
public record ChildHandles(Recording.Child child, List<Recording.Open> unnamed, List<Long> found) {}
