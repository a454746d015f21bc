package handlelab.inspect;

import com.google.gson.stream.JsonWriter;
import handlelab.api.Handle;
import handlelab.api.ProcessDetails;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** An inheritance report as one JSON document, of the form that {@link #SCHEMA} describes. */
public final class InheritanceJson {
  /** The schema's name as a resource of this project. */
  public static final String SCHEMA = "/handlelab/schema/inherited-1.json";

  private static final String FORM = "handlelab.inherited";

  private InheritanceJson() {}

  /**
   * Writes the document and a line end.
   *
   * @param report what to write
   * @param origin the kernel that the report is about
   * @param takenAt when the tables were read
   * @param faults what {@link InheritanceReport#faults} says of an expectation; empty if nothing
   *     was expected in particular
   * @param childExitCode what the child ended with; empty if it did not run, or runs
   * @param target where the document goes
   * @throws java.io.IOException if {@code target} cannot be written to
   */
  public static void write(
      InheritanceReport report,
      Origin origin,
      Instant takenAt,
      Optional<List<String>> faults,
      OptionalInt childExitCode,
      Writer target)
      throws IOException {
    RowJson rows = new RowJson(ObjectLabels.addressesOnly(report.states()));
    Json.document(
        FORM,
        target,
        out -> {
          Json.origin(origin, takenAt, out);
          out.name("parentProcessId").value(report.parentProcessId());
          out.name("childProcessId").value(report.childProcessId());
          out.name("suspended").value(report.isSuspended());
          process("parent", report.parent(), out);
          process("child", report.child(), out);
          terms(report.terms(), out);
          Json.objects(
              "standardHandles",
              report.standardHandles(),
              out,
              standard -> {
                out.name("stream").value(standard.stream());
                out.name("handle").value(standard.handle().value());
                out.name("warning").value(standard.warning().orElse(null));
              });
          Json.objects("childRows", report.childRows(), out, row -> childRow(row, rows, out));
          Json.objects("stayedBehind", report.uninherited(), out, row -> explained(row, rows, out));
          out.name("childExitCode");
          out.value(
              childExitCode.isPresent() ? Integer.toUnsignedLong(childExitCode.getAsInt()) : null);
          Json.arrayOrNull("faults", faults.orElse(null), out, out::value);
        });
  }

  private static void process(String name, ProcessDetails process, JsonWriter out)
      throws IOException {
    out.name(name).beginObject();
    Json.process(process, out);
    out.endObject();
  }

  private static void terms(Optional<InheritanceTerms> terms, JsonWriter out) throws IOException {
    out.name("terms");
    if (terms.isEmpty()) {
      out.nullValue();
      return;
    }
    out.beginObject();
    out.name("inheritHandles").value(terms.get().inheritHandles());
    values("handleList", terms.get().handleList(), out);
    values("standardHandles", terms.get().standard().values(), out);
    out.endObject();
  }

  private static void values(String name, List<Handle> handles, JsonWriter out) throws IOException {
    Json.arrayOrNull(name, handles, out, handle -> out.value(handle.value()));
  }

  private static void childRow(InheritedRow row, RowJson rows, JsonWriter out) throws IOException {
    explained(row.explained(), rows, out);
    out.name("fromParent").value(row.isFromParent());
    out.name("parentHandle");
    out.value(row.parentRow().map(parentRow -> parentRow.handle().value()).orElse(null));
    out.name("standardHandle").value(row.isStandardHandle());
    Json.objects(
        "holders",
        row.holders(),
        out,
        holder -> {
          out.name("processId").value(holder.processId());
          out.name("handle").value(holder.handle().value());
        });
    out.name("furtherHolders").value(row.furtherHolders());
  }

  private static void explained(ExplainedRow row, RowJson rows, JsonWriter out) throws IOException {
    rows.fields(row.row(), out);
    out.name("reason").value(row.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    out.name("why").value(row.why());
    out.name("call");
    if (row.call().isEmpty()) {
      out.nullValue();
      return;
    }
    Call call = row.call().get();
    out.beginObject();
    out.name("number").value(call.number());
    out.name("function").value(call.function());
    out.name("time").value(Json.time(call.time()));
    out.name("thread").value(call.thread());
    Json.array("stack", call.stack(), out, frame -> out.value(frame.toString()));
    out.endObject();
  }
}
