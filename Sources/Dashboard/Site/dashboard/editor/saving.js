// Saves a strategy, deletes it, gives it away as a file; what stands in the way is told with the
// ways out.

import { addressWith, goTo, moveTo } from "../address.js";
import { element } from "../element.js";
import { dropDraft } from "./drafts.js";
import { SaveConflict } from "./strategy-file.js";

export class Saving {
    #file;
    #head;
    #on;

    /** `onRefused` shows where the text is wrong, and returns whether it knows. */
    constructor(file, head, { onSaved, onRemoved, onDiscard, onRefused }) {
        this.#file = file;
        this.#head = head;
        this.#on = { onSaved, onRemoved, onDiscard, onRefused };
    }

    /** Saves a text by the name in the head. */
    async save(text, isForced = false) {
        const [{ name }, opened] = [this.#head, this.#file.name];
        this.#head.tell(null);
        try {
            await this.#head.whileBusy(() => this.#file.save(text, name, { isForced }));
        } catch (problem) {
            this.#refuse(problem, text, name);
            return;
        }
        dropDraft(opened);
        moveTo(addressWith({ strategy: name }));
        this.#head.showFile(this.#file);
        this.#head.refresh();
        this.#on.onSaved();
        this.#head.tell(`Saved as ${name}.`, [], "good");
    }

    async remove() {
        const { name } = this.#file;
        if (!confirm(`Delete the strategy “${name}”? Tapes of scans keep its text.`)) return;
        try {
            await this.#file.remove();
        } catch (problem) {
            if (problem instanceof SaveConflict) {
                this.#head.tell(problem.message,
                    [["Open it as it is now", () => this.#on.onDiscard()]]);
            } else {
                this.#head.tell(`It is not deleted: ${problem.message}.`);
            }
            return;
        }
        dropDraft(name);
        this.#on.onRemoved();
        goTo("/", { isMeant: true });
    }

    download(text) {
        const address = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
        element("a", {
            href: address, download: `${this.#head.validName ?? "untitled"}.strategy` }).click();
        setTimeout(() => URL.revokeObjectURL(address), 10_000);
    }

    #refuse(problem, text, name) {
        if (problem instanceof SaveConflict) {
            this.#head.tell(problem.message, [
                ["Write mine over it", () => this.save(text, true)],
                ["Open that one instead", () => this.#openInstead(name)]]);
        } else if (problem.status === 422 && this.#on.onRefused()) {
            this.#head.tell("It is not saved: it has errors.");
        } else {
            this.#head.tell(`It is not saved: ${problem.message}.`);
        }
    }

    #openInstead(name) {
        if (name === this.#file.name) this.#on.onDiscard();
        else goTo(addressWith({ strategy: name }));
    }
}
