package handlelab.inspect;

/**
 * A child that a logged call created.
 *
 * @param processId the child's process id
 * @param terms what the call said about inheritance
 * @param call the call that created it
 * @param isSuspended whether it was created suspended, and no logged call has resumed it
 */
public record LoggedCreation(
    int processId, InheritanceTerms terms, Call call, boolean isSuspended) {
  LoggedCreation resumed() {
    return new LoggedCreation(processId, terms, call, false);
  }
}
