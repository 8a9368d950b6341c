// What `--sandbox` puts around a stranger's lesson, and around the compiler that reads it. It is applied before the program begins: code of
// the lesson can run before the program's first instruction of ours, since a program may name functions for the loader to call.
//
// Files are confined by Landlock (Linux 5.13), signals by a later version of it (6.12), the rest by a filter of system calls (seccomp).
// The numbers of newer versions are written out, since the system's headers may be older than its kernel.

#define _GNU_SOURCE
#include "CConfinement.h"

#ifdef __linux__

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

enum {
  RENAMES = 1 << 13,
  TRUNCATES = 1 << 14,
  CONTROLS_DEVICES = 1 << 15,
  SCOPES_SOCKETS = 1 << 0,
  SCOPES_SIGNALS = 1 << 1,
};

/// The newest form of `landlock_ruleset_attr`.
struct ruleset {
  unsigned long long files, network, scoped;
};

static long landlock_version(void) {
  return syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

static int has_filters(void) {
#ifdef OWN_ARCHITECTURE
  unsigned int action = SECCOMP_RET_ERRNO;
  return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
#else
  return 0;
#endif
}

int confinement_support(void) {
  long version = landlock_version();
  return (version >= 1 ? CONFINES_FILES : 0) | (version >= 6 ? CONFINES_SIGNALS : 0) | (has_filters() ? CONFINES_CALLS : 0);
}

static int permit(int rules, const char *path, unsigned long long access, int further) {
  const unsigned long long of_files =
      LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_FILE | TRUNCATES | CONTROLS_DEVICES;
  int place = open(path, O_PATH | O_CLOEXEC | further);
  if (place < 0) return 0;
  struct stat status;
  int code = fstat(place, &status);
  // With `O_NOFOLLOW`, a link is opened itself. There is nothing to permit.
  if (code == 0 && !S_ISLNK(status.st_mode)) {
    struct landlock_path_beneath_attr rule = {S_ISDIR(status.st_mode) ? access : access & of_files, place};
    code = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
  }
  close(place);
  return code;
}

static int confine_files(const char *const *readable, const char *const *writable, const char *program) {
  long version = landlock_version();
  if (version < 1) return 0;
  const unsigned long long reading = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
  struct ruleset asked = {.files = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1};
  size_t size = sizeof asked.files;
  if (version >= 2) asked.files |= RENAMES;
  if (version >= 3) asked.files |= TRUNCATES;
  if (version >= 5) asked.files |= CONTROLS_DEVICES;
  if (version >= 6) {
    asked.scoped = SCOPES_SOCKETS | SCOPES_SIGNALS;
    size = sizeof asked;
  }
  int rules = syscall(SYS_landlock_create_ruleset, &asked, size, 0);
  if (rules < 0) return 0;
  int failed = 0;
  for (; *readable; readable++) failed |= permit(rules, *readable, reading, 0);
  for (; *writable; writable++) failed |= permit(rules, *writable, asked.files, 0);
  if (program) failed |= permit(rules, program, LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE, O_NOFOLLOW);
  if (!failed) failed = syscall(SYS_landlock_restrict_self, rules, 0);
  close(rules);
  if (failed) return 0;
  return CONFINES_FILES | (version >= 6 ? CONFINES_SIGNALS : 0);
}

#ifdef OWN_ARCHITECTURE

/// System calls that a lesson never needs: the network, other processes, memory and queues that are shared by name, the kernel's keys, filters and
/// mounts. Landlock lets a process change the permissions, owners, times and attributes of all files of its user, and watch all folders, so these calls
/// are refused, too.
static const unsigned int refused[] = {
    SYS_socket, SYS_connect, SYS_bind, SYS_listen, SYS_accept, SYS_accept4, SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev,
    SYS_bpf, SYS_perf_event_open, SYS_keyctl, SYS_add_key, SYS_request_key, SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot,
    SYS_unshare, SYS_setns, SYS_open_by_handle_at, SYS_userfaultfd, SYS_init_module, SYS_finit_module, SYS_kexec_load, SYS_swapon,
    SYS_reboot, SYS_quotactl, SYS_acct, SYS_syslog, SYS_shmget, SYS_shmat, SYS_shmctl, SYS_msgget, SYS_msgsnd, SYS_msgrcv, SYS_msgctl,
    SYS_semget, SYS_semop, SYS_semtimedop, SYS_semctl, SYS_mq_open, SYS_mq_unlink, SYS_migrate_pages, SYS_move_pages, SYS_ioprio_set, SYS_kcmp,
#ifdef SYS_io_uring_setup
    // A ring of requests opens sockets without the calls above.
    SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register,
#endif
#ifdef SYS_pidfd_getfd
    SYS_pidfd_getfd,
#endif
    SYS_fchmodat, SYS_fchownat, SYS_setxattr, SYS_lsetxattr, SYS_fsetxattr, SYS_removexattr,
    SYS_lremovexattr, SYS_fremovexattr, SYS_inotify_init1, SYS_inotify_add_watch, SYS_fanotify_init, SYS_fanotify_mark,
#ifdef SYS_chmod
    SYS_chmod, SYS_chown, SYS_lchown, SYS_utime, SYS_utimes, SYS_futimesat, SYS_inotify_init,
#endif
    // fchmodat2, setxattrat, removexattrat, file_setattr
    452, 463, 466, 469,
#ifdef SYS_open_tree
    SYS_open_tree, SYS_move_mount, SYS_fsopen, SYS_fsmount, SYS_fspick,
#endif
};

/// System calls on an open file that do nothing and say that they did, and so does `utimensat` without a path: what copies a file ends if it can't give
/// the copy the same permissions, owner and times.
static const unsigned int passed_over[] = {SYS_fchmod, SYS_fchown};

/// System calls whose first argument is a process. A lesson may change itself, which is 0, and no other process of its user: a limit of processor
/// time, for one, would end it.
static const unsigned int of_itself[] = {
    SYS_prlimit64, SYS_sched_setaffinity, SYS_sched_setparam, SYS_sched_setscheduler, SYS_sched_setattr,
};

/// System calls by which a process leaves its group.
static const unsigned int of_groups[] = {SYS_setsid, SYS_setpgid};

enum {
  REFUSED = sizeof refused / sizeof *refused,
  OF_ITSELF = sizeof of_itself / sizeof *of_itself,
  OF_GROUPS = sizeof of_groups / sizeof *of_groups,
  PASSED_OVER = sizeof passed_over / sizeof *passed_over,
};

static int confine_calls(int keeps_group) {
  const unsigned int refuse = SECCOMP_RET_ERRNO | EPERM, allow = SECCOMP_RET_ALLOW;
  struct sock_filter filter[2 * (REFUSED + OF_GROUPS + PASSED_OVER) + 5 * OF_ITSELF + 37];
  unsigned short count = 0;
#define ADD(...) filter[count++] = (struct sock_filter)__VA_ARGS__
#define LOAD(field) ADD(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field)))
#define GIVE(value) ADD(BPF_STMT(BPF_RET | BPF_K, value))
  LOAD(arch);
  ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OWN_ARCHITECTURE, 1, 0));
  // The calls of another architecture have other numbers.
  GIVE(SECCOMP_RET_KILL_PROCESS);
  LOAD(nr);
