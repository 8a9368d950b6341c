#pragma once

/// How a request ended.
enum {
  WEB_ANSWERED,
  WEB_UNKNOWN_HOST,
  WEB_NO_CONNECTION,
  WEB_TIMED_OUT,
  WEB_BAD_CERTIFICATE,
  /// Something else: `reason` tells it.
  WEB_FAILED,
};

struct web_answer {
  int end;
  /// The status, if there is an answer.
  int status;
  /// Where the answer leads, if it leads elsewhere; NULL or to be freed.
  char *target;
  /// What went wrong, in libcurl's words.
  char reason[256];
};

/// Whether libcurl could be loaded, without which nothing can be asked.
///
/// It isn't linked, but loaded at the first call: with the libraries that it needs, it would make each start of the tool take half as long again.
int web_is_available(void);

/// Asks for the head of a page by HTTP or HTTPS. Doesn't follow where the answer leads. Blocks.
///
/// `uses_get` asks with GET, and stops before the page itself. While the request lasts, `is_cancelled` is called about once a second;
/// the request ends if it returns something other than 0.
void web_request(
  const char *address, int uses_get, const char *agent, double seconds, int (*is_cancelled)(void *), void *context,
  struct web_answer *answer);
