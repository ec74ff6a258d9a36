internal import StreamServer
internal import EventLog
internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import MarketData
internal import NIOCore
internal import ScanEvents
internal import Storage

/// The endpoints that tell which stocks can be scanned: `/universes`.
struct UniverseRoutes: Sendable {
    /// Adds the endpoints to `routes`.
    func add(to routes: Routes) {
        routes.on("universes", [.get: universes])
        routes.on("universes/{name}", [.get: universe])
    }

    @Sendable
    private func universes(
        _ request: Request, _ context: ServiceContext
    ) async throws -> Response {
        let all = try await BlockingExecutor.run { Result { try Universes.all } }.get()
        return json { json in
            json.name("universes")
            json.array(all) { json, universe in
                json.object { json in
                    json.head(of: universe)
                    json.member("stocks", universe.members.count)
                }
            }
        }
    }

    @Sendable
    private func universe(
        _ request: Request, _ context: ServiceContext
    ) async throws -> Response {
        let name = context.parameters.get("name") ?? ""
        let all = try await BlockingExecutor.run { Result { try Universes.all } }.get()
        guard let universe = all.first(where: { $0.name == name }) else {
            let known = all.map(\.name).joined(separator: ", ")
            throw Problem(
                status: .notFound,
                detail: "there is no universe \"\(name.prefix(64))\"; there are \(known)")
        }
        return json { json in
            json.head(of: universe)
            json.name("members")
            json.array(universe.members) { json, member in
                json.object { json in
                    json.member("ticker", member.ticker)
                    json.nullableMember("name", member.name)
                    json.nullableMember("sector", member.sector)
                }
            }
        }
    }

    private func json(_ members: (inout JSONWriter) -> Void) -> Response {
        Response(json: JSONWriter.object(members))
    }
}

extension JSONWriter {
    fileprivate mutating func head(of universe: Universe) {
        member("name", universe.name)
        member("title", universe.title)
        nullableMember("note", universe.note)
    }
}
