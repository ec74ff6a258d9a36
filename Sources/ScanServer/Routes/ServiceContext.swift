internal import Hummingbird
internal import NIOCore
internal import Tapes
internal import Synchronization

/// What accompanies a request on its way through the service.
struct ServiceContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The connection, or the stream of it, that the request came on.
    let channel: any Channel
    /// The scan that the request is about.
    let subject = RequestSubject()

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// The client's address without its port; empty where there is none.
    var clientAddress: String { channel.remoteAddress?.ipAddress ?? "" }

    /// Whom the limits take the client for.
    var client: ClientAddress { ClientAddress(of: channel) }
}

/// The scan that a request turns out to be about, for the log.
final class RequestSubject: Sendable {
    private let value = Mutex<JobID?>(nil)

    /// The scan, nil where none is known.
    var job: JobID? { value.withLock { $0 } }

    /// Notes the scan.
    func note(_ job: JobID) {
        value.withLock { $0 = job }
    }
}
