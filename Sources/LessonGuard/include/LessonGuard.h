#ifndef LESSON_GUARD_H
#define LESSON_GUARD_H

#include <stddef.h>

/// Returns the tool's order to this program, which the caller must free; NULL if no tool runs it, and on any later call.
///
/// - Parameter channel: Set to the file to which events are appended.
char *lesson_guard_take_order(size_t *length, int *channel);

#endif
