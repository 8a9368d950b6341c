// Sees to it that nothing a lesson starts outlives it: neither a child, nor a daemon that left its session, nor the lesson itself
// when the tool is killed. In C, because it must run before anything of Swift does: a process may fork only while it has one thread.
//
// The tool names itself in LESSON_TOOL. Without that nothing happens: a lesson's program may be run by hand.
//
// On Linux the program's first process stays behind as a guard, and the lesson goes on in its child. Orphans become the
// guard's children, so that it finds each of them. SIGTERM tells the guard to end all.
// Elsewhere the guard is the child, and ends the lesson's group when the tool is gone.

#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

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

/// Says so where Swift says it if it still can: a program without memory may die of anything.
static void tell_if_out_of_memory(int end, const struct rusage *used) {
  struct rlimit limit;
  if (!WIFSIGNALED(end) || getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return;
  if ((rlim_t)used->ru_maxrss < limit.rlim_cur / 1024 / 5 * 4) return;
  const char *text = "\nfailed to allocate memory\n";
  if (write(STDERR_FILENO, text, strlen(text)) < 0) return;
}

/// Waits for the lesson to end, or for the tool to say so or to be gone; then ends all that is left.
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
  // A group dies at one blow, before any of it can fork again.
  kill(-lesson, SIGKILL);
  for (pid_t id; (id = waitpid(-1, NULL, WNOHANG)) >= 0 || errno != ECHILD;) {
    if (id > 0) continue;
    kill_children();
    rest(1);
  }
  if (WIFEXITED(end)) _exit(WEXITSTATUS(end));
  // The tool reads of this process how the lesson ended.
  sigset_t all;
  sigfillset(&all);
  signal(WTERMSIG(end), SIG_DFL);
  kill(getpid(), WTERMSIG(end));
  sigprocmask(SIG_UNBLOCK, &all, NULL);
  _exit(128 + WTERMSIG(end));
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
  if (child > 0) guard(child, tool, &awaited);
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(1);
    // A session of its own: a lesson has no terminal to ask.
    setsid();
  }
  sigprocmask(SIG_SETMASK, &old, NULL);
}

#else

static void start(pid_t tool) {
  pid_t lesson = getpid();
  if (fork() != 0) return;
  while (getppid() == lesson && kill(tool, 0) == 0) rest(100);
  kill(-lesson, SIGKILL);
  _exit(0);
}

#endif

__attribute__((constructor)) static void lesson_guard(void) {
  const char *tool = getenv("LESSON_TOOL");
  if (!tool) return;
  pid_t id = atoi(tool);
  unsetenv("LESSON_TOOL");
  // The tool may ignore some, and what is ignored stays so in what it starts.
  const int usual[] = {SIGCHLD, SIGINT, SIGTERM, SIGALRM, SIGPIPE};
  for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) signal(usual[i], SIG_DFL);
  if (id > 1) start(id);
}
