/* The twin of Timing.java: the median of seven windows of some 40 ms. No warm-up: nothing is compiled meanwhile. */
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>

static double now_nanos(void) {
  LARGE_INTEGER count, frequency;
  QueryPerformanceCounter(&count);
  QueryPerformanceFrequency(&frequency);
  return count.QuadPart * 1e9 / frequency.QuadPart;
}

static int by_value(const void *first, const void *second) {
  double difference = *(const double *)first - *(const double *)second;
  return difference < 0 ? -1 : difference > 0;
}

static double nanos_of(void (*loop)(long), long times) {
  double start = now_nanos();
  loop(times);
  return now_nanos() - start;
}

static void measure(const char *operation, void (*loop)(long)) {
  double window = getenv("HANDLELAB_BENCH_QUICK") ? 2e6 : 40e6, windows[7];
  long times = 64;
  double nanos = nanos_of(loop, times);
  while (nanos < window / 2) {
    times *= 2;
    nanos = nanos_of(loop, times);
  }
  times = (long)(times * window / nanos) + 1;
  for (int i = 0; i < 7; i++) windows[i] = nanos_of(loop, times) / times;
  qsort(windows, 7, sizeof *windows, by_value);
  printf("%s,%.2f\n", operation, windows[3]);
  fflush(stdout);
}
