#include <sodium.h>
#include <sys/prctl.h>

// Swift cannot call functions with a variable number of arguments.
static inline int csodium_forbid_dumps(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }
