/*
 * Shows what a power failure would leave of a directory: preloaded into a process, it keeps a shadow of only what was
 * synced. A page cache survives a killed process, so kill -9 alone proves nothing about fsync.
 *
 * UNSYNCED_DIRECTORY is the directory to watch, UNSYNCED_SHADOW an empty one to write to:
 *   content/N   what file number N held when it was last synced; there is none if it never was
 *   listing     the names that the directory held when it was itself last synced: lines of "N NAME"
 * A file's number changes when a file of that inode is made anew. Files that are there at the start count as synced.
 * Subdirectories, hard links and O_SYNC are beyond it: what is only kept by those counts as lost.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILES_MAX = 4096 };

static char directory[PATH_MAX], shadow[PATH_MAX];
static struct stat directory_status;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static ino_t inodes[FILES_MAX]; /* indexed by file number; 0 once the inode belongs to another file */
static int files;

static int (*real_open)(const char *, int, ...);
static int (*real_openat)(int, const char *, int, ...);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);

static void die(const char *what) {
    fprintf(stderr, "dropunsynced: %s: %s\n", what, strerror(errno));
    abort();
}

static int number_of(ino_t inode) {
    for (int number = 1; number <= files; number++)
        if (inodes[number] == inode) return number;
    if (files + 1 == FILES_MAX) die("too many files");
    inodes[++files] = inode;
    return files;
}

static void forget(ino_t inode) {
    for (int number = 1; number <= files; number++)
        if (inodes[number] == inode) inodes[number] = 0;
}

/* Writes a file of the shadow whole or not at all, since the process may be killed at any moment. */
static void replace(const char *name, void (*fill)(int out, int in), int in) {
    char partial[PATH_MAX + 16], path[PATH_MAX + 64];
    snprintf(partial, sizeof partial, "%s/partial", shadow);
    snprintf(path, sizeof path, "%s/%s", shadow, name);
    int out = real_open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (out < 0) die("cannot write the shadow");
    fill(out, in);
    close(out);
    if (rename(partial, path) != 0) die("cannot rename in the shadow");
}

static void write_all(int out, const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = write(out, bytes, count);
        if (written < 0) die("cannot write the shadow");
        bytes += written;
        count -= (size_t)written;
    }
}

static void fill_with_content(int out, int in) {
    char path[64], bytes[1 << 16];
    /* Opened anew, since the descriptor may not be readable. A process may always open its own by this name. */
    snprintf(path, sizeof path, "/proc/self/fd/%d", in);
    int copy = real_open(path, O_RDONLY | O_CLOEXEC);
    int source = copy < 0 ? in : copy;
    off_t offset = 0;
    for (ssize_t count; (count = pread(source, bytes, sizeof bytes, offset)) != 0; offset += count) {
        if (count < 0) die("cannot read a synced file");
        write_all(out, bytes, (size_t)count);
    }
    if (copy >= 0) close(copy);
}

static void fill_with_listing(int out, int in) {
    (void)in;
    DIR *entries = opendir(directory);
    if (entries == NULL) die("cannot list the directory");
    for (struct dirent *entry; (entry = readdir(entries)) != NULL;) {
        if (entry->d_type != DT_REG) continue;
        char line[NAME_MAX + 32];
        int length = snprintf(line, sizeof line, "%d %s\n", number_of(entry->d_ino), entry->d_name);
        write_all(out, line, (size_t)length);
    }
    closedir(entries);
}

static void keep_content(int descriptor, ino_t inode) {
    char name[32];
    snprintf(name, sizeof name, "content/%d", number_of(inode));
    replace(name, fill_with_content, descriptor);
}

static int is_watched(const struct stat *status) {
    return status->st_dev == directory_status.st_dev && status->st_ino == directory_status.st_ino;
}

/* Whether the descriptor's file lies in the directory itself. */
static int is_in_directory(int descriptor) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    size_t prefix = strlen(directory);
    return strncmp(path, directory, prefix) == 0 && path[prefix] == '/' && strchr(path + prefix + 1, '/') == NULL;
}

