/* Preloaded into a program, lets writing and syncing tapes fail while a file is there: with EIO, or,
   where the file says so, as a disk does that is full. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

/* The error that is due for a file; 0 for none. */
static int fault(int descriptor)
{
    const char *flag = getenv("FAILING_DISK");
    char link[64], path[4096], word[16] = "";
    FILE *file = flag ? fopen(flag, "re") : NULL;
    if (!file)
        return 0;
    if (!fgets(word, sizeof word, file))
        word[0] = 0;
    fclose(file);
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t count = readlink(link, path, sizeof path - 1);
    if (count <= 0)
        return 0;
    path[count] = 0;
    if (!strstr(path, "/scans/"))
        return 0;
    return strcmp(word, "ENOSPC") == 0 ? ENOSPC : EIO;
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset)
{
    ssize_t (*next)(int, const void *, size_t, off_t) = dlsym(RTLD_NEXT, "pwrite");
    int error = fault(descriptor);
    if (!error)
        return next(descriptor, bytes, count, offset);
    /* The last room of a full disk takes a part of what is written. */
    if (error == ENOSPC && count > 1)
        return next(descriptor, bytes, count / 2, offset);
    errno = error;
    return -1;
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off_t offset)
{
    return pwrite(descriptor, bytes, count, offset);
}

int fdatasync(int descriptor)
{
    int (*next)(int) = dlsym(RTLD_NEXT, "fdatasync");
    int error = fault(descriptor);
    /* A full disk keeps what it has taken. */
    if (error == 0 || error == ENOSPC)
        return next(descriptor);
    errno = error;
    return -1;
}

int fsync(int descriptor)
{
    int (*next)(int) = dlsym(RTLD_NEXT, "fsync");
    int error = fault(descriptor);
    if (error == 0 || error == ENOSPC)
        return next(descriptor);
    errno = error;
    return -1;
}
