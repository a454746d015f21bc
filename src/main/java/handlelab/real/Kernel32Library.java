package handlelab.real;

import com.sun.jna.Native;

/**
 * Declarations of kernel32.dll, directly mapped. C prototypes as in the Windows SDK.
 *
 * <p>{@code HANDLE}, pointers and {@code SIZE_T} are {@code long}; {@code BOOL} and {@code DWORD}
 * are {@code int}. {@code GetLastError} is not here: JNA cannot map it directly, and keeps what it
 * was right after each call for {@link Native#getLastError()}.
 */
@SuppressWarnings("MemberName")
final class Kernel32Library {
  static {
    Native.register(Kernel32Library.class, "kernel32");
  }

  private Kernel32Library() {}

  /**
   * {@code HANDLE CreateMailslotW(LPCWSTR lpName, DWORD nMaxMessageSize, DWORD lReadTimeout,
   * LPSECURITY_ATTRIBUTES lpSecurityAttributes)}; fails with INVALID_HANDLE_VALUE.
   */
  static native long CreateMailslotW(
      long lpName, int nMaxMessageSize, int lReadTimeout, long lpSecurityAttributes);

  /**
   * {@code BOOL GetMailslotInfo(HANDLE hMailslot, LPDWORD lpMaxMessageSize, LPDWORD lpNextSize,
   * LPDWORD lpMessageCount, LPDWORD lpReadTimeout)}.
   */
  static native int GetMailslotInfo(
      long hMailslot,
      long lpMaxMessageSize,
      long lpNextSize,
      long lpMessageCount,
      long lpReadTimeout);

  /** {@code BOOL SetMailslotInfo(HANDLE hMailslot, DWORD lReadTimeout)}. */
  static native int SetMailslotInfo(long hMailslot, int lReadTimeout);

  /**
   * {@code HANDLE CreateFileW(LPCWSTR lpFileName, DWORD dwDesiredAccess, DWORD dwShareMode,
   * LPSECURITY_ATTRIBUTES lpSecurityAttributes, DWORD dwCreationDisposition, DWORD
   * dwFlagsAndAttributes, HANDLE hTemplateFile)}; fails with INVALID_HANDLE_VALUE.
   */
  static native long CreateFileW(
      long lpFileName,
      int dwDesiredAccess,
      int dwShareMode,
      long lpSecurityAttributes,
      int dwCreationDisposition,
      int dwFlagsAndAttributes,
      long hTemplateFile);

  /**
   * {@code BOOL ReadFile(HANDLE hFile, LPVOID lpBuffer, DWORD nNumberOfBytesToRead, LPDWORD
   * lpNumberOfBytesRead, LPOVERLAPPED lpOverlapped)}.
   */
  static native int ReadFile(
      long hFile,
      long lpBuffer,
      int nNumberOfBytesToRead,
      long lpNumberOfBytesRead,
      long lpOverlapped);

  /**
   * {@code BOOL GetOverlappedResult(HANDLE hFile, LPOVERLAPPED lpOverlapped, LPDWORD
   * lpNumberOfBytesTransferred, BOOL bWait)}.
   */
  static native int GetOverlappedResult(
      long hFile, long lpOverlapped, long lpNumberOfBytesTransferred, int bWait);

  /**
   * {@code HANDLE CreateEventW(LPSECURITY_ATTRIBUTES lpEventAttributes, BOOL bManualReset, BOOL
   * bInitialState, LPCWSTR lpName)}; fails with NULL.
   */
  static native long CreateEventW(
      long lpEventAttributes, int bManualReset, int bInitialState, long lpName);

  /**
   * {@code BOOL WriteFile(HANDLE hFile, LPCVOID lpBuffer, DWORD nNumberOfBytesToWrite, LPDWORD
   * lpNumberOfBytesWritten, LPOVERLAPPED lpOverlapped)}.
   */
  static native int WriteFile(
      long hFile,
      long lpBuffer,
      int nNumberOfBytesToWrite,
      long lpNumberOfBytesWritten,
      long lpOverlapped);

  /**
   * {@code BOOL DuplicateHandle(HANDLE hSourceProcessHandle, HANDLE hSourceHandle, HANDLE
   * hTargetProcessHandle, LPHANDLE lpTargetHandle, DWORD dwDesiredAccess, BOOL bInheritHandle,
   * DWORD dwOptions)}.
   */
  static native int DuplicateHandle(
      long hSourceProcessHandle,
      long hSourceHandle,
      long hTargetProcessHandle,
      long lpTargetHandle,
      int dwDesiredAccess,
      int bInheritHandle,
      int dwOptions);

  /** {@code BOOL CloseHandle(HANDLE hObject)}. */
  static native int CloseHandle(long hObject);

