// Light, dark, or as the system has it; kept in this browser.

const NAMES = ["auto", "light", "dark"];
let name = "auto";

export function startTheme(button, label) {
    try {
        const kept = localStorage.getItem("tapedeck-theme");
        if (NAMES.includes(kept)) name = kept;
    } catch {
        // A browser that keeps nothing follows the system.
    }
    const apply = () => {
        document.documentElement.dataset.theme = name;
        label.textContent = name.charAt(0).toUpperCase() + name.slice(1);
        button.setAttribute("aria-label", `Theme: ${name}`);
        forget();
        dispatchEvent(new Event("themechange"));
    };
    button.addEventListener("click", () => {
        name = NAMES[(NAMES.indexOf(name) + 1) % NAMES.length];
        try {
            localStorage.setItem("tapedeck-theme", name);
        } catch {
            // It lasts as long as the page.
        }
        apply();
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", apply);
    apply();
}

let colours = new Map();

function forget() {
    colours = new Map();
}

/** A colour of the present theme, for what is painted on a canvas. */
export function colour(property) {
    if (!colours.has(property)) {
        const style = getComputedStyle(document.documentElement);
        colours.set(property, style.getPropertyValue(`--${property}`).trim());
    }
    return colours.get(property);
}

/** The red, green and blue of such a colour. */
export function channels(property) {
    return colour(property).match(/[0-9.]+/g).slice(0, 3).map(Number);
}

export const prefersLessMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
