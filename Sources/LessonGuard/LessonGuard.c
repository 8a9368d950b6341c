// Runs in every lesson's program before any Swift code:
//
// - It takes what the tool hands over, and leaves nothing of it in the environment or in a file where a cell could find it.
// - It makes sure that nothing started by a lesson outlives it: no child, no daemon that left its session, and not the lesson itself
//   when the tool is killed. It is written in C, because a process can safely fork only while it has one thread.
// - On Linux it keeps the lesson, and everything started by it, from reading and writing files other than its own.
//
// The tool names its process in LESSON_TOOL. Standard input is then a file with two uses. First it contains these texts, each ended by
// a zero byte: "#lesson"; `r` and a path that may be read, or `w` and one that may be written, any number of times; an empty text. The
// rest of the file is the order for `LessonRuntime`. The file is truncated at once, and from then on takes the program's events.
// Without LESSON_TOOL nothing happens, so that a lesson's program can be run by hand.
//
// On Linux the program's first process stays as a guard, and the lesson runs in its child. Orphans become children of the guard, so
// that it finds all of them. SIGTERM tells the guard to end everything.
// On other systems the guard is the child, and ends the lesson's group when the tool is gone.

#define _GNU_SOURCE
#include "LessonGuard.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

/// The exit code of a program that can't write its events: `RunEnvironment.lostEvents`.
enum { LOST_EVENTS = 119 };

/// What was handed over: the paths, followed by the order.
static char *handed_over;
static size_t handed_over_length;
static size_t order_offset;
static int channel = -1;

static void forget_handed_over(void) {
  if (!handed_over) return;
  memset(handed_over, 0, handed_over_length);
  free(handed_over);
  handed_over = NULL;
}

/// Reads what was handed over, truncates the file, and detaches it from standard input.
static void take_handed_over(void) {
  const char mark[] = "#lesson";
  struct stat status;
  if (fstat(STDIN_FILENO, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size < (off_t)sizeof mark) return;
  handed_over_length = status.st_size;
  handed_over = calloc(handed_over_length + 1, 1);
  if (!handed_over) return;
  for (size_t count = 0; count < handed_over_length;) {
    ssize_t more = pread(STDIN_FILENO, handed_over + count, handed_over_length - count, count);
    if (more < 0 && errno == EINTR) continue;
    if (more <= 0) return forget_handed_over();
    count += more;
  }
  if (memcmp(handed_over, mark, sizeof mark) != 0) return forget_handed_over();
  order_offset = sizeof mark;
  while (order_offset < handed_over_length && handed_over[order_offset]) order_offset += strlen(handed_over + order_offset) + 1;
  order_offset++;
  channel = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  if (channel < 0 || ftruncate(channel, 0) != 0) _exit(LOST_EVENTS);
  int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (nothing >= 0) {
    dup2(nothing, STDIN_FILENO);
    if (nothing != STDIN_FILENO) close(nothing);
  }
}

char *lesson_guard_take_order(size_t *length, int *events) {
  if (!handed_over || order_offset > handed_over_length) return NULL;
  *length = handed_over_length - order_offset;
  *events = channel;
  char *order = malloc(*length + 1);
  if (order) memcpy(order, handed_over + order_offset, *length);
  forget_handed_over();
  return order;
}

static void rest(long milliseconds) {
  struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000};
  nanosleep(&time, NULL);
}

#ifdef __linux__

/// Sends SIGKILL to every child of this process, and to the groups that they lead.
static void kill_children(void) {
  DIR *processes = opendir("/proc");
  if (!processes) return;
  for (struct dirent *entry; (entry = readdir(processes));) {
    pid_t id = atoi(entry->d_name);
    if (id <= 1) continue;
    char path[64], name[64];
    int parent = 0;
    snprintf(path, sizeof path, "/proc/%d/status", id);
    FILE *status = fopen(path, "r");
    if (!status) continue;
    while (fgets(name, sizeof name, status) && sscanf(name, "PPid: %d", &parent) != 1) {}
    fclose(status);
    if (parent != getpid()) continue;
    if (getpgid(id) == id) kill(-id, SIGKILL);
    kill(id, SIGKILL);
  }
  closedir(processes);
}

