package handlelab.inspect;

/**
 * A child that a logged call created.
 *
 * @param terms what the call said about inheritance
 */
public record LoggedCreation(int processId, InheritanceTerms terms, Call call) {}
