// The one call of Linux that puts a directory in another's place in one step; the C library declares
// it for GNU sources only, as which Swift does not read its headers.
extern int renameat2(
    int oldDirectory, const char *oldPath, int newDirectory, const char *newPath,
    unsigned int flags);

// RENAME_EXCHANGE of renameat2(2).
static const unsigned int renameExchange = 1 << 1;
