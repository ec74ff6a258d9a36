// What the C library declares in a header of its own that Swift's module of it leaves out.

// Gives free memory of the heap back to the system.
extern int malloc_trim(unsigned long pad);

// Sets a parameter of the allocator.
extern int mallopt(int parameter, int value);

// From how much free memory at the end of a heap on it goes back to the system at once.
static const int mallocTrimThreshold = -1;
// From what size on memory is the system's own, not the heap's.
static const int mallocMapThreshold = -3;
