// A strategy as the service has it, and the text that is to take its place. Nothing that somebody
// else has saved meanwhile is written over unasked.

/** A text as fields of a page have it. */
const plain = (text) => (text ?? "").replace(/\r\n?/g, "\n");

/** The service has something else there than what the text was made from. */
export class SaveConflict extends Error {
    constructor(name, isNew) {
        super(isNew ? `There is a strategy “${name}” already.`
            : `“${name}” was changed or removed since you opened it.`);
        this.name = "SaveConflict";
    }
}

export class StrategyFile {
    /** The name by which it was opened; empty for a new one. */
    name;
    /** Whether it is a user's "file", "built_in", or null for a new one. */
    origin = null;
    /** The text that the service has; null while there is none. */
    text = null;
    /** Whether the file is text at all. */
    isReadable = true;
    #tag = null;
    #client;

    constructor(client, name) {
        this.#client = client;
        this.name = name;
    }

    get isBuiltIn() {
        return this.origin === "built_in";
    }

    /** The tag of what the service had. */
    get tag() {
        return this.#tag;
    }

    /** Reads what the service has now. */
    async load() {
        const { strategy, etag } = await this.#client.strategy(this.name);
        this.origin = strategy.origin ?? "built_in";
        this.text = plain(strategy.text);
        this.#tag = etag;
        this.isReadable = strategy.text !== null;
    }

    /** Whether that text would be new to the service. */
    differs(text) {
        return this.text !== text;
    }

    /** Goes on from what a draft was made from. */
    restore({ tag }) {
        if (this.origin !== "built_in") this.#tag = tag ?? this.#tag;
    }

    /** Saves a text by a name; `isForced` writes over whatever is there. */
    async save(text, name, { isForced = false } = {}) {
        const isSame = name === this.name && this.origin === "file";
        const terms = isForced ? {}
            : isSame && this.#tag ? { ifMatch: this.#tag } : { ifNoneMatch: "*" };
        try {
            const { etag } = await this.#client.saveStrategy(name, text, terms);
            [this.name, this.origin, this.text, this.#tag] = [name, "file", text, etag];
        } catch (problem) {
            if (problem.status === 412) throw new SaveConflict(name, !isSame);
            throw problem;
        }
    }

    async remove() {
        try {
            await this.#client.removeStrategy(this.name, { ifMatch: this.#tag });
        } catch (problem) {
            if (problem.status === 412) throw new SaveConflict(this.name, false);
            throw problem;
        }
    }
}
