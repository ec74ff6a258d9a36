/* Preloaded into a program, lets writing and syncing tapes fail with EIO while a file is there. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int fails(int descriptor)
{
    const char *flag = getenv("FAILING_DISK");
    char link[64], path[4096];
    if (!flag || access(flag, F_OK) != 0)
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t count = readlink(link, path, sizeof path - 1);
    if (count <= 0)
        return 0;
    path[count] = 0;
    if (!strstr(path, "/scans/"))
        return 0;
    errno = EIO;
    return 1;
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset)
{
    ssize_t (*next)(int, const void *, size_t, off_t) = dlsym(RTLD_NEXT, "pwrite");
    return fails(descriptor) ? -1 : next(descriptor, bytes, count, offset);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off_t offset)
{
    return pwrite(descriptor, bytes, count, offset);
}

int fdatasync(int descriptor)
{
    int (*next)(int) = dlsym(RTLD_NEXT, "fdatasync");
    return fails(descriptor) ? -1 : next(descriptor);
}

int fsync(int descriptor)
{
    int (*next)(int) = dlsym(RTLD_NEXT, "fsync");
    return fails(descriptor) ? -1 : next(descriptor);
}