/* Runs before the real call: what is written meanwhile by another thread is not promised to be synced. */
static void syncing(int descriptor) {
    int error = errno;
    struct stat status;
    if (shadow[0] == 0 || fstat(descriptor, &status) != 0) return;
    pthread_mutex_lock(&lock);
    if (S_ISDIR(status.st_mode) && is_watched(&status))
        replace("listing", fill_with_listing, -1);
    else if (S_ISREG(status.st_mode) && is_in_directory(descriptor))
        keep_content(descriptor, status.st_ino);
    pthread_mutex_unlock(&lock);
    errno = error;
}

static void keep_what_is_there(void) {
    DIR *entries = opendir(directory);
    if (entries == NULL) die("cannot list the directory");
    for (struct dirent *entry; (entry = readdir(entries)) != NULL;) {
        if (entry->d_type != DT_REG) continue;
        char path[PATH_MAX + NAME_MAX + 2];
        snprintf(path, sizeof path, "%s/%s", directory, entry->d_name);
        int file = real_open(path, O_RDONLY | O_CLOEXEC);
        if (file < 0) die("cannot open a file");
        keep_content(file, entry->d_ino);
        close(file);
    }
    closedir(entries);
    replace("listing", fill_with_listing, -1);
}

/* Others' constructors may run before ours. */
static void resolve(void) {
    if (real_fdatasync != NULL) return;
    real_open = dlsym(RTLD_NEXT, "open");
    real_openat = dlsym(RTLD_NEXT, "openat");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
}

__attribute__((constructor)) static void start(void) {
    resolve();
    const char *watched = getenv("UNSYNCED_DIRECTORY"), *kept = getenv("UNSYNCED_SHADOW");
    if (watched == NULL || kept == NULL) return;
    if (realpath(watched, directory) == NULL || stat(directory, &directory_status) != 0) die("no directory to watch");
    char content[PATH_MAX + 16];
    snprintf(content, sizeof content, "%s/content", kept);
    if (mkdir(content, 0700) != 0) die("cannot make the shadow");
    snprintf(shadow, sizeof shadow, "%s", kept);
    keep_what_is_there();
}

int fsync(int descriptor) {
    resolve();
    syncing(descriptor);
    return real_fsync(descriptor);
}

int fdatasync(int descriptor) {
    resolve();
    syncing(descriptor);
    return real_fdatasync(descriptor);
}

/* A file that is made may have the inode of one that was removed: it gets a number of its own. */
static int opened(int descriptor, int was_there) {
    struct stat status;
    if (descriptor >= 0 && !was_there && shadow[0] != 0 && fstat(descriptor, &status) == 0) {
        pthread_mutex_lock(&lock);
        if (is_in_directory(descriptor)) forget(status.st_ino);
        pthread_mutex_unlock(&lock);
    }
    return descriptor;
}

static int exists(int at, const char *path, int flags) {
    struct stat status;
    int error = errno;
    int found = !(flags & O_CREAT) || fstatat(at, path, &status, AT_SYMLINK_NOFOLLOW) == 0;
    errno = error;
    return found;
}

static int open_at(int at, const char *path, int flags, va_list arguments) {
    resolve();
    int makes_file = (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE;
    mode_t mode = makes_file ? va_arg(arguments, mode_t) : 0;
    int was_there = exists(at, path, flags);
    return opened(real_openat(at, path, flags, mode), was_there);
}

#define OPEN(name, extra)                                                                                              \
    int name(const char *path, int flags, ...) {                                                                       \
        va_list arguments;                                                                                             \
        va_start(arguments, flags);                                                                                    \
        int descriptor = open_at(AT_FDCWD, path, flags | (extra), arguments);                                          \
        va_end(arguments);                                                                                             \
        return descriptor;                                                                                             \
    }

#define OPENAT(name, extra)                                                                                            \
    int name(int at, const char *path, int flags, ...) {                                                               \
        va_list arguments;                                                                                             \
        va_start(arguments, flags);                                                                                    \
        int descriptor = open_at(at, path, flags | (extra), arguments);                                                \
        va_end(arguments);                                                                                             \
        return descriptor;                                                                                             \
    }

OPEN(open, 0)
OPEN(open64, O_LARGEFILE)
OPENAT(openat, 0)
OPENAT(openat64, O_LARGEFILE)
