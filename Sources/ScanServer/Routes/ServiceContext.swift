internal import Hummingbird
internal import NIOCore

/// What accompanies a request on its way through the service.
struct ServiceContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The connection, or the stream of it, that the request came on.
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// The client's address without its port; empty where there is none.
    var clientAddress: String { channel.remoteAddress?.ipAddress ?? "" }
}
