package handlelab.jna;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The functions of advapi32 by which a program makes a security descriptor that admits its own user
 * or logon session only. The simulated kernel checks no descriptors: all its processes are of one
 * user. A token is a handle to the process, with a right to query only.
 */
final class SecurityFunctions {
  private static final int TOKEN_USER = 1;
  private static final int TOKEN_GROUPS = 2;
  private static final int TOKEN_OWNER = 4;

  /** SE_GROUP_MANDATORY, ENABLED_BY_DEFAULT and ENABLED, and SE_GROUP_LOGON_ID. */
  private static final int LOGON_GROUP = 0xC0000007;

  /** The local system's logon session and a local user, in the binary form of a SID. */
  private static final byte[] LOGON_SID = sid(5, 0, 1000);

  private static final byte[] USER_SID = sid(21, 1, 2, 3, 1001);

  private static final int ERROR_ALLOTTED_SPACE_EXCEEDED = 1344;
  private static final int ACL_HEADER_BYTES = 8;
  private static final int ACE_HEADER_BYTES = 8;
  private static final int ACL_REVISION = 2;
  private static final int DESCRIPTOR_BYTES = 40;
  private static final int DESCRIPTOR_DACL = 32;
  private static final short DACL_PRESENT = 4;

  private SecurityFunctions() {}

  private static byte[] sid(int... subAuthorities) {
    ByteBuffer sid =
        ByteBuffer.allocate(8 + Integer.BYTES * subAuthorities.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    sid.put((byte) 1).put((byte) subAuthorities.length);
    sid.put(new byte[] {0, 0, 0, 0, 0, 5}); // SECURITY_NT_AUTHORITY
    for (int subAuthority : subAuthorities) {
      sid.putInt(subAuthority);
    }
    return sid.array();
  }

  static void addTo(SimulatedLibrary library) {
    library.add("OpenProcessToken", SecurityFunctions::openProcessToken);
    library.add("GetTokenInformation", SecurityFunctions::getTokenInformation);
    library.add("GetLengthSid", 0, call -> sidBytes(call, 0));
    library.add("InitializeSecurityDescriptor", SecurityFunctions::initializeDescriptor);
    library.add("SetSecurityDescriptorDacl", SecurityFunctions::setDacl);
    library.add("InitializeAcl", SecurityFunctions::initializeAcl);
    library.add("AddAccessAllowedAce", SecurityFunctions::addAccessAllowedAce);
  }

  private static void openProcessToken(SimulatedCall call) {
    Kernel32 kernel32 = call.kernel32();
    Handle token =
        kernel32.duplicateHandle(
            Handle.CURRENT_PROCESS,
            call.handle(0),
            Handle.CURRENT_PROCESS,
            Win32.PROCESS_QUERY_LIMITED_INFORMATION,
            false,
            0);
    call.putLong(2, token.value());
  }

  private static void getTokenInformation(SimulatedCall call) {
    var unused = call.kernel32().getProcessId(call.handle(0)); // for its errors
    int kind = call.number(1);
    if (kind != TOKEN_USER && kind != TOKEN_GROUPS && kind != TOKEN_OWNER) {
      throw Refusal.of(call.function(), "information " + kind);
    }
    byte[] sid = kind == TOKEN_GROUPS ? LOGON_SID : USER_SID;
    int pointerOffset = kind == TOKEN_GROUPS ? Long.BYTES : 0; // a count is first
    int sidOffset = kind == TOKEN_OWNER ? Long.BYTES : pointerOffset + 2 * Long.BYTES;
    int bytes = sidOffset + sid.length;
    call.putInt(4, bytes);
    if (call.isNull(2) || call.number(3) < bytes) {
      throw new Win32Exception(call.function(), Win32Error.ERROR_INSUFFICIENT_BUFFER);
    }
    ByteBuffer memory = call.memory(2, bytes);
    if (kind == TOKEN_GROUPS) {
      memory.putInt(0, 1);
    }
    memory.putLong(pointerOffset, call.arguments().value(2) + sidOffset);
    if (kind != TOKEN_OWNER) {
      memory.putInt(pointerOffset + Long.BYTES, kind == TOKEN_GROUPS ? LOGON_GROUP : 0);
    }
    memory.put(sidOffset, sid);
  }

  private static int sidBytes(SimulatedCall call, int index) {
    return 8 + Integer.BYTES * (call.memory(index, 2).get(1) & 0xFF);
  }

  private static void initializeDescriptor(SimulatedCall call) {
    call.memory(0, DESCRIPTOR_BYTES).put(new byte[DESCRIPTOR_BYTES]).put(0, (byte) call.number(1));
  }

  private static void setDacl(SimulatedCall call) {
    ByteBuffer descriptor = call.memory(0, DESCRIPTOR_BYTES);
    if (call.flag(1)) {
      descriptor.putShort(2, (short) (descriptor.getShort(2) | DACL_PRESENT));
      descriptor.putLong(DESCRIPTOR_DACL, call.arguments().value(2));
    }
  }

  private static void initializeAcl(SimulatedCall call) {
    int bytes = call.number(1);
    if (bytes < ACL_HEADER_BYTES) {
      throw new Win32Exception(call.function(), Win32Error.ERROR_INSUFFICIENT_BUFFER);
    }
    ByteBuffer acl = call.memory(0, ACL_HEADER_BYTES);
    acl.putLong(0, 0).put(0, (byte) ACL_REVISION).putShort(2, (short) bytes);
  }

  private static void addAccessAllowedAce(SimulatedCall call) {
    ByteBuffer header = call.memory(0, ACL_HEADER_BYTES);
    int aclBytes = header.getShort(2) & 0xFFFF;
    int count = header.getShort(4);
    ByteBuffer acl = call.memory(0, aclBytes);
    int offset = ACL_HEADER_BYTES;
    for (int i = 0; i < count; i++) {
      offset += acl.getShort(offset + 2);
    }
    int sidBytes = sidBytes(call, 3);
    int aceBytes = ACE_HEADER_BYTES + sidBytes;
    if (offset + aceBytes > aclBytes) {
      throw new Win32Exception(call.function(), ERROR_ALLOTTED_SPACE_EXCEEDED);
    }
    acl.putShort(offset, (short) 0).putShort(offset + 2, (short) aceBytes);
    acl.putInt(offset + 4, call.number(2));
    acl.position(offset + ACE_HEADER_BYTES).put(call.memory(3, sidBytes));
    acl.putShort(4, (short) (count + 1));
  }
}
