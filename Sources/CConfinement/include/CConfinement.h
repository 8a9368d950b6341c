#pragma once

/// What this system's kernel can keep a process from, as a sum.
enum {
  /// Reading and writing files other than its own.
  CONFINES_FILES = 1,
  /// Network connections, and system calls that reach other processes or the kernel's further parts.
  CONFINES_CALLS = 2,
  /// Signals to processes outside.
  CONFINES_SIGNALS = 4,
};

/// What can be enforced here.
int confinement_support(void);

/// Restricts this process and everything that it starts, as far as the kernel can. It can't be undone.
///
/// `readable` and `writable` are paths, each list ended by NULL. A path that doesn't exist is passed over. `program` is a further readable file, or
/// NULL. It isn't followed if it is a link, since a stranger's compilation has written it. With `keeps_group`, the process and all that it starts stay
/// in their process group, so that they can be ended together.
/// Returns what is enforced now. It is less than `confinement_support` if a step failed.
int confine(const char *const *readable, const char *const *writable, const char *program, int keeps_group);

/// Keeps other processes of the same user from reading the memory and the environment of this one. Returns 0, or -1 on a system that can't.
int confinement_hide_process(void);
