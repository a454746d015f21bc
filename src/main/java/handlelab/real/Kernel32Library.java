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

  /** {@code DWORD GetCurrentThreadId(void)}. */
  static native int GetCurrentThreadId();

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

  /**
   * {@code BOOL ReadProcessMemory(HANDLE hProcess, LPCVOID lpBaseAddress, LPVOID lpBuffer, SIZE_T
   * nSize, SIZE_T *lpNumberOfBytesRead)}.
   */
  static native int ReadProcessMemory(
      long hProcess, long lpBaseAddress, long lpBuffer, long nSize, long lpNumberOfBytesRead);

  /** {@code BOOL CancelIoEx(HANDLE hFile, LPOVERLAPPED lpOverlapped)}. */
  static native int CancelIoEx(long hFile, long lpOverlapped);

  /** {@code BOOL CancelIo(HANDLE hFile)}. */
  static native int CancelIo(long hFile);

  /**
   * {@code HANDLE OpenEventW(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCWSTR lpName)}; fails
   * with NULL.
   */
  static native long OpenEventW(int dwDesiredAccess, int bInheritHandle, long lpName);

  /** {@code BOOL SetEvent(HANDLE hEvent)}. */
  static native int SetEvent(long hEvent);

  /** {@code BOOL ResetEvent(HANDLE hEvent)}. */
  static native int ResetEvent(long hEvent);

  /**
   * {@code HANDLE CreateMutexW(LPSECURITY_ATTRIBUTES lpMutexAttributes, BOOL bInitialOwner, LPCWSTR
   * lpName)}; fails with NULL.
   */
  static native long CreateMutexW(long lpMutexAttributes, int bInitialOwner, long lpName);

  /**
   * {@code HANDLE OpenMutexW(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCWSTR lpName)}; fails
   * with NULL.
   */
  static native long OpenMutexW(int dwDesiredAccess, int bInheritHandle, long lpName);

  /** {@code BOOL ReleaseMutex(HANDLE hMutex)}. */
  static native int ReleaseMutex(long hMutex);

  /**
   * {@code HANDLE CreateSemaphoreW(LPSECURITY_ATTRIBUTES lpSemaphoreAttributes, LONG lInitialCount,
   * LONG lMaximumCount, LPCWSTR lpName)}; fails with NULL.
   */
  static native long CreateSemaphoreW(
      long lpSemaphoreAttributes, int lInitialCount, int lMaximumCount, long lpName);

  /**
   * {@code HANDLE OpenSemaphoreW(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCWSTR lpName)};
   * fails with NULL.
   */
  static native long OpenSemaphoreW(int dwDesiredAccess, int bInheritHandle, long lpName);

  /**
   * {@code BOOL ReleaseSemaphore(HANDLE hSemaphore, LONG lReleaseCount, LPLONG lpPreviousCount)}.
   */
  static native int ReleaseSemaphore(long hSemaphore, int lReleaseCount, long lpPreviousCount);

  /**
   * {@code DWORD WaitForMultipleObjects(DWORD nCount, const HANDLE *lpHandles, BOOL bWaitAll, DWORD
   * dwMilliseconds)}; fails with WAIT_FAILED.
   */
  static native int WaitForMultipleObjects(
      int nCount, long lpHandles, int bWaitAll, int dwMilliseconds);

  /**
   * {@code BOOL CreatePipe(PHANDLE hReadPipe, PHANDLE hWritePipe, LPSECURITY_ATTRIBUTES
   * lpPipeAttributes, DWORD nSize)}.
   */
  static native int CreatePipe(long hReadPipe, long hWritePipe, long lpPipeAttributes, int nSize);

  /**
   * {@code HANDLE CreateNamedPipeW(LPCWSTR lpName, DWORD dwOpenMode, DWORD dwPipeMode, DWORD
   * nMaxInstances, DWORD nOutBufferSize, DWORD nInBufferSize, DWORD nDefaultTimeOut,
   * LPSECURITY_ATTRIBUTES lpSecurityAttributes)}; fails with INVALID_HANDLE_VALUE.
   */
  static native long CreateNamedPipeW(
      long lpName,
      int dwOpenMode,
      int dwPipeMode,
      int nMaxInstances,
      int nOutBufferSize,
      int nInBufferSize,
      int nDefaultTimeOut,
      long lpSecurityAttributes);

  /** {@code BOOL ConnectNamedPipe(HANDLE hNamedPipe, LPOVERLAPPED lpOverlapped)}. */
  static native int ConnectNamedPipe(long hNamedPipe, long lpOverlapped);

  /** {@code BOOL DisconnectNamedPipe(HANDLE hNamedPipe)}. */
  static native int DisconnectNamedPipe(long hNamedPipe);

  /** {@code BOOL WaitNamedPipeW(LPCWSTR lpNamedPipeName, DWORD nTimeOut)}. */
  static native int WaitNamedPipeW(long lpNamedPipeName, int nTimeOut);

  /**
   * {@code BOOL PeekNamedPipe(HANDLE hNamedPipe, LPVOID lpBuffer, DWORD nBufferSize, LPDWORD
   * lpBytesRead, LPDWORD lpTotalBytesAvail, LPDWORD lpBytesLeftThisMessage)}.
   */
  static native int PeekNamedPipe(
      long hNamedPipe,
      long lpBuffer,
      int nBufferSize,
      long lpBytesRead,
      long lpTotalBytesAvail,
      long lpBytesLeftThisMessage);

  /**
   * {@code BOOL GetNamedPipeHandleStateW(HANDLE hNamedPipe, LPDWORD lpState, LPDWORD
   * lpCurInstances, LPDWORD lpMaxCollectionCount, LPDWORD lpCollectDataTimeout, LPWSTR lpUserName,
   * DWORD nMaxUserNameSize)}.
   */
  static native int GetNamedPipeHandleStateW(
      long hNamedPipe,
      long lpState,
      long lpCurInstances,
      long lpMaxCollectionCount,
      long lpCollectDataTimeout,
      long lpUserName,
      int nMaxUserNameSize);

  /**
   * {@code BOOL SetNamedPipeHandleState(HANDLE hNamedPipe, LPDWORD lpMode, LPDWORD
   * lpMaxCollectionCount, LPDWORD lpCollectDataTimeout)}.
   */
  static native int SetNamedPipeHandleState(
      long hNamedPipe, long lpMode, long lpMaxCollectionCount, long lpCollectDataTimeout);

  /**
   * {@code BOOL GetNamedPipeInfo(HANDLE hNamedPipe, LPDWORD lpFlags, LPDWORD lpOutBufferSize,
   * LPDWORD lpInBufferSize, LPDWORD lpMaxInstances)}.
   */
  static native int GetNamedPipeInfo(
      long hNamedPipe,
      long lpFlags,
      long lpOutBufferSize,
      long lpInBufferSize,
      long lpMaxInstances);

  /** {@code BOOL FlushFileBuffers(HANDLE hFile)}. */
  static native int FlushFileBuffers(long hFile);

  /**
   * {@code DWORD GetFileType(HANDLE hFile)}; FILE_TYPE_UNKNOWN is a failure if the last error is
   * not NO_ERROR.
   */
  static native int GetFileType(long hFile);

  /**
   * {@code BOOL QueryFullProcessImageNameW(HANDLE hProcess, DWORD dwFlags, LPWSTR lpExeName, PDWORD
   * lpdwSize)}.
   */
  static native int QueryFullProcessImageNameW(
      long hProcess, int dwFlags, long lpExeName, long lpdwSize);

  /**
   * {@code BOOL GetProcessTimes(HANDLE hProcess, LPFILETIME lpCreationTime, LPFILETIME lpExitTime,
   * LPFILETIME lpKernelTime, LPFILETIME lpUserTime)}.
   */
  static native int GetProcessTimes(
      long hProcess, long lpCreationTime, long lpExitTime, long lpKernelTime, long lpUserTime);

  /** {@code LPWSTR GetCommandLineW(void)}; the text belongs to the process. */
  static native long GetCommandLineW();

  /** {@code HANDLE GetStdHandle(DWORD nStdHandle)}; NULL if there is none, -1 if it fails. */
  static native long GetStdHandle(int nStdHandle);

  /** {@code BOOL SetStdHandle(DWORD nStdHandle, HANDLE hHandle)}. */
  static native int SetStdHandle(int nStdHandle, long hHandle);
}
