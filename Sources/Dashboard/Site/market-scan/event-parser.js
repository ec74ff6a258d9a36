/** Parses an event stream (HTML standard, section 9.2.6), whatever the cuts between its bytes. */
export class EventParser {
    #decoder = new TextDecoder();
    #rest = "";
    #data = null;
    #id = null;
    /** The delay before a reconnect that the stream asks for, in milliseconds. */
    retry = null;

    /** The events that end within these bytes. */
    push(bytes) {
        const events = [];
        let text = this.#rest + this.#decoder.decode(bytes, { stream: true });
        // A line feed may follow with the next bytes.
        const isOpen = text.endsWith("\r");
        if (isOpen) text = text.slice(0, -1);
        const lines = text.split(/\r\n|\n|\r/);
        this.#rest = lines.pop() + (isOpen ? "\r" : "");
        for (const line of lines) {
            if (line !== "") {
                this.#field(line);
            } else {
                if (this.#data !== null) events.push({ data: this.#data, id: this.#id });
                this.#data = null;
            }
        }
        return events;
    }

    #field(line) {
        const colon = line.indexOf(":");
        const name = colon < 0 ? line : line.slice(0, colon);
        let value = colon < 0 ? "" : line.slice(colon + 1);
        if (value.startsWith(" ")) value = value.slice(1);
        if (name === "data") this.#data = this.#data === null ? value : `${this.#data}\n${value}`;
        if (name === "id" && !value.includes("\0")) this.#id = value;
        if (name === "retry" && /^[0-9]+$/.test(value)) this.retry = Number(value);
    }
}
