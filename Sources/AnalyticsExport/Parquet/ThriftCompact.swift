/// Writes structures in Apache Thrift's compact protocol.
struct ThriftCompact {
    /// The kinds of fields that Parquet's structures have.
    private enum Kind: UInt8 {
        case yes = 1
        case no = 2
        case i16 = 4
        case i32 = 5
        case i64 = 6
        case binary = 8
        case list = 9
        case structure = 12
    }

    /// What has been written.
    private(set) var bytes: [UInt8] = []
    private var lastField: Int16 = 0

    /// The bytes of one structure.
    static func structure(_ fields: (inout ThriftCompact) -> Void) -> [UInt8] {
        var thrift = ThriftCompact()
        thrift.body(fields)
        return thrift.bytes
    }

    /// Writes a field that is a flag.
    mutating func field(_ id: Int16, _ value: Bool) {
        header(id, value ? .yes : .no)
    }

    /// Writes a field of 16 bits.
    mutating func field(_ id: Int16, _ value: Int16) {
        header(id, .i16)
        signed(Int64(value))
    }

    /// Writes a field of 32 bits.
    mutating func field(_ id: Int16, _ value: Int32) {
        header(id, .i32)
        signed(Int64(value))
    }

    /// Writes a field of 64 bits.
    mutating func field(_ id: Int16, _ value: Int64) {
        header(id, .i64)
        signed(value)
    }

    /// Writes a field of bytes.
    mutating func field(_ id: Int16, _ value: some Collection<UInt8>) {
        header(id, .binary)
        binary(value)
    }

    /// Writes a field of text.
    mutating func field(_ id: Int16, _ value: String) {
        field(id, value.utf8)
    }

    /// Writes a field that is a structure.
    mutating func field(_ id: Int16, _ fields: (inout ThriftCompact) -> Void) {
        header(id, .structure)
        body(fields)
    }

    /// Writes a field that is a list of structures.
    mutating func list<Element>(
        _ id: Int16, _ elements: [Element], _ fields: (inout ThriftCompact, Element) -> Void
    ) {
        header(id, .list)
        listHeader(elements.count, .structure)
        for element in elements { body { fields(&$0, element) } }
    }

    /// Writes a field that is a list of numbers.
    mutating func list(_ id: Int16, _ numbers: [Int32]) {
        header(id, .list)
        listHeader(numbers.count, .i32)
        for number in numbers { signed(Int64(number)) }
    }

    /// Writes a field that is a list of texts.
    mutating func list(_ id: Int16, _ texts: [String]) {
        header(id, .list)
        listHeader(texts.count, .binary)
        for text in texts { binary(text.utf8) }
    }

    private mutating func body(_ fields: (inout ThriftCompact) -> Void) {
        let outer = lastField
        lastField = 0
        fields(&self)
        bytes.append(0)
        lastField = outer
    }

    private mutating func header(_ id: Int16, _ kind: Kind) {
        let step = id - lastField
        precondition(step > 0, "fields come in the order of their numbers")
        if step <= 15 {
            bytes.append(UInt8(step) << 4 | kind.rawValue)
        } else {
            bytes.append(kind.rawValue)
            signed(Int64(id))
        }
        lastField = id
    }

    private mutating func listHeader(_ count: Int, _ kind: Kind) {
        if count < 15 {
            bytes.append(UInt8(count) << 4 | kind.rawValue)
        } else {
            bytes.append(0xf0 | kind.rawValue)
            bytes.appendVarint(UInt64(count))
        }
    }

    private mutating func binary(_ value: some Collection<UInt8>) {
        bytes.appendVarint(UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    /// Appends a number, zigzag and in seven bits a byte.
    private mutating func signed(_ value: Int64) {
        bytes.appendZigzag(value)
    }
}

extension [UInt8] {
    /// Appends a number in seven bits a byte, the lowest first.
    mutating func appendVarint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(rest))
    }

    /// Appends the lowest `count` bytes of a number, the lowest first.
    mutating func appendLittleEndian(_ value: UInt64, count: Int) {
        var rest = value
        for _ in 0..<count {
            append(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
    }
}
