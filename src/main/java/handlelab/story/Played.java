package handlelab.story;

import handlelab.story.Transcript.Judgement;
import java.util.List;

/** A scenario's play on one kernel: the transcript, and for each of its steps what was expected. */
public record Played(Scenario scenario, Transcript transcript, List<Judgement> judgements) {}
