// A field of a form with its label, its hint, and what is wrong with it.

import { element, setText } from "./element.js";

export class Field {
    #error;
    #describedBy;

    constructor(pointer, label, control, hint = null) {
        const id = "field" + pointer.replaceAll("/", "-");
        this.control = control;
        control.id = id;
        control.name = pointer;
        this.#error = element("p", { class: "field-error", id: `${id}-error` });
        const hintNode = hint ? element("p", { class: "hint", id: `${id}-hint` }, hint) : null;
        this.#describedBy = hint ? `${id}-hint` : null;
        if (hint) control.setAttribute("aria-describedby", this.#describedBy);
        const labelNode = element("label", { for: id }, label);
        this.root = control.type === "checkbox"
            ? element("div", { class: "field switch" }, control, labelNode, hintNode, this.#error)
            : element("div", { class: "field" }, labelNode, control, hintNode, this.#error);
    }

    get number() {
        return this.control.type === "checkbox"
            ? Number(this.control.checked) : Number(this.control.value);
    }

    get isEmptyNumber() {
        return this.control.type === "number" && this.control.value === "";
    }

    /** Says what is wrong; a second fault of the field is said beside the first. */
    refuse(text) {
        const before = this.#error.textContent;
        setText(this.#error, before ? `${before}; ${text}` : text);
        this.control.setAttribute("aria-invalid", "true");
        const ids = [this.#describedBy, this.#error.id].filter(Boolean).join(" ");
        this.control.setAttribute("aria-describedby", ids);
    }

    accept() {
        setText(this.#error, "");
        this.control.removeAttribute("aria-invalid");
        if (this.#describedBy) this.control.setAttribute("aria-describedby", this.#describedBy);
        else this.control.removeAttribute("aria-describedby");
    }

    focus() {
        this.control.closest("details")?.setAttribute("open", "");
        this.control.focus();
    }
}
