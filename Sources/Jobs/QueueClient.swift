/// A client that asks for scans, and shares the places of the queue with others.
package struct QueueClient: Sendable {
    /// A place that the client has for as long as somebody holds it.
    package typealias Permit = any AnyObject & Sendable

    /// Takes one of the places that clients share, of which there are `ScanLimits.sharedPlaces`;
    /// nil where the client may have none.
    let takePermit: @Sendable () -> Permit?

    /// Makes a client that takes its places so.
    package init(takePermit: @escaping @Sendable () -> Permit?) {
        self.takePermit = takePermit
    }
}
