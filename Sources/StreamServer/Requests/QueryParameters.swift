internal import Hummingbird
internal import ScanEvents

extension Request {
    /// Refuses a query with a parameter that the endpoint does not have.
    ///
    /// - Parameter known: the parameters that there are.
    /// - Throws: `Problem`, 422 with the name of the first that there is not.
    package func refuseParameters(butFor known: [String]) throws(Problem) {
        for (name, _) in uri.queryParameters where !known.contains(String(name)) {
            let problem = RequestProblem(unknownParameter: name, known: known)
            throw Problem(problem.detail, at: problem.pointer)
        }
    }
}
