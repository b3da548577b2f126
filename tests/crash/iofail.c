#define _GNU_SOURCE
#include "iofail.h"

#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static char the_folder[4096];
static int the_mode = IOFAIL_COUNT;
static long fail_at = 0;
static long calls = 0;

void iofail_arm(const char* folder, int mode, long at) {
  strncpy(the_folder, folder, sizeof the_folder - 1);
  the_mode = mode;
  fail_at = at;
  calls = 0;
}

long iofail_calls(void) { return calls; }

__attribute__((constructor)) static void arm_from_environment(void) {
  const char* folder = getenv("IOFAIL_FOLDER");
  const char *mode = getenv("IOFAIL_MODE"), *at = getenv("IOFAIL_AT");
  if (folder && mode && at) iofail_arm(folder, atoi(mode), atol(at));
}

static int below(const char* path) {
  return the_folder[0] != 0 && strncmp(path, the_folder, strlen(the_folder)) == 0;
}

static int file_below(int fd) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  const ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return below(path);
}

static void* next(const char* name) { return dlsym(RTLD_NEXT, name); }

/* What is to happen to a call that has just been counted. */
enum fate { PASS, REFUSE, TEAR, PASS_AND_DIE };

static enum fate fate_of_call(void) {
  ++calls;
  if (the_mode == IOFAIL_FULL && calls >= fail_at) return REFUSE;
  if (calls != fail_at) return PASS;
  switch (the_mode) {
    case IOFAIL_KILL_BEFORE:
      raise(SIGKILL);
      return REFUSE;
    case IOFAIL_KILL_TORN:
      return TEAR;
    case IOFAIL_KILL_AFTER:
      return PASS_AND_DIE;
    case IOFAIL_FULL_ONCE:
      return REFUSE;
    case IOFAIL_STUCK:
      for (int i = 0; i < 600; ++i) usleep(100000); /* a signal ends but one of them */
      return PASS;
    default:
      return PASS;
  }
}

static int full(void) {
  errno = ENOSPC;
  return -1;
}

#define AROUND(applies, torn, call)                           \
  do {                                                        \
    const enum fate fate = (applies) ? fate_of_call() : PASS; \
    if (fate == REFUSE) return full();                        \
    if (fate == TEAR) {                                       \
      torn;                                                   \
      raise(SIGKILL);                                         \
    }                                                         \
    const __typeof__(call) result = (call);                   \
    if (fate == PASS_AND_DIE) raise(SIGKILL);                 \
    return result;                                            \
  } while (0)

typedef ssize_t (*write_fn)(int, const void*, size_t);
typedef ssize_t (*pwrite_fn)(int, const void*, size_t, off_t);
typedef int (*truncate_fn)(int, off_t);
typedef int (*fd_fn)(int);
typedef int (*path_fn)(const char*);
typedef int (*rename_fn)(const char*, const char*);

ssize_t write(int fd, const void* bytes, size_t size) {
  const write_fn real = (write_fn)next("write");
  AROUND(file_below(fd), (void)!real(fd, bytes, size / 2), real(fd, bytes, size));
}

ssize_t pwrite(int fd, const void* bytes, size_t size, off_t at) {
  const pwrite_fn real = (pwrite_fn)next("pwrite");
  AROUND(file_below(fd), (void)!real(fd, bytes, size / 2, at), real(fd, bytes, size, at));
}

ssize_t pwrite64(int fd, const void* bytes, size_t size, off_t at) {
  return pwrite(fd, bytes, size, at);
}

int ftruncate(int fd, off_t size) {
  const truncate_fn real = (truncate_fn)next("ftruncate");
  AROUND(file_below(fd), (void)0, real(fd, size));
}

int ftruncate64(int fd, off_t size) { return ftruncate(fd, size); }

int fsync(int fd) {
  const fd_fn real = (fd_fn)next("fsync");
  AROUND(file_below(fd), (void)0, real(fd));
}

int rename(const char* from, const char* to) {
  const rename_fn real = (rename_fn)next("rename");
  AROUND(below(from), (void)0, real(from, to));
}

/* Removing needs no space. */
static int removed(const char* name, const char* path) {
  const path_fn real = (path_fn)next(name);
  if (the_mode == IOFAIL_FULL || the_mode == IOFAIL_FULL_ONCE) return real(path);
  AROUND(below(path), (void)0, real(path));
}

int unlink(const char* path) { return removed("unlink", path); }
int remove(const char* path) { return removed("remove", path); }
