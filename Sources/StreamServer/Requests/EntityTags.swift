internal import HTTPTypes
package import Hummingbird

/// What a request asks of the state of what it changes (RFC 9110, section 13.1).
package enum ChangeCondition: Equatable, Sendable {
    /// Nothing.
    case none
    /// That there is nothing yet: `If-None-Match: *`.
    case absent
    /// That there is something: `If-Match: *`.
    case present
    /// That one of these strong tags names what is there: `If-Match`.
    case tagged(Set<String>)
}

extension Request {
    /// Whether the client has what `entityTag` names already (RFC 9110, section 13.1.2).
    package func hasAlready(_ entityTag: String) -> Bool {
        guard let field = headers[.ifNoneMatch] else { return false }
        if field.filter({ !$0.isWhitespace }) == "*" { return true }
        return (EntityTag.list(field) ?? []).contains { "\"\($0.text)\"" == entityTag }
    }

    /// What the request asks of the state of what it changes.
    ///
    /// - Throws: `Problem`, 400 for what is none of the conditions that there are.
    package func changeCondition() throws(Problem) -> ChangeCondition {
        switch (headers[.ifMatch], headers[.ifNoneMatch]) {
        case (nil, nil): return .none
        case (let match?, nil):
            if match == "*" { return .present }
            guard let tags = EntityTag.list(match) else {
                throw Problem(
                    status: .badRequest,
                    detail: "If-Match must be * or tags in quotation marks, such as the ETag that "
                        + "was sent with what is to be changed")
            }
            return .tagged(Set(tags.filter { !$0.isWeak }.map(\.text)))
        case (nil, "*"?): return .absent
        case (nil, _?):
            throw Problem(
                status: .badRequest,
                detail: "If-None-Match of a change can only be *: nothing may be there yet")
        case (_?, _?):
            throw Problem(
                status: .badRequest, detail: "If-Match and If-None-Match exclude each other")
        }
    }
}

/// The name of a version of something (RFC 9110, section 8.8.3).
private struct EntityTag {
    /// What stands between the quotation marks.
    let text: String
    /// Whether it names versions that are only as good as each other.
    let isWeak: Bool

    /// The tags of a field, separated by commas; nil for what is no such list.
    static func list(_ field: String) -> [EntityTag]? {
        var tags: [EntityTag] = []
        var rest = field.utf8[...]
        while true {
            rest = rest.drop { " \t".utf8.contains($0) }
            let isWeak = rest.starts(with: "W/".utf8)
            if isWeak { rest = rest.dropFirst(2) }
            guard rest.first == UInt8(ascii: "\"") else { return nil }
            rest = rest.dropFirst()
            guard let end = rest.firstIndex(of: UInt8(ascii: "\"")) else { return nil }
            tags.append(EntityTag(text: String(rest[..<end]) ?? "", isWeak: isWeak))
            rest = rest[end...].dropFirst().drop { " \t".utf8.contains($0) }
            if rest.isEmpty { return tags }
            guard rest.first == UInt8(ascii: ",") else { return nil }
            rest = rest.dropFirst()
        }
    }
}
