/// An origin whose pages may use a service, in the form in which browsers send it.
package struct WebOrigin: Sendable, Equatable {
    /// `scheme://host`, with a port unless it is the scheme's own.
    package let text: String

    private static let defaultPorts = ["http": 80, "https": 443]

    /// Reads what an operator writes: letters of either case, spaces around, a default port and
    /// one slash at the end do no harm.
    ///
    /// - Throws: `WebOriginError` for what no browser ever sends.
    package init(_ written: String) throws(WebOriginError) {
        func refused(_ reason: String) -> WebOriginError {
            WebOriginError(written: written, reason: reason)
        }
        let trimmed = written.split(separator: " ").joined(separator: " ")
        guard trimmed.lowercased() != "null" else {
            throw refused("any page can make its origin null, so it would let in everyone")
        }
        guard !trimmed.contains("*") else {
            throw refused("there are no wildcards; name each origin")
        }
        let parts = trimmed.lowercased().split(
            separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, Self.isScheme(parts[0]) else {
            throw refused("write it as in https://app.example.com, with the scheme")
        }
        let scheme = String(parts[0])
        let authority = parts[1].hasSuffix("/") ? parts[1].dropLast() : parts[1]
        guard !authority.contains(where: { "/?#\\".contains($0) }) else {
            throw refused("an origin has no path; write \(scheme)://, the host, and a port if any")
        }
        guard !authority.contains("@") else { throw refused("an origin has no user") }
        guard let (name, digits) = Self.split(authority), let host = Self.host(name) else {
            throw refused(
                "this is no host that a browser sends; write a name of ASCII letters, digits, - "
                    + "and . (xn--… for others), an IPv4 address, or an IPv6 one in brackets")
        }
        guard !digits.isEmpty else {
            text = "\(scheme)://\(host)"
            return
        }
        guard digits.utf8.allSatisfy(Self.isDigit), let port = Int(digits),
            (1...65_535).contains(port)
        else { throw refused("a port is a number from 1 to 65535") }
        let isDefault = Self.defaultPorts[scheme] == port
        text = "\(scheme)://\(host)" + (isDefault ? "" : ":\(port)")
    }

    /// Whether this is a scheme (RFC 3986, section 3.1); apps of their own kind have others than
    /// http and https.
    private static func isScheme(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, isLetter(first) else { return false }
        return text.utf8.allSatisfy { isLetter($0) || isDigit($0) || "+-.".utf8.contains($0) }
    }

    /// The host and the digits of the port, empty where there are none.
    private static func split(_ authority: Substring) -> (host: Substring, port: Substring)? {
        let hostEnd =
            authority.hasPrefix("[")
            ? authority.firstIndex(of: "]").map { authority.index(after: $0) }
            : authority.firstIndex(of: ":") ?? authority.endIndex
        guard let hostEnd else { return nil }
        let rest = authority[hostEnd...]
        guard rest.isEmpty || rest.hasPrefix(":") else { return nil }
        return (authority[..<hostEnd], rest.dropFirst())
    }

    /// A host as browsers write it: a name, or an address in its shortest form.
    private static func host(_ name: Substring) -> String? {
        if name.hasPrefix("[") { return IPv6Address(name.dropFirst().dropLast())?.inBrackets }
        guard (1...253).contains(name.utf8.count), !name.hasPrefix("."), !name.contains(".."),
            name.utf8.allSatisfy({ isLetter($0) || isDigit($0) || "-._".utf8.contains($0) })
        else { return nil }
        // Browsers take any name that ends with a number for an IPv4 address.
        let last = name.split(separator: ".").last ?? ""
        let isNumber = last.utf8.allSatisfy(isDigit) || last.hasPrefix("0x")
        return !isNumber || isIPv4Address(name) ? String(name) : nil
    }

    /// Whether this is an address of four decimal numbers.
    private static func isIPv4Address(_ name: Substring) -> Bool {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0).map { "\($0)" } == String($0) }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

/// A text that is the origin of no page.
package struct WebOriginError: Error, Equatable, CustomStringConvertible {
    let written: String
    let reason: String

    package var description: String { "\"\(written.prefix(100))\" is no origin: \(reason)" }
}

/// An IPv6 address, its eight groups of 16 bits.
private struct IPv6Address {
    private let groups: [UInt16]

    /// Reads groups of hexadecimal digits, with `::` for one or more of zeros.
    init?(_ text: Substring) {
        func read(_ text: Substring) -> [UInt16]? {
            guard !text.isEmpty else { return [] }
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            let groups = parts.compactMap { part in
                (1...4).contains(part.utf8.count) && !part.hasPrefix("+")
                    ? UInt16(part, radix: 16) : nil
            }
            return groups.count == parts.count ? groups : nil
        }
        let halves = text.split(separator: "::", omittingEmptySubsequences: false)
        guard halves.count <= 2, let head = read(halves[0]), let tail = read(halves.last ?? "")
        else { return nil }
        if halves.count == 1 {
            guard head.count == 8 else { return nil }
            groups = head
        } else {
            guard head.count + tail.count < 8 else { return nil }
            groups = head + Array(repeating: 0, count: 8 - head.count - tail.count) + tail
        }
    }

    /// The shortest form (RFC 5952, section 4), in brackets.
    var inBrackets: String {
        let hex = groups.map { String($0, radix: 16) }
        let zeros = longestRunOfZeros
        guard zeros.count > 1 else { return "[" + hex.joined(separator: ":") + "]" }
        return "[" + hex[..<zeros.lowerBound].joined(separator: ":") + "::"
            + hex[zeros.upperBound...].joined(separator: ":") + "]"
    }

    private var longestRunOfZeros: Range<Int> {
        var longest = 0..<0
        var start = 0
        for index in groups.indices {
            if groups[index] != 0 { start = index + 1 }
            if index + 1 - start > longest.count { longest = start..<index + 1 }
        }
        return longest
    }
}
