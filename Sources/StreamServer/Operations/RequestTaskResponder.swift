package import Hummingbird

/// Finds the answer to each request in a task of its own.
///
/// What a task has needed for its calls it keeps until it ends. That of a connection lasts as long
/// as the stream that is written to it, so without this an idle follower keeps some 15 KiB that
/// only the way through router and middlewares took.
package struct RequestTaskResponder<Base: HTTPResponder<ServiceContext>>: HTTPResponder {
    let base: Base

    /// Runs each request of `base` in a task of its own.
    package init(base: Base) {
        self.base = base
    }

    package func respond(to request: Request, context: ServiceContext) async throws -> Response {
        try await withThrowingTaskGroup(of: Response.self) { group in
            group.addTask { try await base.respond(to: request, context: context) }
            guard let response = try await group.next() else {
                preconditionFailure("a group with one task has one result")
            }
            return response
        }
    }
}
