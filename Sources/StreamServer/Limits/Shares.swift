internal import Synchronization

/// Places, or bytes, of which there is a bounded number, shared so that nobody leaves the others
/// without.
///
/// What a client holds may grow only while an eighth of it is left free: one alone gets eight
/// ninths, several get less each, and there is always something left for one who comes new. (The
/// rule is that of switches for their buffers, "dynamic thresholds".) A first place is refused only
/// where there is none at all.
package final class Shares: Sendable {
    /// How many times as many as are free a client may hold.
    private static let heldForEachFree = 8

    private struct State {
        var taken = 0
        var held: [ClientAddress: Int] = [:]
    }

    /// How many there are.
    let total: Int
    private let state = Mutex(State())
    private let whenRefused: @Sendable () -> Void

    /// Makes `total` places; `whenRefused` is called for each that is refused.
    package init(_ total: Int, whenRefused: @escaping @Sendable () -> Void = {}) {
        self.total = total
        self.whenRefused = whenRefused
    }

    /// Places that a client holds, given back when nobody holds them any more.
    package final class Permit: Sendable {
        private let shares: Shares
        private let client: ClientAddress
        private let count: Int

        fileprivate init(_ shares: Shares, _ client: ClientAddress, _ count: Int) {
            self.shares = shares
            self.client = client
            self.count = count
        }

        deinit {
            shares.giveBack(count, of: client)
        }
    }

    /// Takes `count` places for a client.
    ///
    /// - Returns: nil where it may not have them.
    package func take(_ count: Int = 1, for client: ClientAddress) -> Permit? {
        let isTaken = state.withLock { state in
            let held = state.held[client] ?? 0
            let free = total - state.taken - count
            guard free >= 0, held == 0 || held + count <= Self.heldForEachFree * free else {
                return false
            }
            state.taken += count
            state.held[client] = held + count
            return true
        }
        guard isTaken else {
            whenRefused()
            return nil
        }
        return Permit(self, client, count)
    }

    /// How many are taken.
    var taken: Int { state.withLock { $0.taken } }

    private func giveBack(_ count: Int, of client: ClientAddress) {
        state.withLock { state in
            state.taken -= count
            let held = (state.held[client] ?? 0) - count
            state.held[client] = held > 0 ? held : nil
        }
    }
}