#ifdef __x86_64__
  // So have those of x32.
  ADD(BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1));
  GIVE(refuse);
#endif
  for (unsigned int i = 0; i < REFUSED; i++) {
    ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, refused[i], 0, 1));
    GIVE(refuse);
  }
  for (unsigned int i = 0; i < PASSED_OVER; i++) {
    ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, passed_over[i], 0, 1));
    GIVE(SECCOMP_RET_ERRNO);
  }
  // Half of the path's address is enough: nothing is done in either case.
  ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_utimensat, 0, 4));
  LOAD(args[1]);
  ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 1));
  GIVE(SECCOMP_RET_ERRNO);
  GIVE(refuse);
  for (unsigned int i = 0; keeps_group && i < OF_GROUPS; i++) {
    ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, of_groups[i], 0, 1));
    GIVE(refuse);
  }
  for (unsigned int i = 0; i < OF_ITSELF; i++) {
    ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, of_itself[i], 0, 4));
    LOAD(args[0]);
    ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 1));
    GIVE(allow);
    GIVE(refuse);
  }
  // The priority of a process (0) that is this one.
  ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_setpriority, 0, 6));
  LOAD(args[0]);
  ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 3));
  LOAD(args[1]);
  ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 1));
  GIVE(allow);
  GIVE(refuse);
  // A filter can't read what `clone3` points to. Without it, the C library calls `clone`.
  ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone3, 0, 1));
  GIVE(SECCOMP_RET_ERRNO | ENOSYS);
  ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 3));
  LOAD(args[0]);
  ADD(BPF_JUMP(
      BPF_JMP | BPF_JSET | BPF_K, CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP,
      0, 1));
  GIVE(refuse);
  GIVE(allow);
  struct sock_fprog program = {count, filter};
  return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0 ? CONFINES_CALLS : 0;
}

#else

static int confine_calls(int keeps_group) { return 0; }

#endif

/// Gives up what the administrator may do: with that, Linux shows the memory of other processes in spite of Landlock. Since no new rights can be
/// gained, a program that is started later hasn't them either.
static int drop_rights(void) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {{0, 0, 0}};
  return syscall(SYS_capset, &header, none);
}

int confine(const char *const *readable, const char *const *writable, const char *program, int keeps_group) {
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || drop_rights() != 0) return 0;
  // Files first: the filter is only about calls that Landlock doesn't need.
  int done = confine_files(readable, writable, program);
  return done | (has_filters() ? confine_calls(keeps_group) : 0);
}

int confinement_hide_process(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

#else

int confinement_support(void) { return 0; }

int confine(const char *const *readable, const char *const *writable, const char *program, int keeps_group) { return 0; }

int confinement_hide_process(void) { return -1; }

#endif
