package handlelab.real;

import com.sun.jna.Native;

/**
 * Declarations of ntdll.dll, directly mapped: what a look into handle tables needs and kernel32
 * does not have. The results are NTSTATUS codes; the last error is not set.
 */
@SuppressWarnings("MemberName")
final class NtdllLibrary {
  static final int STATUS_SUCCESS = 0;
  static final int STATUS_INFO_LENGTH_MISMATCH = 0xC000_0004;
  static final int STATUS_ACCESS_DENIED = 0xC000_0022;

  /** {@code SYSTEM_INFORMATION_CLASS.SystemProcessInformation}. */
  static final int SYSTEM_PROCESS_INFORMATION = 5;

  /** {@code SYSTEM_INFORMATION_CLASS.SystemExtendedHandleInformation}. */
  static final int SYSTEM_EXTENDED_HANDLE_INFORMATION = 64;

  /** {@code OBJECT_INFORMATION_CLASS.ObjectBasicInformation}. */
  static final int OBJECT_BASIC_INFORMATION = 0;

  /** {@code OBJECT_INFORMATION_CLASS.ObjectNameInformation}. */
  static final int OBJECT_NAME_INFORMATION = 1;

  /** {@code OBJECT_INFORMATION_CLASS.ObjectTypeInformation}. */
  static final int OBJECT_TYPE_INFORMATION = 2;

  /** {@code FS_INFORMATION_CLASS.FileFsDeviceInformation}: device type and characteristics. */
  static final int FILE_FS_DEVICE_INFORMATION = 4;

  static final int FILE_FS_DEVICE_INFORMATION_BYTES = 8;
  static final int FILE_DEVICE_MAILSLOT = 0x0C;
  static final int FILE_DEVICE_NAMED_PIPE = 0x11;

  /** {@code PROCESSINFOCLASS.ProcessBasicInformation}. */
  static final int PROCESS_BASIC_INFORMATION = 0;

  static {
    Native.register(NtdllLibrary.class, "ntdll");
  }

  private NtdllLibrary() {}

  /**
   * {@code NTSTATUS NtQuerySystemInformation(SYSTEM_INFORMATION_CLASS SystemInformationClass, PVOID
   * SystemInformation, ULONG SystemInformationLength, PULONG ReturnLength)}.
   */
  static native int NtQuerySystemInformation(
      int systemInformationClass,
      long systemInformation,
      int systemInformationLength,
      long returnLength);

  /**
   * {@code NTSTATUS NtQueryObject(HANDLE Handle, OBJECT_INFORMATION_CLASS ObjectInformationClass,
   * PVOID ObjectInformation, ULONG ObjectInformationLength, PULONG ReturnLength)}.
   */
  static native int NtQueryObject(
      long handle,
      int objectInformationClass,
      long objectInformation,
      int objectInformationLength,
      long returnLength);

  /**
   * {@code NTSTATUS NtQueryInformationFile(HANDLE FileHandle, PIO_STATUS_BLOCK IoStatusBlock, PVOID
   * FileInformation, ULONG Length, FILE_INFORMATION_CLASS FileInformationClass)}.
   */
  static native int NtQueryInformationFile(
      long fileHandle,
      long ioStatusBlock,
      long fileInformation,
      int length,
      int fileInformationClass);

  /**
   * {@code NTSTATUS NtQueryVolumeInformationFile(HANDLE FileHandle, PIO_STATUS_BLOCK IoStatusBlock,
   * PVOID FsInformation, ULONG Length, FS_INFORMATION_CLASS FsInformationClass)}.
   */
  static native int NtQueryVolumeInformationFile(
      long fileHandle, long ioStatusBlock, long fsInformation, int length, int fsInformationClass);

  /**
   * {@code NTSTATUS NtQueryInformationProcess(HANDLE ProcessHandle, PROCESSINFOCLASS
   * ProcessInformationClass, PVOID ProcessInformation, ULONG ProcessInformationLength, PULONG
   * ReturnLength)}.
   */
  static native int NtQueryInformationProcess(
      long processHandle,
      int processInformationClass,
      long processInformation,
      int processInformationLength,
      long returnLength);

  /**
   * {@code NTSTATUS NtQueryEvent(HANDLE EventHandle, EVENT_INFORMATION_CLASS EventInformationClass,
   * PVOID EventInformation, ULONG EventInformationLength, PULONG ReturnLength)}.
   */
  static native int NtQueryEvent(
      long eventHandle,
      int eventInformationClass,
      long eventInformation,
      int eventInformationLength,
      long returnLength);

  /**
   * {@code NTSTATUS NtQueryMutant(HANDLE MutantHandle, MUTANT_INFORMATION_CLASS
   * MutantInformationClass, PVOID MutantInformation, ULONG MutantInformationLength, PULONG
   * ReturnLength)}.
   */
  static native int NtQueryMutant(
      long mutantHandle,
      int mutantInformationClass,
      long mutantInformation,
      int mutantInformationLength,
      long returnLength);

  /**
   * {@code NTSTATUS NtQuerySemaphore(HANDLE SemaphoreHandle, SEMAPHORE_INFORMATION_CLASS
   * SemaphoreInformationClass, PVOID SemaphoreInformation, ULONG SemaphoreInformationLength, PULONG
   * ReturnLength)}.
   */
  static native int NtQuerySemaphore(
      long semaphoreHandle,
      int semaphoreInformationClass,
      long semaphoreInformation,
      int semaphoreInformationLength,
      long returnLength);

  /** {@code ULONG RtlNtStatusToDosError(NTSTATUS Status)}. */
  static native int RtlNtStatusToDosError(int status);
}
