internal import StreamServer
internal import Backtesting
internal import EventLog
internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import MarketData
internal import NIOCore
internal import ScanEvents
internal import Storage

/// The endpoints that tell what can be scanned: `/strategies` and `/universes`.
struct CatalogRoutes: Sendable {
    let strategyLibrary: StrategyLibrary

    /// Adds the endpoints to `routes`.
    func add(to routes: Routes) {
        routes.on("strategies", [.get: strategies])
        routes.on("strategies/{name}", [.get: strategy])
        routes.on("universes", [.get: universes])
        routes.on("universes/{name}", [.get: universe])
    }

    @Sendable
    private func strategies(_ request: Request, _ context: ServiceContext) -> Response {
        json { json in
            json.name("strategies")
            json.array(strategyLibrary.declarations) { $0.value($1) }
        }
    }

    @Sendable
    private func strategy(
        _ request: Request, _ context: ServiceContext
    ) throws -> Response {
        let name = context.parameters.get("name") ?? ""
        do throws(BacktestError) {
            let strategy = try strategyLibrary.declaration(of: name)
            var json = JSONWriter()
            json.value(strategy)
            return Response(json: json.bytes)
        } catch {
            throw Problem(status: .notFound, detail: "\(error)")
        }
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
    /// Writes what a form for a strategy needs.
    fileprivate mutating func value(_ strategy: StrategyDeclaration) {
        object { json in
            json.member("name", strategy.name)
            json.member("title", strategy.title)
            json.member("summary", strategy.summary)
            json.member("rules", strategy.rules)
            json.name("parameters")
            json.array(strategy.parameters) { json, parameter in
                json.object { json in
                    json.member("name", parameter.name)
                    json.member("type", parameter.kind.rawValue)
                    json.name("default")
                    json.parameter(parameter.default)
                    json.name("minimum")
                    json.parameter(parameter.range.lowerBound)
                    json.name("maximum")
                    json.parameter(parameter.range.upperBound)
                    json.name("step")
                    json.parameter(parameter.step)
                    json.member("summary", parameter.summary)
                }
            }
        }
    }

    fileprivate mutating func head(of universe: Universe) {
        member("name", universe.name)
        member("title", universe.title)
        nullableMember("note", universe.note)
    }
}
