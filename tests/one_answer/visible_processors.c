/* Preloaded, it makes OpenMP believe in VISIBLE_PROCESSORS processors: work that is cut by their number (as library
   reductions do) would show in the fingerprint, and no test that varies only threads would notice. */
#include <stdlib.h>

int omp_get_num_procs(void) {
  const char* told = getenv("VISIBLE_PROCESSORS");
  return told == NULL ? 1 : atoi(told);
}
