#pragma once

/* Bad weather for files: stands between a program and the C library's calls that change files, and
 * lets the n-th of them, below one folder, fail or kill the program. Linked into a test program, or
 * loaded before any program (LD_PRELOAD) with IOFAIL_FOLDER, IOFAIL_MODE and IOFAIL_AT set. */
#ifdef __cplusplus
extern "C" {
#endif

enum {
  IOFAIL_COUNT = 0,   /* only count */
  IOFAIL_KILL_BEFORE, /* the n-th call does not happen, the program is gone */
  IOFAIL_KILL_TORN,   /* half of a write happens */
  IOFAIL_KILL_AFTER,  /* the call happens, then the program is gone */
  IOFAIL_FULL_ONCE,   /* the n-th call says: no space left */
  IOFAIL_FULL,        /* so do all that follow, except those that remove files */
  IOFAIL_STUCK        /* the n-th call takes a minute */
};

void iofail_arm(const char* folder, int mode, long at);
/* Calls below the folder since iofail_arm. */
long iofail_calls(void);

#ifdef __cplusplus
}
#endif
