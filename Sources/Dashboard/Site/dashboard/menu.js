// A list that opens below its button and goes again by Escape or when the focus leaves it.

import { element } from "./element.js";

/** `title` is what stands on the button, `list` what opens. */
export function menu(title, list) {
    const root = element("details", { class: "menu" }, element("summary", {}, title), list);
    root.addEventListener("focusout", (event) => {
        if (event.relatedTarget && !root.contains(event.relatedTarget)) root.open = false;
    });
    root.addEventListener("keydown", (event) => {
        if (event.key !== "Escape") return;
        root.open = false;
        root.querySelector("summary").focus();
    });
    return root;
}
