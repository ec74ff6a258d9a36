internal import CMalloc
internal import EventLog
internal import ServiceLifecycle
internal import Storage

/// Gives memory back to the system that was needed for a moment only.
///
/// The C library keeps what is freed, for each of its arenas, until it lies at the very end; after
/// a spike that is nearly all of it. What lies at the end it keeps, too, up to a bound that grows
/// with the largest piece ever freed, to tens of megabytes in each arena, unless one is set.
package enum MemoryReturn {
    /// Long enough to cost nothing, and short against what an operator looks at.
    private static let interval = Duration.seconds(10)
    private static let mostAtTheEnd: Int32 = 1024 * 1024
    /// More than a piece of an answer, which should not cost a call of the system.
    private static let mostOfTheHeap: Int32 = 4 * 1024 * 1024

    /// Does so now and then until the service shuts down, each time after `letGo` has been called.
    package static func run(_ letGo: @escaping @Sendable () -> Void) async {
        _ = mallopt(mallocTrimThreshold, mostAtTheEnd)
        _ = mallopt(mallocMapThreshold, mostOfTheHeap)
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: interval)) != nil {
                await BlockingExecutor.run {
                    letGo()
                    _ = malloc_trim(0)
                }
            }
        }
    }
}
