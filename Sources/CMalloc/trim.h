// Gives free memory of the heap back to the system; the C library declares it in a header of its own
// that Swift's module of it leaves out.
extern int malloc_trim(unsigned long pad);
