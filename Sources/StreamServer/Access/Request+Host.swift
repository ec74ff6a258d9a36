internal import HTTPTypes
internal import Hummingbird

extension Request {
    /// The name, a port included, by which the client calls the service.
    ///
    /// - Parameter isHTTP2: whether the request came by HTTP/2, in which `:authority` takes the
    ///   place of `Host`, and may stand beside one that says the same.
    /// - Returns: the name.
    /// - Throws: `Problem`, 400 where there is no name, or more than one (RFC 9112, section 3.2):
    ///   a proxy in front may have gone by another than this service would.
    func host(isHTTP2: Bool) throws(Problem) -> String {
        // The codec takes the first `Host` for the authority and leaves others where they are.
        let fields = HTTPField.Name("Host").map { headers[values: $0] } ?? []
        var names = fields + [head.authority].compactMap(\.self)
        if isHTTP2, fields.count == 1, fields.first == head.authority { names.removeLast() }
        guard names.count == 1, let name = names.first, Self.isHost(name) else {
            let found =
                switch names.count {
                case 0: "does not"
                case 1: "has what is no name of a host"
                default: "does so \(names.count) times"
                }
            throw Problem(
                status: .badRequest,
                detail: "a request names the service in Host, once; this one \(found)")
        }
        return name
    }

    /// Whether a text may be a name or an address, perhaps with a port; those that are to be
    /// looked at more closely are compared with the service's own.
    private static func isHost(_ text: String) -> Bool {
        (1...261).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                let sign = Unicode.Scalar(byte)
                return byte < 0x80
                    && (sign.properties.isAlphabetic || (0x30...0x39).contains(byte)
                        || "-._~:[]%".unicodeScalars.contains(sign))
            }
    }
}
