/// Who is next where a few are served at a time: clients take turns, however much one of them
/// asks for, and none has all places.
struct FairLine<Element> {
    private struct Waiting {
        let number: Int
        let element: Element
    }

    /// How many are served at a time.
    private let places: Int
    private var served = 0
    private var servedOf: [ClientAddress: Int] = [:]
    private var waiting: [ClientAddress: [Waiting]] = [:]
    /// The clients that wait, the one whose turn is next first.
    private var turns: [ClientAddress] = []
    private var nextNumber = 0

    /// Makes an empty line before so many places.
    init(places: Int) {
        self.places = places
    }

    /// Takes a place, if there is one for a client.
    mutating func enter(_ client: ClientAddress) -> Bool {
        guard served < places, isServed(client) else { return false }
        served += 1
        servedOf[client, default: 0] += 1
        return true
    }

    /// Lines up.
    ///
    /// - Returns: a number by which it can leave the line.
    mutating func wait(_ element: Element, of client: ClientAddress) -> Int {
        nextNumber += 1
        if waiting[client] == nil { turns.append(client) }
        waiting[client, default: []].append(Waiting(number: nextNumber, element: element))
        return nextNumber
    }

    /// Leaves the line.
    ///
    /// - Returns: who left; nil where its turn has come already.
    mutating func leave(_ number: Int, of client: ClientAddress) -> Element? {
        guard let index = waiting[client]?.firstIndex(where: { $0.number == number }) else {
            return nil
        }
        let left = waiting[client]?.remove(at: index)
        forgetIfNoneWaits(client)
        return left?.element
    }

    /// Gives back a place.
    ///
    /// - Returns: who has it now; nil where nobody waits who may have it.
    mutating func next(after client: ClientAddress) -> Element? {
        served -= 1
        let rest = (servedOf[client] ?? 0) - 1
        servedOf[client] = rest > 0 ? rest : nil
        guard let turn = turns.firstIndex(where: isServed) else { return nil }
        let next = turns.remove(at: turn)
        turns.append(next)
        let element = waiting[next]?.removeFirst().element
        forgetIfNoneWaits(next)
        served += 1
        servedOf[next, default: 0] += 1
        return element
    }

    /// Whether a client may have one more of the places, of which it may have all but one.
    private func isServed(_ client: ClientAddress) -> Bool {
        (servedOf[client] ?? 0) < max(1, places - 1)
    }

    private mutating func forgetIfNoneWaits(_ client: ClientAddress) {
        guard waiting[client]?.isEmpty == true else { return }
        waiting[client] = nil
        turns.removeAll { $0 == client }
    }
}
