package handlelab.inspect;

import java.util.Optional;

/** A reason, in a word and in words. */
record InheritanceVerdict(InheritanceReason reason, String why, Optional<Call> call) {
  static InheritanceVerdict of(InheritanceReason reason, String why) {
    return new InheritanceVerdict(reason, why, Optional.empty());
  }

  static InheritanceVerdict of(InheritanceReason reason, String why, Optional<Call> call) {
    return new InheritanceVerdict(reason, why, call);
  }

  static InheritanceVerdict pushed(Call call) {
    return of(InheritanceReason.DUPLICATED, "pushed in by " + call, Optional.of(call));
  }
}
