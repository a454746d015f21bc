package handlelab.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The one line that a user sees of a failed call. */
class Win32ExceptionTest {
  @Test
  void namesFunctionAndError() {
    Win32Exception failure = new Win32Exception("CreateFileW", Win32Error.ERROR_FILE_NOT_FOUND);
    assertEquals("CreateFileW failed: ERROR_FILE_NOT_FOUND (2)", failure.getMessage());
    assertEquals("CreateFileW", failure.function());
    assertEquals(2, failure.errorCode());
  }

  @Test
  void namesAnUnknownErrorByItsUnsignedNumber() {
    assertEquals("F failed: error 4294967295", new Win32Exception("F", -1).getMessage());
  }
}
