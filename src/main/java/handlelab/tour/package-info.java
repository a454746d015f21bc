/**
 * The tour: short chapters that teach handles by making calls on a live kernel and looking at the
 * tables before and after each one.
 *
 * <p>The way through: {@link handlelab.tour.Tour} plays chapters. A chapter makes its calls on
 * {@code RecordedKernel32}, which reports each one to the {@code Scene}; the scene looks at the
 * tables and makes {@code Frame}s; {@link handlelab.tour.TourText} and {@link
 * handlelab.tour.TourPage} draw them. What a run showed is gathered once and drawn twice. Nothing
 * in a chapter is known in advance: values, counts and errors are those that came, and each claim
 * is compared with what was measured.
 *
 * <p>The kernel and its processes come from a {@link handlelab.tour.Stage}; the command line builds
 * one for each kernel. One thread plays; the creation chapter uses a second one that waits while
 * the first one looks. There is no lock.
 */
package handlelab.tour;