/// Reports a lack of memory on standard error, where Swift reports traps. A program without memory may die in any way.
static void tell_if_out_of_memory(int end, const struct rusage *used) {
  struct rlimit limit;
  if (!WIFSIGNALED(end) || getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return;
  if ((rlim_t)used->ru_maxrss < limit.rlim_cur / 1024 / 5 * 4) return;
  const char *text = "\nfailed to allocate memory\n";
  if (write(STDERR_FILENO, text, strlen(text)) < 0) return;
}

/// Waits until the lesson ends, or the tool orders the end or is gone. Then ends everything that is left.
static _Noreturn void guard(pid_t lesson, pid_t tool, const sigset_t *awaited) {
  struct itimerval tick = {{0, 100000}, {0, 100000}};
  setitimer(ITIMER_REAL, &tick, NULL);
  int end = SIGTERM;
  for (int is_over = 0; !is_over;) {
    int number = 0, status;
    sigwait(awaited, &number);
    if (number == SIGTERM || getppid() != tool) break;
    struct rusage used;
    for (pid_t id; (id = wait4(-1, &status, WNOHANG, &used)) > 0;) {
      if (id != lesson) continue;
      end = status;
      is_over = 1;
      tell_if_out_of_memory(end, &used);
    }
  }
  // Kill the whole group at once, before a member can fork again.
  kill(-lesson, SIGKILL);
  for (pid_t id; (id = waitpid(-1, NULL, WNOHANG)) >= 0 || errno != ECHILD;) {
    if (id > 0) continue;
    kill_children();
    rest(1);
  }
  if (WIFEXITED(end)) _exit(WEXITSTATUS(end));
  // End in the same way as the lesson, since the tool sees only this process.
  sigset_t all;
  sigfillset(&all);
  signal(WTERMSIG(end), SIG_DFL);
  kill(getpid(), WTERMSIG(end));
  sigprocmask(SIG_UNBLOCK, &all, NULL);
  _exit(128 + WTERMSIG(end));
}

#ifndef LANDLOCK_ACCESS_FS_REFER
#define LANDLOCK_ACCESS_FS_REFER (1ULL << 13)
#endif
#ifndef LANDLOCK_ACCESS_FS_TRUNCATE
#define LANDLOCK_ACCESS_FS_TRUNCATE (1ULL << 14)
#endif

static void permit(int rules, const char *path, unsigned long long access) {
  const unsigned long long of_files =
      LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_TRUNCATE;
  int place = open(path, O_PATH | O_CLOEXEC);
  // A path that doesn't exist on this machine needs no rule.
  if (place < 0) return;
  struct stat status;
  if (fstat(place, &status) == 0) {
    struct landlock_path_beneath_attr rule = {S_ISDIR(status.st_mode) ? access : access & of_files, place};
    syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
  }
  close(place);
}

/// Restricts this process, and everything started by it, to the files that were handed over. On a kernel without Landlock (before
/// 5.13, or built or configured without it) the lesson can read and write what its user can.
static void confine(void) {
  long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (version < 1) return;
  const unsigned long long reading = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
  // All access rights of the first version, then those of later ones.
  unsigned long long all = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;
  if (version >= 2) all |= LANDLOCK_ACCESS_FS_REFER;
  if (version >= 3) all |= LANDLOCK_ACCESS_FS_TRUNCATE;
  struct landlock_ruleset_attr attributes = {.handled_access_fs = all};
  int rules = syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes.handled_access_fs, 0);
  if (rules < 0) return;
  size_t offset = strlen(handed_over) + 1;
  while (offset < order_offset - 1) {
    const char *path = handed_over + offset;
    permit(rules, path + 1, *path == 'w' ? all : reading);
    offset += strlen(path) + 1;
  }
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0) syscall(SYS_landlock_restrict_self, rules, 0);
  close(rules);
}

static void start(pid_t tool) {
  sigset_t awaited, old;
  sigemptyset(&awaited);
  sigaddset(&awaited, SIGCHLD);
  sigaddset(&awaited, SIGALRM);
  sigaddset(&awaited, SIGTERM);
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, &old);
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  pid_t parent = getpid();
  pid_t child = fork();
  if (child > 0) {
    forget_handed_over();
    close(channel);
    guard(child, tool, &awaited);
  }
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(1);
    // In a session of its own the lesson has no terminal to read from.
    setsid();
    if (handed_over) confine();
  }
  sigprocmask(SIG_SETMASK, &old, NULL);
}

#else

static void start(pid_t tool) {
  pid_t lesson = getpid();
  if (fork() != 0) return;
  forget_handed_over();
  while (getppid() == lesson && kill(tool, 0) == 0) rest(100);
  kill(-lesson, SIGKILL);
  _exit(0);
}

#endif

__attribute__((constructor)) static void lesson_guard(void) {
  const char name[] = "LESSON_TOOL";
  char *tool = getenv(name);
  if (!tool) return;
  pid_t id = atoi(tool);
  unsetenv(name);
  // Overwrite the variable, since the system still shows a program's initial environment.
  memset(tool - sizeof name, ' ', sizeof name + strlen(tool));
  take_handed_over();
  // The tool may ignore some of these signals, and child processes inherit that.
  const int usual[] = {SIGCHLD, SIGINT, SIGTERM, SIGALRM, SIGPIPE};
  for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) signal(usual[i], SIG_DFL);
  if (id > 1) start(id);
}
