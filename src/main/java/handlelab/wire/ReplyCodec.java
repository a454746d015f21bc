package handlelab.wire;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.MailslotInfo;
import handlelab.api.ProcessInformation;
import java.util.ArrayList;
import java.util.List;

/** A reply's frame: one byte of status, which says what follows, and the fields. */
final class ReplyCodec {
  private static final int DONE = 0;
  private static final int VALUE = 1;
  private static final int SLOT = 2;
  private static final int DATA = 3;
  private static final int STARTED = 4;
  private static final int PREPARED = 5;
  private static final int ROWS = 6;
  private static final int IDS = 7;
  private static final int FAILED = 16;
  private static final int ENDED = 17;
  private static final int REFUSED = 18;

  /**
   * Added to the status by a server that has a processor to spare: who waits for its next reply may
   * look for it before sleeping.
   */
  private static final int MAY_LOOK = 64;

  private ReplyCodec() {}

  /** Marks the frame that was built last, before it is finished. */
  static void addMayLook(FrameWriter out) {
    out.addToFirst(MAY_LOOK);
  }

  /** Whether the reply at hand is marked. */
  static boolean mayLook(FrameReader in) {
    return (in.first() & MAY_LOOK) != 0;
  }

  /** Builds the frame; rows as many as are given. */
  static void write(Reply reply, FrameWriter out) {
    out.begin();
    if (reply instanceof Reply.Value value) {
      out.putByte(VALUE);
      out.putLong(value.value());
    } else if (reply instanceof Reply.Done) {
      out.putByte(DONE);
    } else if (reply instanceof Reply.Data data) {
      out.putByte(DATA);
      out.putRest(data.bytes());
    } else if (reply instanceof Reply.Failed failed) {
      out.putByte(FAILED);
      out.putInt(failed.errorCode());
      out.putString(failed.function());
    } else {
      writeRare(reply, out);
    }
  }

  /** Begins the frame of a message whose bytes are sent after it. */
  static void beginData(FrameWriter out) {
    out.begin();
    out.putByte(DATA);
  }

  private static void writeRare(Reply reply, FrameWriter out) {
    if (reply instanceof Reply.Slot slot) {
      out.putByte(SLOT);
      out.putInt(slot.info().maxMessageSize());
      out.putInt(slot.info().nextSize());
      out.putInt(slot.info().messageCount());
      out.putInt(slot.info().readTimeoutMillis());
    } else if (reply instanceof Reply.Started started) {
      out.putByte(STARTED);
      writeInformation(started.information(), out);
    } else if (reply instanceof Reply.Prepared prepared) {
      out.putByte(PREPARED);
      writeInformation(prepared.child().information(), out);
      out.putString(prepared.child().token());
    } else if (reply instanceof Reply.Rows rows) {
      out.putByte(ROWS);
      out.putBoolean(rows.more());
      RowCodec.write(rows.rows(), out);
    } else if (reply instanceof Reply.Ids ids) {
      out.putByte(IDS);
      out.putInt(ids.processIds().size());
      ids.processIds().forEach(out::putInt);
    } else if (reply instanceof Reply.Ended ended) {
      out.putByte(ENDED);
      out.putInt(ended.processId());
    } else if (reply instanceof Reply.Refused refused) {
      out.putByte(REFUSED);
      out.putString(refused.reason());
    }
  }

  static Reply read(FrameReader in) throws MalformedFrameException {
    int status = in.getByte() & ~MAY_LOOK;
    Reply reply =
        switch (status) {
          case DONE -> Reply.Done.DONE;
          case VALUE -> new Reply.Value(in.getLong());
          case SLOT ->
              new Reply.Slot(new MailslotInfo(in.getInt(), in.getInt(), in.getInt(), in.getInt()));
          case DATA -> new Reply.Data(in.getRest());
          case STARTED -> new Reply.Started(readInformation(in));
          case PREPARED ->
              new Reply.Prepared(new PreparedChild(readInformation(in), in.getRequiredString()));
          case ROWS -> readRows(in);
          case IDS -> readIds(in);
          case FAILED -> readFailed(in);
          case ENDED -> new Reply.Ended(in.getInt());
          case REFUSED -> new Reply.Refused(in.getRequiredString());
          default -> throw new MalformedFrameException("no reply has the status " + status);
        };
    if (status != DATA) {
      in.end();
    }
    return reply;
  }

  private static void writeInformation(ProcessInformation information, FrameWriter out) {
    out.putHandle(information.process());
    out.putHandle(information.thread());
    out.putInt(information.processId());
    out.putInt(information.threadId());
  }

  private static ProcessInformation readInformation(FrameReader in) throws MalformedFrameException {
    Handle process = in.getHandle();
    return new ProcessInformation(process, in.getHandle(), in.getInt(), in.getInt());
  }

  private static Reply readRows(FrameReader in) throws MalformedFrameException {
    boolean more = in.getBoolean();
    List<HandleRow> rows = RowCodec.read(in);
    return new Reply.Rows(rows, more);
  }

  private static Reply readIds(FrameReader in) throws MalformedFrameException {
    int count = in.getCount(Integer.BYTES);
    List<Integer> ids = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ids.add(in.getInt());
    }
    return new Reply.Ids(ids);
  }

  private static Reply readFailed(FrameReader in) throws MalformedFrameException {
    int errorCode = in.getInt();
    return new Reply.Failed(in.getRequiredString(), errorCode);
  }
}
