internal import Hummingbird
package import NIOCore
package import Tapes
internal import Synchronization

/// What accompanies a request on its way through the service.
package struct ServiceContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The connection, or the stream of it, that the request came on.
    package let channel: any Channel
    /// The scan that the request is about.
    package let subject = RequestSubject()

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// The client's address without its port; empty where there is none.
    var clientAddress: String { channel.remoteAddress?.ipAddress ?? "" }

    /// Whom the limits take the client for.
    package var client: ClientAddress { ClientAddress(of: channel) }
}

/// The scan that a request turns out to be about, for the log.
package final class RequestSubject: Sendable {
    private let value = Mutex<JobID?>(nil)

    /// The scan, nil where none is known.
    var job: JobID? { value.withLock { $0 } }

    /// Notes the scan.
    package func note(_ job: JobID) {
        value.withLock { $0 = job }
    }
}

extension ServiceContext {
    /// The scan that the path names.
    package func job() throws(Problem) -> JobID {
        let name = parameters.get("job_id") ?? ""
        guard let job = JobID(name) else {
            throw Problem(status: .notFound, detail: "\"\(name.prefix(64))\" is no scan's name")
        }
        subject.note(job)
        return job
    }
}
