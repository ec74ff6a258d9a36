package import Hummingbird
internal import JSONText

extension Response {
    /// Says that the service is there.
    package static var healthy: Response {
        Response(
            json: JSONWriter.object { $0.member("status", "ok") },
            headers: [.cacheControl: "no-store"])
    }
}
