/* What the calls of KernelCalls.java cost in C. Arguments: info, duplicate, create, message-BYTES. */
#include "bench.h"
#include <string.h>

static HANDLE slot, client;
static char buffer[1 << 16];
static DWORD bytes;

static void require(BOOL succeeded) {
  if (succeeded) return;
  fprintf(stderr, "error %lu\n", GetLastError());
  exit(1);
}

static void info(long times) {
  DWORD flags;
  while (times--) require(GetHandleInformation(slot, &flags));
}

static void duplicate(long times) {
  HANDLE copy, self = GetCurrentProcess();
  while (times--) {
    require(DuplicateHandle(self, slot, self, &copy, 0, FALSE, DUPLICATE_SAME_ACCESS));
    require(CloseHandle(copy));
  }
}

static void create(long times) {
  while (times--) {
    HANDLE made = CreateMailslotW(L"\\\\.\\mailslot\\bench-c-create", 0, 0, NULL);
    require(made != INVALID_HANDLE_VALUE && CloseHandle(made));
  }
}

/* The buffer for reading is as long as the message: Wine asks its server where it is longer. */
static void message(long times) {
  DWORD done;
  while (times--) {
    require(WriteFile(client, buffer, bytes, &done, NULL));
    require(ReadFile(slot, buffer, bytes, &done, NULL) && done == bytes);
  }
}

int main(int count, char **operations) {
  slot = CreateMailslotW(L"\\\\.\\mailslot\\bench-c", 0, 0, NULL);
  client = CreateFileW(L"\\\\.\\mailslot\\bench-c", GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
  require(slot != INVALID_HANDLE_VALUE && client != INVALID_HANDLE_VALUE);
  for (int i = 1; i < count; i++) {
    const char *operation = operations[i];
    if (!strcmp(operation, "info")) measure(operation, info);
    else if (!strcmp(operation, "duplicate")) measure(operation, duplicate);
    else if (!strcmp(operation, "create")) measure(operation, create);
    else if (!strncmp(operation, "message-", 8) && (bytes = atoi(operation + 8)) <= sizeof buffer) measure(operation, message);
    else return 2;
  }
  return 0;
}
