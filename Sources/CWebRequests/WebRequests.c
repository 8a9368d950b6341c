// Requests by libcurl, which is loaded when it is needed. Its interface has been stable since 2006: numbers of options and errors keep their
// meaning, see curl.se/libcurl/abi.html. So no header of it is needed to build this.

#include "WebRequests.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum {
  OPTION_TIMEOUT_MS = 155,
  OPTION_CONNECT_TIMEOUT_MS = 156,
  OPTION_PROTOCOLS = 181,
  OPTION_NO_PROGRESS = 43,
  OPTION_NO_BODY = 44,
  OPTION_HTTP_GET = 80,
  OPTION_NO_SIGNAL = 99,
  OPTION_URL = 10002,
  OPTION_ERROR_BUFFER = 10010,
  OPTION_USER_AGENT = 10018,
  OPTION_PROGRESS_DATA = 10057,
  OPTION_WRITE_FUNCTION = 20011,
  OPTION_PROGRESS_FUNCTION = 20219,

  INFO_STATUS = 0x200002,
  INFO_TARGET = 0x10001F,

  PROTOCOL_HTTP = 1,
  PROTOCOL_HTTPS = 2,

  ERROR_PROXY_HOST = 5,
  ERROR_HOST = 6,
  ERROR_CONNECTION = 7,
  ERROR_WRITE = 23,
  ERROR_TIME = 28,
  ERROR_TLS = 35,
  ERROR_CERTIFICATE = 60,

  GLOBAL_ALL = 3,
  ERROR_BUFFER_SIZE = 256,
};

static struct {
  int (*global_init)(long);
  void *(*init)(void);
  int (*set)(void *, int, ...);
  int (*perform)(void *);
  int (*info)(void *, int, ...);
  void (*cleanup)(void *);
  const char *(*error_text)(int);
} curl;

static int is_loaded;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
  static const char *const names[] = {"libcurl.so.4", "libcurl.4.dylib", "/usr/lib/libcurl.4.dylib", "libcurl-gnutls.so.4"};
  void *library = NULL;
  for (size_t i = 0; i < sizeof names / sizeof *names && !library; i++) library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
  if (!library) return;
  // A function pointer is written as a data pointer, as POSIX has it for dlsym.
  *(void **)&curl.global_init = dlsym(library, "curl_global_init");
  *(void **)&curl.init = dlsym(library, "curl_easy_init");
  *(void **)&curl.set = dlsym(library, "curl_easy_setopt");
  *(void **)&curl.perform = dlsym(library, "curl_easy_perform");
  *(void **)&curl.info = dlsym(library, "curl_easy_getinfo");
  *(void **)&curl.cleanup = dlsym(library, "curl_easy_cleanup");
  *(void **)&curl.error_text = dlsym(library, "curl_easy_strerror");
  is_loaded = curl.global_init && curl.init && curl.set && curl.perform && curl.info && curl.cleanup && curl.error_text
    && curl.global_init(GLOBAL_ALL) == 0;
}

int web_is_available(void) {
  pthread_once(&once, load);
  return is_loaded;
}

/// Refuses the page, so that the request ends with the head.
static size_t refuse(char *bytes, size_t size, size_t count, void *context) {
  (void)bytes, (void)size, (void)count, (void)context;
  return 0;
}

struct cancellation {
  int (*is_cancelled)(void *);
  void *context;
};

static int progress(void *data, int64_t total, int64_t now, int64_t total_up, int64_t now_up) {
  (void)total, (void)now, (void)total_up, (void)now_up;
  const struct cancellation *cancellation = data;
  return cancellation->is_cancelled(cancellation->context);
}

static int end_of(int error, int status) {
  switch (error) {
    case 0: return WEB_ANSWERED;
    // The page was refused.
    case ERROR_WRITE: return status ? WEB_ANSWERED : WEB_FAILED;
    case ERROR_PROXY_HOST:
    case ERROR_HOST: return WEB_UNKNOWN_HOST;
    case ERROR_CONNECTION: return WEB_NO_CONNECTION;
    case ERROR_TIME: return WEB_TIMED_OUT;
    case ERROR_TLS:
    case ERROR_CERTIFICATE: return WEB_BAD_CERTIFICATE;
    default: return WEB_FAILED;
  }
}

void web_request(
  const char *address, int uses_get, const char *agent, double seconds, int (*is_cancelled)(void *), void *context,
  struct web_answer *answer
) {
  memset(answer, 0, sizeof *answer);
  answer->end = WEB_FAILED;
  void *handle = web_is_available() ? curl.init() : NULL;
  if (!handle) return;
  struct cancellation cancellation = {is_cancelled, context};
  char reason[ERROR_BUFFER_SIZE] = "";
  // 0 would be no limit.
  long milliseconds = seconds * 1000 < 1 ? 1 : (long)(seconds * 1000);
  curl.set(handle, OPTION_URL, address);
  curl.set(handle, OPTION_PROTOCOLS, (long)(PROTOCOL_HTTP | PROTOCOL_HTTPS));
  curl.set(handle, uses_get ? OPTION_HTTP_GET : OPTION_NO_BODY, 1L);
  curl.set(handle, OPTION_USER_AGENT, agent);
  curl.set(handle, OPTION_TIMEOUT_MS, milliseconds);
  curl.set(handle, OPTION_CONNECT_TIMEOUT_MS, milliseconds);
  curl.set(handle, OPTION_NO_SIGNAL, 1L);
  curl.set(handle, OPTION_WRITE_FUNCTION, refuse);
  curl.set(handle, OPTION_NO_PROGRESS, 0L);
  curl.set(handle, OPTION_PROGRESS_FUNCTION, progress);
  curl.set(handle, OPTION_PROGRESS_DATA, &cancellation);
  curl.set(handle, OPTION_ERROR_BUFFER, reason);
  int error = curl.perform(handle);
  long status = 0;
  curl.info(handle, INFO_STATUS, &status);
  answer->status = (int)status;
  answer->end = end_of(error, answer->status);
  char *target = NULL;
  if (answer->end == WEB_ANSWERED && curl.info(handle, INFO_TARGET, &target) == 0 && target) answer->target = strdup(target);
  const char *text = reason[0] ? reason : curl.error_text(error);
  strncpy(answer->reason, text, sizeof answer->reason - 1);
  curl.cleanup(handle);
}
