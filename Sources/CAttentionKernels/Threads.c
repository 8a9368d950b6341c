// Threads that help with a call and then wait for the next one: waking a thread takes a few microseconds, creating one ten times as long.
//
// They belong to the process, and help with one call at a time. A caller that finds them busy works alone. Nobody waits for the work of
// another call, or for a thread that hasn't started.

#include "Kernels.h"

#include <pthread.h>
#include <time.h>

/// How long a thread spins, for work or for the end of work, before it sleeps. Waking it would take as long.
static const int64_t patience = 30000;  // in nanoseconds

static struct {
  atomic_bool isTaken;  // by a caller
  int32_t count;        // the number of created threads; only that caller uses it
  // The current call: how many more threads may help, how many have finished, and what they do.
  atomic_int open, finished;
  void *(*work)(void *);
  void *argument;
  // Sleeping threads. Each announces itself before its last look at the state; others check for sleepers after changing the state.
  pthread_mutex_t mutex;
  pthread_cond_t opened, ended;
  atomic_int sleepers;
  atomic_bool isCallerAsleep;
} pool = {.mutex = PTHREAD_MUTEX_INITIALIZER, .opened = PTHREAD_COND_INITIALIZER, .ended = PTHREAD_COND_INITIALIZER};

/// Resets the pool in a child of `fork`, which has none of the threads, and perhaps a mutex that one of them held.
static void begin_anew(void) {
  pool.count = 0;
  atomic_store(&pool.open, 0);
  atomic_store(&pool.sleepers, 0);
  atomic_store(&pool.isCallerAsleep, false);
  pool.mutex = (pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER;
  pool.opened = (pthread_cond_t)PTHREAD_COND_INITIALIZER;
  pool.ended = (pthread_cond_t)PTHREAD_COND_INITIALIZER;
  atomic_store(&pool.isTaken, false);
}

static void watch_forks(void) { pthread_atfork(0, 0, begin_anew); }

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void pause_briefly(void) {
  for (int i = 0; i < 16; i++) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
  }
}

/// Spins until `number` has reached `least`, or the time is up.
static void look_out(atomic_int *number, int32_t least) {
  const int64_t end = now() + patience;
  while (atomic_load(number) < least && now() < end) pause_briefly();
}

/// Whether this thread may help; takes a place if so.
static bool join(void) {
  int32_t open = atomic_load(&pool.open);
  while (open > 0)
    if (atomic_compare_exchange_weak(&pool.open, &open, open - 1)) return true;
  return false;
}

/// The main function of a thread. `argument` is not null if there may be a free processor for it to spin on.
static void *help(void *argument) {
  for (;;) {
    if (argument) look_out(&pool.open, 1);
    if (atomic_load(&pool.open) == 0) {
      pthread_mutex_lock(&pool.mutex);
      atomic_fetch_add(&pool.sleepers, 1);
      while (atomic_load(&pool.open) == 0) pthread_cond_wait(&pool.opened, &pool.mutex);
      atomic_fetch_sub(&pool.sleepers, 1);
      pthread_mutex_unlock(&pool.mutex);
    }
    if (!join()) continue;
    pool.work(pool.argument);
    atomic_fetch_add(&pool.finished, 1);
    if (atomic_load(&pool.isCallerAsleep)) {
      pthread_mutex_lock(&pool.mutex);
      pthread_cond_signal(&pool.ended);
      pthread_mutex_unlock(&pool.mutex);
    }
  }
  return 0;
}

/// Creates the missing threads, if possible. Returns how many threads there are, at most `wanted`.
static int32_t make_threads(int32_t wanted) {
  const int32_t others = attention_processors() - 1;
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  for (pthread_t thread; pool.count < wanted; pool.count++)
    if (pthread_create(&thread, &attributes, help, pool.count < others ? &pool : 0) != 0) break;
  pthread_attr_destroy(&attributes);
  return pool.count < wanted ? pool.count : wanted;
}

void attention_run_on_threads(int32_t threads, void *(*work)(void *), void *argument) {
  if (threads < 2 || atomic_exchange(&pool.isTaken, true)) {
    work(argument);
    return;
  }
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, watch_forks);
  const int32_t helpers = pool.count < threads - 1 ? make_threads(threads - 1) : threads - 1;
  pool.work = work;
  pool.argument = argument;
  atomic_store(&pool.finished, 0);
  atomic_store(&pool.open, helpers);
  if (atomic_load(&pool.sleepers) > 0) {
    pthread_mutex_lock(&pool.mutex);
    for (int32_t i = 0; i < helpers; i++) pthread_cond_signal(&pool.opened);
    pthread_mutex_unlock(&pool.mutex);
  }
  work(argument);
  // All work is taken, so threads that haven't started needn't.
  const int32_t helping = helpers - atomic_exchange(&pool.open, 0);
  if (atomic_load(&pool.finished) < helping) look_out(&pool.finished, helping);
  if (atomic_load(&pool.finished) < helping) {
    pthread_mutex_lock(&pool.mutex);
    atomic_store(&pool.isCallerAsleep, true);
    while (atomic_load(&pool.finished) < helping) pthread_cond_wait(&pool.ended, &pool.mutex);
    atomic_store(&pool.isCallerAsleep, false);
    pthread_mutex_unlock(&pool.mutex);
  }
  atomic_store(&pool.isTaken, false);
}
