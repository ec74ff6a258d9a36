import Backtesting
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import StrategyText
import Testing

@testable import ScanServer
@testable import StreamServer

@Suite(.timeLimit(.minutes(3)))
struct CatalogRoutesTests {
    private let routes: CatalogRoutes

    init() throws {
        let program = try StrategyProgram.check(
            "strategy \"Mine\" language 1\nenter long when true", functions: .language1)
        routes = CatalogRoutes(
            strategyLibrary: StrategyLibrary([NamedStrategy("mine", program)]))
    }

    private func code(_ path: String) async throws -> Int {
        let router = Router(context: ServiceContext.self)
        routes.add(to: Routes(router: router))
        let context = ServiceContext(
            source: ApplicationRequestContextSource(
                channel: NIOAsyncTestingChannel(), logger: Logger(label: "test")))
        let request = Request(
            head: HTTPRequest(
                method: .get, scheme: "http", authority: "127.0.0.1", path: path),
            body: RequestBody(buffer: ByteBuffer()))
        do {
            let response = try await router.buildResponder().respond(
                to: request, context: context)
            return response.status.code
        } catch let problem as Problem {
            return problem.status.code
        }
    }

    @Test func theStrategiesThatAreToldAreThoseOfTheLibrary() async throws {
        #expect(try await code("/strategies/mine") == 200)
        #expect(try await code("/strategies/buy_and_hold") == 404)
    }
}
