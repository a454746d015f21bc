package handlelab.leaks;

import com.google.gson.stream.JsonWriter;
import handlelab.leaks.LeakSite.OpenHandle;
import handlelab.recorder.CallStack;
import handlelab.recorder.Recording;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** A report as one JSON document, which {@link #SCHEMA} describes. Stateless. */
public final class LeakJson {
  /** The schema's name as a resource of this project. */
  public static final String SCHEMA = "/handlelab/schema/leaks-1.json";

  private static final int VERSION = 1;

  private LeakJson() {}

  /**
   * Writes a report, in one line.
   *
   * @param report what to write
   * @param target is neither flushed nor closed
   * @throws IOException if {@code target} cannot be written to
   */
  public static void write(LeakReport report, Writer target) throws IOException {
    JsonWriter out = new JsonWriter(target);
    Recording recording = report.recording();
    out.beginObject();
    out.name("form").value("handlelab.leaks");
    out.name("version").value(VERSION);
    out.name("backend").value(report.origin().backend());
    out.name("kernel").value(report.origin().kernel());
    out.name("takenAt").value(time(report.takenAt()));
    out.name("moment").value(report.moment());
    out.name("hostProcessId").value(recording.processId());
    out.name("program").value(recording.program());
    out.name("watchedSince").value(time(Instant.ofEpochMilli(recording.startMillis())));
    out.name("tableRead").value(report.table() != null);
    out.name("findings").value(report.findings());
    badCloses("badCloses", report.badCloses(), report, out);
    badCloses("closesOfOthers", recording.closesOfOthers(), report, out);
    out.name("sites").beginArray();
    for (LeakSite site : report.sites()) {
      site(site, out);
    }
    out.endArray();
    out.name("ignoredSites").value(report.ignoredSites());
    out.name("children").beginArray();
    for (ChildHandles child : report.children()) {
      child(child, report, out);
    }
    out.endArray();
    out.name("closedUnknown").value(recording.unknownCloses());
    out.name("unwatchedRows").beginObject();
    for (Map.Entry<String, Long> type : report.unwatched().entrySet()) {
      out.name(type.getKey()).value(type.getValue());
    }
    out.endObject();
    out.name("problems").beginArray();
    for (String problem : recording.problems()) {
      out.value(problem);
    }
    out.endArray();
    out.endObject();
    out.flush();
    target.write('\n');
  }

  private static void badCloses(
      String name, List<Recording.BadClose> closes, LeakReport report, JsonWriter out)
      throws IOException {
    out.name(name).beginArray();
    for (Recording.BadClose close : closes) {
      badClose(close, report, out);
    }
    out.endArray();
  }

  private static void badClose(Recording.BadClose close, LeakReport report, JsonWriter out)
      throws IOException {
    out.beginObject();
    out.name("signature").value(close.stack().signature(close.function()));
    out.name("function").value(close.function());
    out.name("handle").value(close.value());
    out.name("count").value(close.count());
    stack("stack", close.stack(), out);
    stack("closedBefore", close.closer(), out);
    Recording.Site opener = report.site(close.opener());
    stack("opened", opener == null ? null : opener.stack(), out);
    out.endObject();
  }

  private static void site(LeakSite site, JsonWriter out) throws IOException {
    out.beginObject();
    out.name("finding").value(site.isFinding());
    out.name("signatures").beginArray();
    for (Recording.Site each : site.stacks()) {
      out.value(each.signature());
    }
    out.endArray();
    out.name("function").value(site.first().function());
    out.name("type").value(site.type());
    out.name("open").value(site.open().size());
    out.name("opened").value(site.opened());
    out.name("closed").value(site.closed());
    out.name("closedUnseen").value(site.closedUnseen());
    out.name("growth").value(site.growth());
    stack("stack", site.first().stack(), out);
    stack("closer", site.first().closer(), out);
    out.name("handles").beginArray();
    for (OpenHandle handle : site.open()) {
      out.beginObject();
      out.name("handle").value(handle.recorded().value());
      out.name("type").value(handle.row() == null ? site.type() : handle.row().objectType());
      out.name("name").value(handle.name());
      boolean isInTable = handle.recorded().isHandle() && site.first().isInTable();
      out.name("inTable").value(isInTable);
      out.name("inheritable").value(handle.inheritable());
      out.name("openedAt").value(time(Instant.ofEpochMilli(handle.recorded().millis())));
      out.name("thread").value(handle.recorded().thread());
      out.endObject();
    }
    out.endArray();
    out.endObject();
  }

  private static void child(ChildHandles child, LeakReport report, JsonWriter out)
      throws IOException {
    Recording.Child recorded = child.child();
    out.beginObject();
    out.name("processId").value(recorded.processId());
    out.name("commandLine").value(recorded.commandLine());
    out.name("startedAt").value(time(Instant.ofEpochMilli(recorded.millis())));
    out.name("suspended").value(recorded.isSuspended());
    out.name("byList").value(recorded.inherits() == Recording.Inherits.LIST);
    Recording.Site start = report.site(recorded.site());
    stack("stack", start == null ? null : start.stack(), out);
    out.name("handles").beginArray();
    for (Recording.Open handle : recorded.got()) {
      out.beginObject();
      out.name("handle").value(handle.value());
      out.name("named").value(!child.unnamed().contains(handle));
      out.name("inTable");
      if (child.found() == null) {
        out.nullValue();
      } else {
        out.value(child.found().contains(handle.value()));
      }
      Recording.Site opener = report.site(handle.site());
      out.name("function").value(opener == null ? null : opener.function());
      stack("opened", opener == null ? null : opener.stack(), out);
      out.endObject();
    }
    out.endArray();
    out.endObject();
  }

  private static void stack(String name, CallStack stack, JsonWriter out) throws IOException {
    out.name(name);
    if (stack == null) {
      out.nullValue();
      return;
    }
    out.beginArray();
    for (String frame : stack.frames()) {
      out.value(frame);
    }
    out.endArray();
  }

  private static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
