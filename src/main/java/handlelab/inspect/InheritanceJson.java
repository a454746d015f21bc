package handlelab.inspect;

import com.google.gson.stream.JsonWriter;
import handlelab.api.Handle;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An inheritance report as one JSON document, of the form that {@link #SCHEMA} describes. */
public final class InheritanceJson {
  /** The schema's name as a resource of this project. */
  public static final String SCHEMA = "/handlelab/schema/inherited-1.json";

  private static final String FORM = "handlelab.inherited";

  private InheritanceJson() {}

  /**
   * Writes the document and a line end.
   *
   * @param faults what {@link InheritanceReport#faults} says of an expectation; empty where nothing
   *     was expected in particular
   */
  public static void write(
      InheritanceReport report,
      Origin origin,
      Instant takenAt,
      Optional<List<String>> faults,
      Writer target)
      throws IOException {
    RowJson rows = new RowJson(ObjectLabels.addressesOnly());
    JsonWriter out = new JsonWriter(target);
    out.beginObject();
    Json.head(FORM, out);
    out.name("backend").value(origin.backend());
    out.name("kernel").value(origin.kernel());
    out.name("takenAt").value(Json.time(takenAt));
    out.name("parentProcessId").value(report.parentProcessId());
    out.name("childProcessId").value(report.childProcessId());
    out.name("suspended").value(report.isSuspended());
    out.name("terms");
    terms(report.terms(), out);
    out.name("childRows").beginArray();
    for (InheritedRow row : report.childRows()) {
      out.beginObject();
      childRow(row, rows, out);
      out.endObject();
    }
    out.endArray();
    out.name("stayedBehind").beginArray();
    for (UninheritedRow row : report.uninherited()) {
      out.beginObject();
      rows.fields(row.row(), out);
      reason(row.reason(), row.why(), row.call(), out);
      out.endObject();
    }
    out.endArray();
    out.name("faults");
    faults(faults, out);
    out.endObject();
    out.flush();
    target.write('\n');
  }

  private static void terms(Optional<InheritanceTerms> terms, JsonWriter out) throws IOException {
    if (terms.isEmpty()) {
      out.nullValue();
      return;
    }
    out.beginObject();
    out.name("inheritHandles").value(terms.get().inheritHandles());
    out.name("handleList");
    if (terms.get().handleList() == null) {
      out.nullValue();
    } else {
      values(terms.get().handleList(), out);
    }
    out.name("standardHandles");
    values(terms.get().standardHandles(), out);
    out.endObject();
  }

  private static void values(List<Handle> handles, JsonWriter out) throws IOException {
    out.beginArray();
    for (Handle handle : handles) {
      out.value(handle.value());
    }
    out.endArray();
  }

  private static void childRow(InheritedRow row, RowJson rows, JsonWriter out) throws IOException {
    rows.fields(row.row(), out);
    reason(row.reason(), row.why(), row.call(), out);
    out.name("fromParent").value(row.isFromParent());
    out.name("parentHandle");
    if (row.parentRow().isPresent()) {
      out.value(row.parentRow().get().handle().value());
    } else {
      out.nullValue();
    }
    out.name("standardHandle").value(row.isStandardHandle());
    out.name("holders").beginArray();
    for (InheritanceHolder holder : row.holders()) {
      out.beginObject();
      out.name("processId").value(holder.processId());
      out.name("handle").value(holder.handle().value());
      out.endObject();
    }
    out.endArray();
    out.name("furtherHolders").value(row.furtherHolders());
  }

  private static void reason(
      InheritanceReason reason, String why, Optional<Call> call, JsonWriter out)
      throws IOException {
    out.name("reason").value(reason.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    out.name("why").value(why);
    out.name("call");
    if (call.isEmpty()) {
      out.nullValue();
      return;
    }
    out.beginObject();
    out.name("number").value(call.get().number());
    out.name("function").value(call.get().function());
    out.name("time").value(Json.time(call.get().time()));
    out.name("thread").value(call.get().thread());
    out.name("stack").beginArray();
    for (StackTraceElement frame : call.get().stack()) {
      out.value(frame.toString());
    }
    out.endArray();
    out.endObject();
  }

  private static void faults(Optional<List<String>> faults, JsonWriter out) throws IOException {
    if (faults.isEmpty()) {
      out.nullValue();
      return;
    }
    out.beginArray();
    for (String fault : faults.get()) {
      out.value(fault);
    }
    out.endArray();
  }
}
