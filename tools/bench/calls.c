/* What the calls of KernelCalls.java cost in C, timed as Timing.java does. Arguments: info, message. */
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static HANDLE slot, client;

static void require(BOOL succeeded) {
  if (succeeded) return;
  fprintf(stderr, "error %lu\n", GetLastError());
  exit(1);
}

static void info(long times) {
  DWORD flags;
  while (times--) require(GetHandleInformation(slot, &flags));
}

/* The buffer for reading is as long as the message: Wine asks its server if it is longer. */
static void message(long times) {
  static char buffer[64];
  DWORD done;
  while (times--) {
    require(WriteFile(client, buffer, sizeof buffer, &done, NULL));
    require(ReadFile(slot, buffer, sizeof buffer, &done, NULL) && done == sizeof buffer);
  }
}

static double now_nanos(void) {
  LARGE_INTEGER count, frequency;
  QueryPerformanceCounter(&count);
  QueryPerformanceFrequency(&frequency);
  return count.QuadPart * 1e9 / frequency.QuadPart;
}

static double nanos_of(void (*loop)(long), long times) {
  double start = now_nanos();
  loop(times);
  return now_nanos() - start;
}

static int by_value(const void *first, const void *second) {
  double difference = *(const double *)first - *(const double *)second;
  return difference < 0 ? -1 : difference > 0;
}

/* The median of seven windows. No warm-up: nothing is compiled meanwhile. */
static void measure(const char *operation, void (*loop)(long)) {
  double window = getenv("HANDLELAB_BENCH_QUICK") ? 10e6 : 40e6, windows[7], nanos;
  long times = 64;
  while ((nanos = nanos_of(loop, times)) < window / 2) times *= 2;
  times = (long)(times * window / nanos) + 1;
  for (int i = 0; i < 7; i++) windows[i] = nanos_of(loop, times) / times;
  qsort(windows, 7, sizeof *windows, by_value);
  printf("%s,%.2f\n", operation, windows[3]);
}

int main(int count, char **operations) {
  slot = CreateMailslotW(L"\\\\.\\mailslot\\bench-c", 0, 0, NULL);
  client = CreateFileW(L"\\\\.\\mailslot\\bench-c", GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
  require(slot != INVALID_HANDLE_VALUE && client != INVALID_HANDLE_VALUE);
  for (int i = 1; i < count; i++) measure(operations[i], strcmp(operations[i], "info") ? message : info);
  return 0;
}
