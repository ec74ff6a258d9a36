internal import HTTPTypes
package import Hummingbird

/// Says of every answer that it is what its `Content-Type` says, and for pages of this origin.
///
/// A page of another origin could otherwise load what a browser takes for a script, a style or a
/// picture into its own memory. Requests by `fetch`, which `--allow-origin` is about, are not
/// touched by that.
package struct OwnPagesResponder<Base: HTTPResponder<ServiceContext>>: HTTPResponder {
    let base: Base

    /// Answers what `base` answers, for the service's own pages, too.
    package init(base: Base) {
        self.base = base
    }

    package func respond(to request: Request, context: ServiceContext) async throws -> Response {
        var response = try await base.respond(to: request, context: context)
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.crossOriginResourcePolicy] = "same-origin"
        return response
    }
}
