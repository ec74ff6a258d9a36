internal import Hummingbird
internal import ScanEvents

extension Request {
    /// Refuses a query with a parameter that the endpoint does not have: a slip of the pen would
    /// be passed over in silence else.
    ///
    /// - Parameters:
    ///   - known: the parameters that there are.
    ///   - isTaken: whether one that is not told of is taken all the same.
    /// - Throws: `Problem`, 422 with the name of the first that there is not.
    package func refuseParameters(
        butFor known: [String], taking isTaken: (Substring) -> Bool = { _ in false }
    ) throws(Problem) {
        for (name, _) in uri.queryParameters
        where !known.contains(String(name)) && !isTaken(name) {
            let list = known.dropLast().joined(separator: ", ")
            let names = list.isEmpty ? known.joined() : "\(list) and \(known.last ?? "")"
            throw Problem(
                "there is no parameter \"\(name.prefix(32))\"; there "
                    + (list.isEmpty ? "is" : "are") + " \(names)", at: "/\(name.prefix(32))")
        }
    }
}
