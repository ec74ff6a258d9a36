extension ScanRegistry {
    /// A registry that was made of the tapes, as it had lost what it knew of them.
    package struct Renewal: Sendable, Equatable {
        /// What had become of the one before.
        package enum Cause: String, Sendable {
            /// It was gone.
            case missing
            /// It had no record.
            case empty
            /// It could not be read; it was set aside.
            case damaged
            /// It lacked tapes that were there: it was cut, or they were put there.
            case incomplete
        }

        /// What had become of the one before; nil for what an earlier version does not know.
        package let cause: Cause?
        /// How many tapes were entered as they were found.
        package let scans: Int
        /// When that was.
        package let at: String
    }
}

extension ScanRegistry.Renewal {
    /// What an auditor should know of it.
    package var warning: String {
        let before =
            switch cause {
            case .missing: "the registry was gone"
            case .empty: "the registry was empty"
            case .damaged: "the registry was damaged and set aside"
            case .incomplete: "the registry did not know all tapes beside it"
            case nil: "the registry had lost them"
            }
        let entered =
            scans == 1
            ? "1 scan was entered as its tape was then"
            : "\(scans) scans were entered as their tapes were then"
        return
            "warning: at \(at) \(entered), as \(before): whether tapes had been altered before, or "
            + "taken away, it cannot tell"
    }
}
