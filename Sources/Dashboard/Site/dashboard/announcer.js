// Tells readers of screens how a scan goes: at most every five seconds, and the end at once.

const PAUSE = 5000;

export class Announcer {
    #node = document.getElementById("announcer");
    #lastAt = -Infinity;
    #lastText = "";

    /** Says a text unless it was just said. */
    say(text, isUrgent = false) {
        const now = performance.now();
        if (text === this.#lastText || (!isUrgent && now - this.#lastAt < PAUSE)) return;
        this.#lastAt = now;
        this.#lastText = text;
        this.#node.textContent = text;
    }

    clear() {
        this.#node.textContent = "";
    }
}
