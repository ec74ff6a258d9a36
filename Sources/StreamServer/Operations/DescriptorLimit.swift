internal import Glibc

/// How many files and connections the system lets this process have open.
package enum DescriptorLimit {
    /// What is kept for tapes, prices and the like beside the connections.
    package static let reserved = 128

    /// Raises the limit as far as a process may by itself.
    ///
    /// - Returns: the limit that holds now.
    package static func raise() -> Int {
        var limit = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard unsafe getrlimit(resource, &limit) == 0 else { return 1024 }
        var raised = limit
        raised.rlim_cur = limit.rlim_max
        if unsafe setrlimit(resource, &raised) == 0 { limit = raised }
        return Int(clamping: limit.rlim_cur)
    }
}