  /** {@code BOOL GetHandleInformation(HANDLE hObject, LPDWORD lpdwFlags)}. */
  static native int GetHandleInformation(long hObject, long lpdwFlags);

  /** {@code BOOL SetHandleInformation(HANDLE hObject, DWORD dwMask, DWORD dwFlags)}. */
  static native int SetHandleInformation(long hObject, int dwMask, int dwFlags);

  /** {@code HANDLE GetCurrentProcess(void)}. */
  static native long GetCurrentProcess();

  /** {@code HANDLE GetCurrentThread(void)}. */
  static native long GetCurrentThread();

  /** {@code DWORD GetCurrentProcessId(void)}. */
  static native int GetCurrentProcessId();

  /** {@code DWORD GetProcessId(HANDLE Process)}; fails with 0. */
  static native int GetProcessId(long process);

  /**
   * {@code BOOL CreateProcessW(LPCWSTR lpApplicationName, LPWSTR lpCommandLine,
   * LPSECURITY_ATTRIBUTES lpProcessAttributes, LPSECURITY_ATTRIBUTES lpThreadAttributes, BOOL
   * bInheritHandles, DWORD dwCreationFlags, LPVOID lpEnvironment, LPCWSTR lpCurrentDirectory,
   * LPSTARTUPINFOW lpStartupInfo, LPPROCESS_INFORMATION lpProcessInformation)}.
   */
  static native int CreateProcessW(
      long lpApplicationName,
      long lpCommandLine,
      long lpProcessAttributes,
      long lpThreadAttributes,
      int bInheritHandles,
      int dwCreationFlags,
      long lpEnvironment,
      long lpCurrentDirectory,
      long lpStartupInfo,
      long lpProcessInformation);

  /**
   * {@code BOOL InitializeProcThreadAttributeList(LPPROC_THREAD_ATTRIBUTE_LIST lpAttributeList,
   * DWORD dwAttributeCount, DWORD dwFlags, PSIZE_T lpSize)}; with a NULL list it returns the size
   * and fails with ERROR_INSUFFICIENT_BUFFER.
   */
  static native int InitializeProcThreadAttributeList(
      long lpAttributeList, int dwAttributeCount, int dwFlags, long lpSize);

  /**
   * {@code BOOL UpdateProcThreadAttribute(LPPROC_THREAD_ATTRIBUTE_LIST lpAttributeList, DWORD
   * dwFlags, DWORD_PTR Attribute, PVOID lpValue, SIZE_T cbSize, PVOID lpPreviousValue, PSIZE_T
   * lpReturnSize)}; keeps {@code lpValue} by pointer until the list is deleted.
   */
  static native int UpdateProcThreadAttribute(
      long lpAttributeList,
      int dwFlags,
      long attribute,
      long lpValue,
      long cbSize,
      long lpPreviousValue,
      long lpReturnSize);

  /**
   * {@code void DeleteProcThreadAttributeList(LPPROC_THREAD_ATTRIBUTE_LIST lpAttributeList)}; frees
   * no memory of the caller's.
   */
  static native void DeleteProcThreadAttributeList(long lpAttributeList);

  /**
   * {@code HANDLE OpenProcess(DWORD dwDesiredAccess, BOOL bInheritHandle, DWORD dwProcessId)};
   * fails with NULL.
   */
  static native long OpenProcess(int dwDesiredAccess, int bInheritHandle, int dwProcessId);

  /** {@code DWORD ResumeThread(HANDLE hThread)}; fails with (DWORD) -1. */
  static native int ResumeThread(long hThread);

  /** {@code BOOL GetExitCodeProcess(HANDLE hProcess, LPDWORD lpExitCode)}. */
  static native int GetExitCodeProcess(long hProcess, long lpExitCode);

  /** {@code BOOL TerminateProcess(HANDLE hProcess, UINT uExitCode)}. */
  static native int TerminateProcess(long hProcess, int uExitCode);

  /**
   * {@code DWORD WaitForSingleObject(HANDLE hHandle, DWORD dwMilliseconds)}; fails with
   * WAIT_FAILED.
   */
  static native int WaitForSingleObject(long hHandle, int dwMilliseconds);

  /** {@code BOOL CancelIoEx(HANDLE hFile, LPOVERLAPPED lpOverlapped)}. */
  static native int CancelIoEx(long hFile, long lpOverlapped);

  /** {@code LPWSTR GetCommandLineW(void)}; the text belongs to the process. */
  static native long GetCommandLineW();

  /** {@code HANDLE GetStdHandle(DWORD nStdHandle)}; NULL if there is none. */
  static native long GetStdHandle(int nStdHandle);
}
