internal import HTTPTypes
internal import Hummingbird

/// Says of every answer that it is what its `Content-Type` says, and for pages of this origin.
///
/// A page of another origin could otherwise load what a browser takes for a script, a style or a
/// picture into its own memory. Requests by `fetch`, which `--allow-origin` is about, are not
/// touched by that.
struct OwnPagesResponder<Base: HTTPResponder<ServiceContext>>: HTTPResponder {
    let base: Base

    func respond(to request: Request, context: ServiceContext) async throws -> Response {
        var response = try await base.respond(to: request, context: context)
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.crossOriginResourcePolicy] = "same-origin"
        return response
    }
}
