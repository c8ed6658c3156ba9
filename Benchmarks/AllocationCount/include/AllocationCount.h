#ifndef ALLOCATION_COUNT_H
#define ALLOCATION_COUNT_H

/// How often this thread asked for memory until now; -1 where that can't be counted.
long allocation_count(void);

#endif
