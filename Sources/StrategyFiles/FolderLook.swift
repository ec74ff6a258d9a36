internal import Backtesting
internal import StrategyText

/// What came of checking a text.
struct CheckedText: Sendable {
    /// The text.
    let text: [UInt8]
    /// The strategy, or what is wrong.
    let outcome: Result<NamedStrategy, StrategyProblems>

    /// Checks a text.
    init(_ text: [UInt8], name: String) {
        self.text = text
        do throws(StrategyProblems) {
            outcome = .success(try NamedStrategy(name, text: text))
        } catch {
            outcome = .failure(error)
        }
    }
}

/// One look at all files of a directory.
struct FolderLook {
    /// What the look before has checked, by name.
    let before: [String: CheckedText]
    /// What is checked by now.
    private(set) var checked: [String: CheckedText] = [:]
    /// The files that are strategies.
    private(set) var strategies: [NamedStrategy] = []
    /// The files that are none.
    private(set) var broken: [BrokenStrategy] = []
    /// How many files were looked at.
    private(set) var files = 0
    /// The bytes of all texts so far.
    private(set) var bytes = 0

    /// Begins a look.
    init(before: [String: CheckedText]) {
        self.before = before
    }

    /// Adds a file by its name without the suffix; `text` is nil where that is no name.
    mutating func add(_ name: String, _ text: Result<[UInt8], UnreadableStrategy>?) {
        files += 1
        do throws(StrategyFolderError) {
            try StrategyName.check(name)
        } catch {
            let text = try? text?.get()
            bytes += text?.count ?? 0
            return refuse(name, text, "\(error); the file's name is the strategy's")
        }
        switch text {
        case nil: break
        case .failure(let error): refuse(name, nil, "this file \(error.words)")
        case .success(let text):
            bytes += text.count
            let known = before[name].flatMap { $0.text == text ? $0 : nil }
            let outcome = known ?? CheckedText(text, name: name)
            checked[name] = outcome
            switch outcome.outcome {
            case .success(let strategy): strategies.append(strategy)
            case .failure(let error):
                broken.append(BrokenStrategy(name: name, text: text, problems: error.problems))
            }
        }
    }

    /// Tells that this file and those behind it are not looked at.
    mutating func leaveOut(_ name: String, of count: Int) {
        refuse(
            name, nil,
            "this file and those behind it are left out; of \(count) files, \(files) are read: at "
                + "most \(StrategyFolder.mostFiles), with "
                + "\(StrategyFolder.mostBytes / 1024 / 1024) MiB together")
    }

    private mutating func refuse(_ name: String, _ text: [UInt8]?, _ message: String) {
        broken.append(
            BrokenStrategy(name: name, text: text, problems: [StrategyProblem(ofFile: message)]))
    }
}
