/*
 * Faults of what lies below the server, preloaded into it and switched on and off while it runs.
 *
 * FAULTS_CONTROL is a file of one byte, the fault that there is now:
 *   L   another process holds the database's locks and does not let go; waits for them end at once
 *   U   the database's files can't be read
 *   F   the disk is full
 *   T   it is 25 hours later
 *   any other: none
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static const volatile char *control = "";

__attribute__((constructor)) static void start(void) {
    const char *path = getenv("FAULTS_CONTROL");
    if (path == NULL) return;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    void *mapped = mmap(NULL, 1, PROT_READ, MAP_SHARED, file, 0);
    if (file < 0 || mapped == MAP_FAILED) abort();
    close(file);
    control = mapped;
}

static int is_database(int descriptor) {
    char link[64], path[PATH_MAX];
    int error = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    errno = error;
    if (length < 0) return 0;
    path[length] = 0;
    return strstr(path, "/trent.sqlite") != NULL;
}

static int fails(char fault, int descriptor, int error) {
    if (*control != fault || !is_database(descriptor)) return 0;
    errno = error;
    return 1;
}

#define REAL(type, name, ...)                                                                                          \
    static type (*real)(__VA_ARGS__);                                                                                  \
    if (real == NULL) real = dlsym(RTLD_NEXT, #name)

#define READS(name, ...) REAL(ssize_t, name, int, void *, size_t, ##__VA_ARGS__)
#define WRITES(name, ...) REAL(ssize_t, name, int, const void *, size_t, ##__VA_ARGS__)

ssize_t read(int descriptor, void *bytes, size_t count) {
    READS(read);
    return fails('U', descriptor, EIO) ? -1 : real(descriptor, bytes, count);
}

ssize_t pread64(int descriptor, void *bytes, size_t count, off64_t offset) {
    READS(pread64, off64_t);
    return fails('U', descriptor, EIO) ? -1 : real(descriptor, bytes, count, offset);
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
    WRITES(write);
    return fails('F', descriptor, ENOSPC) ? -1 : real(descriptor, bytes, count);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t offset) {
    WRITES(pwrite64, off64_t);
    return fails('F', descriptor, ENOSPC) ? -1 : real(descriptor, bytes, count, offset);
}

/* SQLite's locks. */
int fcntl64(int descriptor, int command, ...) {
    REAL(int, fcntl64, int, int, ...);
    va_list arguments;
    va_start(arguments, command);
    void *argument = va_arg(arguments, void *);
    va_end(arguments);
    int locks = command == F_SETLK && ((struct flock *)argument)->l_type != F_UNLCK;
    return locks && fails('L', descriptor, EAGAIN) ? -1 : real(descriptor, command, argument);
}

/* SQLite's pauses between two attempts to get a lock. It counts them and looks at no clock. */
int usleep(useconds_t microseconds) {
    REAL(int, usleep, useconds_t);
    return *control == 'L' ? 0 : real(microseconds);
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    REAL(int, clock_gettime, clockid_t, struct timespec *);
    int result = real(clock, now);
    if (result == 0 && clock == CLOCK_REALTIME && *control == 'T') now->tv_sec += 25 * 60 * 60;
    return result;
}
